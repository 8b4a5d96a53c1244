"""Compares recomputed predictions for the test images with those of the page."""

import sys

import numpy as np

import cifar10_data
import single_precision
from cifar10_data import CONFIGURATION
from check_files import Disagreement
from check_statements import number, table

CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
# A pass needs the windows of its images, which for all together take gigabytes.
IMAGES_PER_PASS = 100
# Where rounding errors decide about more than this, anything could be stated: weights could be made for that.
MAX_LOGIT_ERROR = 0.25
MAX_TIES = 1 / 1000


def verify(logits):
    """Checks predictions.csv. `logits` computes those of images [n, 3072], exact and with the errors of single precision [2, n, 10]."""
    page = read_page()
    pictures, labels = cifar10_data.load(["test_batch"], *sys.argv[1:2])
    check_labels(page, labels)
    parts = np.array_split(pictures, -(-len(pictures) // IMAGES_PER_PASS))
    compare(page, np.concatenate([logits(part) for part in parts], axis=1))


def read_page():
    """The rows of predictions.csv as numbers [images, 13], which give the stated accuracy."""
    columns = ["image", "label", "predicted", *CLASSES]
    rows = table("predictions.csv", columns)
    page = np.array([[number(cell) for cell in row.values()] for row in rows]).reshape(-1, len(columns))
    for image, column in np.argwhere(~np.isfinite(page)):
        cell = rows[image][columns[column]]
        raise Disagreement(f"predictions.csv must have numbers, but has {cell!r} as {columns[column]} in row {image + 1}")
    for image in np.flatnonzero(page[:, 0] != np.arange(len(page))):
        raise Disagreement(f"predictions.csv states image {page[image, 0]:g} in row {image + 1}, which must be of image {image}")
    for image, column in np.argwhere(~np.isin(page[:, 1:3], range(len(CLASSES)))):
        raise Disagreement(f"predictions.csv states class {page[image, 1 + column]:g} for image {image}, but classes are 0 to 9")
    count, correct, accuracy = len(page), int((page[:, 1] == page[:, 2]).sum()), CONFIGURATION["test_accuracy"]
    if count == 0 or correct / count != accuracy:
        found = f"predictions.csv has {correct} correct classes of {count}"
        raise Disagreement(f"configuration.json states test_accuracy {accuracy}, but {found}")
    return page


def check_labels(page, labels):
    if len(page) != len(labels):
        raise Disagreement(f"predictions.csv has {len(page)} images, but there are {len(labels)}")
    for image in np.flatnonzero(page[:, 1] != labels):
        stated, found = page[image, 1], labels[image]
        raise Disagreement(f"predictions.csv states label {stated:g} for image {image}, but the official label is {found}")


def compare(page, halves):
    """Prints the recomputed accuracy, and how far the page's results are from the recomputed ones."""
    if not np.isfinite(halves).all():
        raise Disagreement("weights.npz gives logits that are not finite")
    labels, stated = page[:, 1:3].astype(int).T
    logits, errors = halves[0], single_precision.largest_errors(halves)
    if errors.max() > MAX_LOGIT_ERROR:
        raise Disagreement(
            f"weights.npz gives logits that single precision may change by {errors.max():.1e}, but more than {MAX_LOGIT_ERROR} "
            "proves nothing"
        )
    predicted = logits.argmax(axis=1)
    differing = np.flatnonzero(predicted != stated)
    gaps = logits.max(axis=1) - logits[np.arange(len(logits)), stated]
    for image in differing[gaps[differing] > 2 * errors[differing]]:
        raise Disagreement(
            f"predictions.csv states class {stated[image]} for image {image}, but recomputation finds {predicted[image]}: "
            f"its logit is higher by {gaps[image]:.1e}, and single precision explains {2 * errors[image]:.1e}"
        )
    if len(differing) > MAX_TIES * len(labels):
        raise Disagreement(
            f"predictions.csv states {len(differing)} classes that differ from the recomputed ones. All may be ties, but more than "
            f"{MAX_TIES * len(labels):g} prove nothing"
        )
    probabilities = single_precision.softmax(logits)
    bounds = single_precision.probability_bounds(logits, errors)
    differences = np.abs(probabilities - page[:, 3:])
    for image, column in np.argwhere(~(differences <= bounds)):
        found, difference, bound = (values[image, column] for values in (probabilities, differences, bounds))
        raise Disagreement(
            f"predictions.csv states probability {page[image, 3 + column]:.9g} of {CLASSES[column]} for image {image}, "
            f"but recomputation finds {found:.9g}: they differ by {difference:.1e}, and single precision explains {bound:.1e}"
        )

    correct = int((predicted == labels).sum())
    print(f"Test accuracy {correct / len(labels):.4f}: {correct} of {len(labels)} images")
    print(f"Test accuracy on the page {CONFIGURATION['test_accuracy']:.4f}")
    print(f"Predictions that differ: {len(differing)}")
    for image in differing:
        print(f"  image {image}: {predicted[image]}, the page {stated[image]}, a tie: the logits differ by {gaps[image]:.1e}")
    print(f"Probabilities differ by at most {differences.max():.1e}; single precision explains up to {bounds.max():.1e}")
