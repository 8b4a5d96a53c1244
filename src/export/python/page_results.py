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


def verify(logits):
    """Checks predictions.csv. `logits` gives those of images [n, 3072], exact and with the errors of single precision: [2, n, 10]."""
    pictures, labels = cifar10_data.load(["test_batch"], *sys.argv[1:2])
    page = read_page(labels)
    parts = np.array_split(pictures, -(-len(pictures) // IMAGES_PER_PASS))
    compare(labels, page, np.concatenate([logits(part) for part in parts], axis=1))


def read_page(labels):
    """The rows of predictions.csv as numbers [images, 13], for these labels and of the stated accuracy."""
    columns = ["image", "label", "predicted", *CLASSES]
    rows = table("predictions.csv", columns)
    if len(rows) != len(labels):
        raise Disagreement(f"predictions.csv has {len(rows)} images, but there are {len(labels)}")
    page = np.array([[number(cell) for cell in row.values()] for row in rows])
    for image, column in np.argwhere(~np.isfinite(page)):
        raise Disagreement(f"predictions.csv states {rows[image][columns[column]]!r} as {columns[column]} in row {image + 1}, which is not a number")
    for image in np.flatnonzero(page[:, 0] != np.arange(len(labels))):
        raise Disagreement(f"predictions.csv states image {page[image, 0]:g} in row {image + 1}, which must be of image {image}")
    for image in np.flatnonzero(page[:, 1] != labels):
        raise Disagreement(f"predictions.csv states label {page[image, 1]:g} for image {image}, but the official label is {labels[image]}")
    for image in np.flatnonzero(~np.isin(page[:, 2], range(len(CLASSES)))):
        raise Disagreement(f"predictions.csv states class {page[image, 2]:g} for image {image}, but classes are 0 to 9")
    correct, accuracy = int((page[:, 2] == labels).sum()), CONFIGURATION["test_accuracy"]
    if correct / len(labels) != accuracy:
        raise Disagreement(
            f"configuration.json states test_accuracy {accuracy}, but predictions.csv has {correct} correct classes of {len(labels)}"
        )
    return page


def compare(labels, page, halves):
    """Prints the recomputed accuracy, and how far the page's results are from the recomputed ones."""
    logits, errors = halves[0], single_precision.largest_errors(halves)
    if not np.isfinite(halves).all():
        raise Disagreement("weights.npz gives logits that are not finite")
    predicted = logits.argmax(axis=1)
    stated = page[:, 2].astype(int)
    ties = np.flatnonzero(predicted != stated)
    gaps = logits.max(axis=1) - logits[np.arange(len(logits)), stated]
    for image in ties[gaps[ties] > 2 * errors[ties]]:
        raise Disagreement(
            f"predictions.csv states class {stated[image]} for image {image}, but recomputation finds {predicted[image]}: "
            f"its logit is higher by {gaps[image]:.1e}, and single precision explains {2 * errors[image]:.1e}"
        )
    probabilities = single_precision.softmax(logits)
    bounds = single_precision.probability_bounds(logits, errors)
    differences = np.abs(probabilities - page[:, 3:])
    for image, column in np.argwhere(differences > bounds):
        raise Disagreement(
            f"predictions.csv states probability {page[image, 3 + column]:.9g} of {CLASSES[column]} for image {image}, but recomputation "
            f"finds {probabilities[image, column]:.9g}: they differ by {differences[image, column]:.1e}, and single precision "
            f"explains {bounds[image, column]:.1e}"
        )

    correct = int((predicted == labels).sum())
    print(f"Test accuracy {correct / len(labels):.4f}: {correct} of {len(labels)} images")
    print(f"Test accuracy on the page {CONFIGURATION['test_accuracy']:.4f}")
    print(f"Predictions that differ: {len(ties)}")
    for image in ties:
        print(f"  image {image}: {predicted[image]}, the page {stated[image]}, a tie: the logits differ by {gaps[image]:.1e}")
    print(f"Probabilities differ by at most {differences.max():.1e}; single precision explains up to {bounds.max():.1e}")
