"""Checks that the files of a proof agree with each other: whoever changes a file can also change its digest."""

import csv
import io
import json
import math
import zlib

import numpy as np

import check_files
from check_files import HERE, Disagreement

# What the metadata in weights.npz have besides the configuration.
METADATA = {"weights", "evaluation", "epoch", "position", "next_loss", "weights_crc32", "class_names", "input"}
ACCURACIES = {"test_accuracy", "validation_accuracy", "train_accuracy"}
# What the configuration has besides the metadata.
CONFIGURATION_ONLY = {"layers", "backend", "data_sha256"}
INPUT_ARRAYS = {
    "centred": ["pixel_mean"],
    "standardized": ["pixel_mean", "pixel_scale"],
    "whitened": ["pixel_mean", "pixel_scale", "whitening", "whitening_step"],
}


def check():
    """Checks everything but the predictions: configuration, weights, metrics and README."""
    configuration = json_object("configuration.json", text("configuration.json"))
    check_numbers(configuration)
    metadata = check_weights(configuration)
    check_metadata(metadata, configuration)
    check_metrics(metadata, configuration)
    check_readme(configuration)


def check_numbers(configuration):
    # Only now, because this module reads the configuration as it is imported.
    from cifar10_data import SHA256

    step, accuracy = configuration.get("step"), configuration.get("test_accuracy")
    if type(step) is not int or step < 0:
        raise Disagreement(f"configuration.json must state a number of steps, but states step {step!r}")
    if type(accuracy) not in (int, float) or not 0 <= accuracy <= 1:
        raise Disagreement(f"configuration.json must state a test_accuracy from 0 to 1, but states {accuracy!r}")
    if configuration.get("data_sha256") != SHA256:
        raise Disagreement("configuration.json states other digests in data_sha256 than those of the official images")


# Weights ----------------------------------------------------------------------------------------------------------------------


def check_weights(configuration):
    """Checks the arrays' names, shapes, numbers and checksum. Returns the metadata."""
    expected = expected_arrays(configuration)
    try:
        with np.load(HERE / "weights.npz") as file:
            arrays = {name: file[name] for name in file.files}
            comment = file.zip.comment.decode()
    except Exception as error:  # A damaged file may raise anything.
        raise Disagreement(f"weights.npz is damaged ({error})") from None
    stated, found = (", ".join(sorted(names)) for names in (expected, arrays))
    if stated != found:
        raise Disagreement(f"configuration.json describes the arrays {stated}, but weights.npz has {found}")
    for name, shape in expected.items():
        check_array(name, arrays[name], shape)
    metadata = json_object("the comment of weights.npz", comment)
    check_checksum(arrays, [name for name in expected if "/" in name], metadata)
    return metadata


def expected_arrays(configuration):
    """The shapes of the network's arrays by name, from the first layer to the last, and those that turn images into inputs."""
    try:
        layers = configuration["layers"]
        arrays = {f"{layer['name']}/{name}": shape for layer in layers for name, shape in layer_arrays(layer)}
        scaling = INPUT_ARRAYS[configuration["input_scaling"]]
    except (KeyError, TypeError, IndexError) as error:
        reason = f"does not describe the layers and inputs of a network ({error!r})"
        raise Disagreement(f"configuration.json {reason}") from None
    shapes = {"pixel_mean": [3072], "pixel_scale": [3072], "whitening": [3072, 3072], "whitening_step": [1]}
    return {**arrays, **{name: shapes[name] for name in scaling}}


def layer_arrays(layer):
    channels = layer["output"][-1:]
    biases = [("biases", channels)]
    if layer["kind"] == "dense":
        return [("weights", layer["input"] + layer["output"]), *biases]
    if layer["kind"] in ("convolution", "whitening"):
        filters = [layer["size"], layer["size"], *layer["input"][-1:], *channels]
        return [("filters", filters), *(biases if layer.get("hasBiases") else [])]
    if layer["kind"] == "batchNormalization":
        return [(name, channels) for name in ("offset", "mean", "variance")]
    return []


def check_array(name, array, shape):
    stated, found = f"float32 {shape}", f"{array.dtype} {list(array.shape)}"
    if stated != found:
        raise Disagreement(f"configuration.json describes {name} as {stated}, but weights.npz has {found}")
    if not np.isfinite(array).all():
        found = array[~np.isfinite(array)][0]
        raise Disagreement(f"weights.npz has the number {found} in {name}, but weights must be finite")


def check_checksum(arrays, names, metadata):
    checksum = 0
    for name in names:
        checksum = zlib.crc32(np.ascontiguousarray(arrays[name]).tobytes(), checksum)
    stated, found = metadata.get("weights_crc32"), f"{checksum:08x}"
    if stated != found:
        raise Disagreement(f"weights.npz states weights_crc32 {stated}, but its weights have {found}")


def check_metadata(metadata, configuration):
    """Checks that configuration.json and weights.npz state the same."""
    for name in sorted((configuration.keys() - CONFIGURATION_ONLY) | (metadata.keys() - METADATA - ACCURACIES)):
        here, there = configuration.get(name), metadata.get(name)
        if not is_same(here, there):
            raise Disagreement(f"configuration.json states {name} {here!r}, but the comment of weights.npz states {there!r}")


def is_same(value, text):
    """Whether a text in the metadata is that value of the configuration."""
    if isinstance(value, (int, float)):
        return text is not None and number(text) == value
    return value is not None and value == text


# Metrics ----------------------------------------------------------------------------------------------------------------------


def check_metrics(metadata, configuration):
    """Checks every number of the table, the order of its steps, and what it has in common with the other files."""
    last = configuration["step"]
    series = {name: {} for name in metrics_columns()}
    earlier = -1
    for row in table("metrics.csv", list(series)):
        step = finite(row, "step")
        if not earlier < step <= last or step != int(step):
            raise Disagreement(f"metrics.csv has step {step:g} after {earlier:g}, but steps must ascend to {last}")
        for name in row.keys() - {"changes"}:
            if row[name] != "":
                series[name][step] = finite(row, name)
        check_row(row)
        earlier = step
    stated = {**metadata, "test_accuracy": configuration["test_accuracy"]}
    for kind in ("test", "validation"):
        # Where it was measured after the last step.
        compare_accuracy(kind, f"at step {last}", series.get(f"accuracy/{kind}", {}).get(last), stated)
    batches = [None, *series.get("accuracy/train", {}).values()]
    compare_accuracy("train", "in its last row", batches[-1], stated)


def metrics_columns():
    metadata = json_object("metrics.csv-metadata.json", text("metrics.csv-metadata.json"))
    try:
        columns = [str(column["titles"]) for column in metadata["tableSchema"]["columns"]]
    except (KeyError, TypeError):
        columns = []
    if "step" not in columns:
        raise Disagreement("metrics.csv-metadata.json must describe the columns of metrics.csv, but describes no column step")
    return columns


def check_row(row):
    """A loss is the sum of its parts, and an accuracy is a share."""
    total, *parts = (row.get(f"loss/{name}", "") for name in ("total", "cross_entropy", "l2_penalty"))
    if total and not math.isclose(number(total), sum(map(number, parts)), rel_tol=1e-6):
        found = " and ".join(parts)
        raise Disagreement(f"metrics.csv states loss/total {total} at step {row['step']}, but its parts are {found}")
    for name, cell in row.items():
        if name.startswith("accuracy/") and cell and not 0 <= number(cell) <= 1:
            raise Disagreement(f"metrics.csv states {name} {cell} at step {row['step']}, but an accuracy is from 0 to 1")


def compare_accuracy(kind, place, found, statements):
    stated = statements.get(f"{kind}_accuracy")
    if (stated is None) != (found is None) or (stated is not None and number(stated) != found):
        raise Disagreement(f"metrics.csv has accuracy/{kind} {found} {place}, but {kind}_accuracy is stated as {stated}")


def finite(row, column):
    value = number(row[column])
    if not math.isfinite(value):
        raise Disagreement(f"metrics.csv must have numbers in column {column}, but has {row[column]!r}")
    return value


def check_readme(configuration):
    accuracy = configuration["test_accuracy"]
    start = (
        f"After {configuration['step']} training steps, this network classifies {round(accuracy * 10000)} of CIFAR-10's 10,000 "
        f"test images correctly: its test accuracy is {accuracy:.4f}."
    )
    found = text("README.txt")[: len(start)]
    if found != start:
        raise Disagreement(f"README.txt must begin with {start!r}, as configuration.json has it, but begins with {found!r}")


# Reading ----------------------------------------------------------------------------------------------------------------------


def text(name):
    try:
        return check_files.read_bytes(name).decode()
    except UnicodeDecodeError as error:
        raise Disagreement(f"{name} is not a text in UTF-8 ({error})") from None


def json_object(name, content):
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Disagreement(f"{name} is not JSON ({error})") from None
    if not isinstance(value, dict):
        raise Disagreement(f"{name} must be a JSON object, but is {content[:40]!r}")
    return value


def table(name, columns):
    """The rows of a CSV file, as texts by column."""
    try:
        header, *rows = csv.reader(io.StringIO(text(name)), strict=True)
    except (csv.Error, ValueError) as error:
        raise Disagreement(f"{name} is not a table ({error})") from None
    if header != columns:
        raise Disagreement(f"{name} must have the columns {','.join(columns)}, but has {','.join(header)}")
    for index, row in enumerate(rows, 1):
        if len(row) != len(columns):
            raise Disagreement(f"{name} has {len(columns)} columns, but row {index} has {len(row)} cells")
    return [dict(zip(columns, row)) for row in rows]


def number(cell):
    """The number that a text states; NaN where it states none."""
    try:
        # Python also reads 1_000.
        return math.nan if "_" in str(cell) else float(cell)
    except (ValueError, TypeError):
        return math.nan
