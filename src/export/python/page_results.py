"""Compares recomputed predictions for the test images with those of the page."""

import sys
from pathlib import Path

import numpy as np

from cifar10_data import CONFIGURATION

COLUMNS = 13  # image, label, predicted, and ten probabilities


def compare(labels, probabilities):
    """Prints the recomputed accuracy and every prediction that differs; exits with 1 if the accuracies differ."""
    page = np.loadtxt(Path(__file__).resolve().parent / "predictions.csv", delimiter=",", skiprows=1)
    assert page.shape == (len(labels), COLUMNS) and (page[:, 1] == labels).all(), "predictions.csv is for other images"
    predicted = probabilities.argmax(axis=1)
    correct = int((predicted == labels).sum())
    print(f"Test accuracy {correct / len(labels):.4f}: {correct} of {len(labels)} images")
    print(f"Test accuracy on the page {CONFIGURATION['test_accuracy']:.4f}")

    others = np.flatnonzero(predicted != page[:, 2])
    print(f"Predictions that differ: {len(others)}")
    for image in others:
        first, second = np.sort(probabilities[image])[:-3:-1]
        classes = f"{predicted[image]}, the page {page[image, 2]:.0f}"
        print(f"  image {image}: {classes}; the two best probabilities differ by {first - second:.1e}")
    print(f"Probabilities differ by at most {np.abs(probabilities - page[:, 3:]).max():.1e}")
    if correct != round(CONFIGURATION["test_accuracy"] * len(labels)):
        sys.exit(1)
