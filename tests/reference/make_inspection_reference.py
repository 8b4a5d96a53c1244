#!/usr/bin/env python3
"""What the page shows of networks, picture by picture, from an independent float64 implementation.

Needs numpy.
Usage: make_inspection_reference.py > inspection.json
       make_inspection_reference.py --check inspection.json [FOLDER]

Computes the outputs of every layer, the pictures that excite a filter or unit most with their receptive fields, the nearest
pictures, gradient times input, and the class activation map. Nothing is taken from the page's code.

Weights are those of the small network, as exported (src/smallNetwork/weights.safetensors), and for the other networks drawn by
a closed formula. With FOLDER, the weights and the preparation of pictures are read from NumPy files, NAME.npz for each network, as
the page exports them. Pictures are made up by a formula of integers.

A picture is near another if the Euclidean distance between what goes into the last layer for each of them is small, neither
normalized nor centred. Where there is no hidden layer, that is the prepared pixels. What excites a filter is its sum with the bias,
before any activation, normalization or pooling.

Where only pooling by the mean or flattening lies between the last feature maps and the last layer, the class activation map is
that of Zhou et al. 2016, which adds up to the logit without its bias. Otherwise it is Grad-CAM (Selvaraju et al. 2017) of the last
feature maps that are not pooled.
"""
import json
import math
import sys
from pathlib import Path

import numpy as np

PICTURES, ASKED, LABEL = 12, (0, 1), 4
COMPARED = range(len(ASKED), PICTURES)
SIDE, COLOURS = 32, 3
NEAREST, EXCITING, SAMPLED = 5, 3, 24
SMALL_NETWORK = Path(__file__).parents[2] / "src/smallNetwork/weights.safetensors"


# Layers: dictionaries with their `forward` function, which returns the outputs and the function that turns derivatives by the
# outputs into those by the inputs. `field` says which inputs an output depends on. Images are [height, width, channels].


def image():
    def forward(x, layer, weights):
        outputs = x.reshape(COLOURS, SIDE, SIDE).transpose(1, 2, 0)
        return outputs, lambda by: by.transpose(2, 0, 1).reshape(-1)

    return {"forward": forward, "field": "same"}


def convolution(name, size, channels, filters, stride=1, padding="same", biases=True):
    arrays = {"filters": (size, size, channels, filters)} | ({"biases": (filters,)} if biases else {})
    windows = {"field": "window", "size": size, "stride": stride, "padding": padding}
    return {"name": name, "arrays": arrays, "forward": convolve, "combines": True} | windows


def convolve(x, layer, weights):
    filters, stride, size = weights[f"{layer['name']}/filters"], layer["stride"], layer["size"]
    margins = [zeros_around(layer, length) for length in x.shape[:2]]
    padded = np.pad(x, [*margins, (0, 0)])
    height, width = ((length - size) // stride + 1 for length in padded.shape[:2])

    def seen(image, row, column):
        """What every window has at this place."""
        return image[row :: stride, column :: stride][:height, :width]

    places = [(row, column) for row in range(size) for column in range(size)]
    outputs = sum(seen(padded, *place) @ filters[place] for place in places)
    if "biases" in layer["arrays"]:
        outputs = outputs + weights[f"{layer['name']}/biases"]

    def backward(by):
        by_padded = np.zeros_like(padded)
        for place in places:
            seen(by_padded, *place)[...] += by @ filters[place].T
        (above, _), (left, _) = margins
        return by_padded[above : above + x.shape[0], left : left + x.shape[1]]

    return outputs, backward


def zeros_around(layer, length):
    """As in TensorFlow: as many outputs as inputs per stride, and of an odd number of zeros one more behind."""
    if layer["padding"] == "valid":
        return 0, 0
    outputs = math.ceil(length / layer["stride"])
    zeros = max(0, (outputs - 1) * layer["stride"] + layer["size"] - length)
    return zeros // 2, zeros - zeros // 2


def dense(name, inputs, units, scale=1.0):
    def forward(x, layer, weights):
        matrix = weights[f"{name}/weights"]
        return (x @ matrix + weights[f"{name}/biases"]) * scale, lambda by: matrix @ by * scale

    arrays = {"weights": (inputs, units), "biases": (units,)}
    return {"name": name, "arrays": arrays, "scale": scale, "forward": forward, "field": "all", "combines": True}


def relu():
    return {"forward": lambda x, *_: (np.maximum(x, 0), lambda by: by * (x > 0)), "field": "same"}


def gelu():
    """x · Φ(x), with the distribution function of the normal distribution."""

    def forward(x, *_):
        share = (1 + np.vectorize(math.erf)(x / math.sqrt(2))) / 2
        density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
        return x * share, lambda by: by * (share + x * density)

    return {"forward": forward, "field": "same"}


def normalization(name, channels):
    def forward(x, layer, weights):
        offset, mean, variance = (weights[f"{name}/norm/{array}"] for array in layer["arrays"])
        deviation = np.sqrt(variance + 1e-5)
        return (x - mean) / deviation + offset, lambda by: by / deviation

    arrays = {array: (channels,) for array in ("offset", "mean", "variance")}
    return {"name": f"{name}/norm", "arrays": arrays, "forward": forward, "field": "same"}


def max_pooling():
    def forward(x, *_):
        height, width = x.shape[0] // 2, x.shape[1] // 2
        whole = x[: 2 * height, : 2 * width]
        windows = whole.reshape(height, 2, width, 2, -1).transpose(0, 2, 4, 1, 3).reshape(height, width, -1, 4)
        # The first of equal ones.
        largest = np.eye(4)[windows.argmax(axis=3)]

        def backward(by):
            by_windows = (largest * by[..., None]).reshape(height, width, -1, 2, 2).transpose(0, 3, 1, 4, 2)
            by_inputs = np.zeros_like(x)
            by_inputs[: 2 * height, : 2 * width] = by_windows.reshape(whole.shape)
            return by_inputs

        return windows.max(axis=3), backward

    return {"forward": forward, "field": "window", "size": 2, "stride": 2, "padding": "valid", "pools": True}


def mean_of_maps():
    def forward(x, *_):
        return x.mean(axis=(0, 1)), lambda by: np.broadcast_to(by / (x.shape[0] * x.shape[1]), x.shape)

    return {"forward": forward, "field": "all", "tail": True}


def flatten():
    return {"forward": lambda x, *_: (x.reshape(-1), lambda by: by.reshape(x.shape)), "field": "all", "tail": True}


# Networks


def small():
    sizes = [COLOURS, 16, 32, 32]
    blocks = [[convolution(f"conv{n}", 3, sizes[n - 1], sizes[n]), relu(), max_pooling()] for n in (1, 2, 3)]
    return [image(), *sum(blocks, []), flatten(), dense("dense", 512, 48), relu(), dense("output", 48, 10)]


def averaging():
    first, second = convolution("conv1", 3, COLOURS, 4, stride=2), convolution("conv2", 3, 4, 5, stride=2)
    return [image(), first, relu(), second, relu(), mean_of_maps(), dense("output", 5, 10, scale=0.5)]


def record(whitening, pooled_blocks, activation, last_side):
    layers, channels = [image(), whitening, activation()], whitening["arrays"]["filters"][-1]
    for block in range(3):
        filters = 3 * 2**block
        for place in range(2):
            name = f"conv{2 * block + place + 1}"
            layers.append(convolution(name, 3, channels, filters, biases=False))
            layers += [max_pooling()] if place == 0 and block < pooled_blocks else []
            layers += [normalization(name, filters), activation()]
            channels = filters
    return [*layers, flatten(), dense("output", channels * last_side**2, 10, scale=1 / 8)]


NETWORKS = {
    "small": small(),
    "softmax": [dense("output", 3072, 10)],
    "two-layer": [dense("hidden", 3072, 5), relu(), dense("output", 5, 10)],
    "averaging": averaging(),
    "record": record(convolution("whitening", 2, COLOURS, 24, padding="valid", biases=False), 3, relu, 3),
    "record with GELU": record(convolution("whitening", 4, COLOURS, 32, stride=2, biases=False), 2, gelu, 4),
}


# Weights and pictures


def weights_of(name, layers, folder):
    if folder:
        arrays = dict(np.load(folder / f"{name}.npz"))
    else:
        arrays = safetensors(SMALL_NETWORK) if name == "small" else drawn_arrays(layers)
    return {array: values.astype(np.float64) for array, values in arrays.items()}


def safetensors(path):
    data = path.read_bytes()
    begin = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:begin])
    return {
        name: np.frombuffer(data[begin:], "<f4", math.prod(of["shape"]), of["data_offsets"][0]).reshape(of["shape"])
        for name, of in header.items()
        if name != "__metadata__"
    }


def drawn_arrays(layers):
    """In [−1, 1), moments not below 0; and pictures that are centred and divided by 64."""
    arrays = {"pixel_mean": np.full(3072, 118.0), "pixel_scale": np.full(3072, 1 / 64)}
    shapes = [(f"{of['name']}/{array}", shape) for of in layers for array, shape in of.get("arrays", {}).items()]
    for seed, (name, shape) in enumerate(shapes, 1):
        values = drawn(math.prod(shape), seed).astype(np.float32).reshape(shape)
        arrays[name] = abs(values) if name.endswith(("mean", "variance")) else values
    return arrays


def drawn(count, seed):
    return fmix32(seed * 1_000_003 + np.arange(count)) / 2.0**31 - 1


def fmix32(values):
    """MurmurHash3's finaliser."""
    h = values.astype(np.uint32)
    h = (h ^ h >> 16) * np.uint32(0x85EBCA6B)
    h = (h ^ h >> 13) * np.uint32(0xC2B2AE35)
    return h ^ h >> 16


def picture(number):
    """Stripes, of another slope and width in each, with noise."""
    index = np.arange(3072)
    colour, row, column = index // 1024, index // 32 % 32, index % 32
    stripes = 5 * row * (number % 4) + 4 * column * (number * 3 % 5) + 50 * colour * (number % 3) + 16 * number
    return stripes % 192 + fmix32(3072 * number + index) % 64


# What is computed


class Pass:
    """One picture through a network."""

    def __init__(self, layers, weights, inputs):
        self.layers, self.inputs, self.outputs, self.backwards = layers, inputs, [], []
        for layer in layers:
            values, backward = layer["forward"](self.before(), layer, weights)
            self.outputs.append(values)
            self.backwards.append(backward)

    def before(self):
        return self.outputs[-1] if self.outputs else self.inputs

    def derivatives(self, label):
        """Of the logit: by the inputs, and by the outputs of each layer."""
        by = [np.eye(10)[label]]
        for backward in reversed(self.backwards):
            by.insert(0, backward(by[0]))
        return by[0], by[1:]


def saliency(passed, label, weights):
    by_inputs, by_outputs = passed.derivatives(label)
    check_derivatives(passed, by_inputs, label, weights)
    products = (passed.inputs * by_inputs).reshape(COLOURS, -1).sum(axis=0)
    return {
        "label": label,
        "products": digest(products),
        "classActivation": class_activation(passed, by_outputs, label, weights),
    }


def check_derivatives(passed, by_inputs, label, weights):
    """Against the central difference along a drawn direction."""
    direction, step = drawn(3072, 77), 1e-7

    def logit(inputs):
        return Pass(passed.layers, weights, inputs).outputs[-1][label]

    slope = (logit(passed.inputs + step * direction) - logit(passed.inputs - step * direction)) / (2 * step)
    assert math.isclose(slope, by_inputs @ direction, rel_tol=1e-4), (slope, by_inputs @ direction)


def class_activation(passed, by_outputs, label, weights):
    layers, outputs = passed.layers, passed.outputs
    images = [place for place, values in enumerate(outputs) if values.ndim == 3]
    if not images:
        return None
    if layers[images[-1] + 1].get("tail") and images[-1] + 3 == len(layers):
        method, values = "exact", shares_of_logit(outputs[images[-1]], passed, label, weights)
    else:
        method = "gradCam"
        place = [place for place in images if not layers[place].get("pools")][-1]
        weight_of_map = by_outputs[place].mean(axis=(0, 1))
        values = np.maximum(0, outputs[place] @ weight_of_map)
    return {"method": method, "width": values.shape[1], "values": digest(values)}


def shares_of_logit(maps, passed, label, weights):
    scale, of_class = passed.layers[-1]["scale"], weights["output/weights"][:, label]
    if len(of_class) == maps.shape[2]:
        values = scale * (maps @ of_class) / (maps.shape[0] * maps.shape[1])
    else:
        values = scale * (maps * of_class.reshape(maps.shape)).sum(axis=2)
    assert math.isclose(values.sum() + scale * weights["output/biases"][label], passed.outputs[-1][label])
    return values


def exciting(place, output, passes):
    """The largest sums over the pictures: [picture, sum, row, column] and the receptive field."""
    found = []
    for number in COMPARED:
        values = passes[number].outputs[place]
        of_output = np.atleast_2d(values[..., output])
        row, column = np.unravel_index(of_output.argmax(), of_output.shape)
        found.append((number, of_output.max(), int(row), int(column)))
    found.sort(key=lambda one: -one[1])
    layers = passes[0].layers[: place + 1]
    sides = [SIDE] + [values.shape[0] for values in passes[0].outputs[:place]]
    return [
        {"image": number, "value": rounded(value), "row": row, "column": column, "area": field(layers, sides, row, column)}
        for number, value, row, column in found[:EXCITING]
    ]


def field(layers, sides, row, column):
    """The rectangle [top, left, height, width] of the pixels that a place depends on, followed back pixel by pixel."""
    rows, columns = {row}, {column}
    for layer, side in zip(reversed(layers), reversed(sides)):
        if layer["field"] == "all":
            return [0, 0, SIDE, SIDE]
        if layer["field"] == "window":
            rows, columns = (seen_from(layer, side, places) for places in (rows, columns))
    return [min(rows), min(columns), len(rows), len(columns)]


def seen_from(layer, side, places):
    before, _ = zeros_around(layer, side)
    all_places = {place * layer["stride"] - before + step for place in places for step in range(layer["size"])}
    return all_places & set(range(side))


def nearest(passed, passes):
    def hidden(one):
        return one.outputs[-2] if len(one.outputs) > 1 else one.inputs

    distances = [(number, np.linalg.norm(hidden(passed) - hidden(passes[number]))) for number in COMPARED]
    distances.sort(key=lambda one: one[1])
    return [{"image": number, "distance": rounded(distance)} for number, distance in distances[:NEAREST]]


def digest(values):
    """
    Enough of an array to tell it from others: its largest magnitude, some of its values, evenly spread from the first to the last,
    and the sum of all, each times a drawn number, over the root of their number.
    """
    values = np.asarray(values, np.float64).reshape(-1)
    places = np.arange(SAMPLED) * (len(values) - 1) // (SAMPLED - 1) if len(values) > SAMPLED else slice(None)
    return {
        "count": len(values),
        "largest": rounded(abs(values).max()),
        "projection": rounded(values @ drawn(len(values), 1) / math.sqrt(len(values))),
        "values": [rounded(value) for value in values[places]],
    }


def rounded(value):
    return float(f"{value:.7g}")


def answers(name, layers, folder):
    weights = weights_of(name, layers, folder)

    def passed(number):
        return Pass(layers, weights, (picture(number) - weights["pixel_mean"]) * weights["pixel_scale"])

    passes = [passed(number) for number in range(PICTURES)]
    combining = [(place, layer) for place, layer in enumerate(layers) if layer.get("combines")]
    return {
        "pictures": [
            {
                "outputs": [digest(values) for values in one.outputs],
                "predicted": int(one.outputs[-1].argmax()),
                "saliency": [saliency(one, label, weights) for label in (LABEL, int(one.outputs[-1].argmax()))],
                "nearest": nearest(one, passes),
            }
            for one in (passes[number] for number in ASKED)
        ],
        "exciting": [
            {"layer": layer["name"], "output": output, "images": exciting(place, output, passes)}
            for place, layer in combining
            for output in (0, passes[0].outputs[place].shape[-1] - 1)
        ],
    }


def difference(found, expected, path=""):
    """Where they differ, by more than the last digits of the processor's own sums; None if nowhere."""
    if isinstance(found, float) and isinstance(expected, float):
        return None if math.isclose(found, expected, rel_tol=1e-5, abs_tol=1e-12) else f"{path}: {found}, not {expected}"
    if type(found) is not type(expected):
        return f"{path}: {found}, not {expected}"
    if not isinstance(found, (dict, list)):
        return None if found == expected else f"{path}: {found}, not {expected}"
    keys, others = (list(of) if isinstance(of, dict) else list(range(len(of))) for of in (found, expected))
    if keys != others:
        return f"{path}: {keys}, not {others}"
    return next((text for key in keys if (text := difference(found[key], expected[key], f"{path}/{key}"))), None)


def main(arguments):
    checked, folder = None, None
    if arguments:
        option, checked, *folders = arguments
        assert option == "--check", __doc__
        folder = Path(folders[0]) if folders else None
    found = {name: answers(name, layers, folder) for name, layers in NETWORKS.items()}
    if checked is None:
        print("{" + ",\n".join(f"{json.dumps(name)}: {json.dumps(of)}" for name, of in found.items()) + "}")
        return
    text = difference(found, json.loads(Path(checked).read_text()))
    if text:
        sys.exit(text)
    print(f"{checked} is what this computes")


main(sys.argv[1:])
