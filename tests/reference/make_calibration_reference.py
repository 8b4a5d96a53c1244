#!/usr/bin/env python3
"""Calibration, suspected labels and energies of 400 made-up predictions, from an independent float64 implementation.

Needs numpy.
Usage: make_calibration_reference.py > calibration.json
"""
import json
import sys

import numpy as np

IMAGES, CLASSES, BINS = 400, 10, 15


def main():
    random = np.random.default_rng(5)
    labels = random.integers(0, CLASSES, IMAGES)
    logits = random.normal(0, 1.5, (IMAGES, CLASSES))
    logits[np.arange(IMAGES), labels] += random.normal(2.5, 2, IMAGES)
    # Three decimals, so that the file is the same input for everyone.
    logits = logits.round(3)

    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    predicted = logits.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    right = predicted == labels

    json.dump(
        {
            "labels": labels.tolist(),
            "logits": logits.tolist(),
            "calibration": calibration(confidence, right),
            "classes": [
                [int(of.sum()), confidence[of].mean(), right[of].mean()]
                for of in (predicted == label for label in range(CLASSES))
            ],
            "suspected": suspected(labels, probabilities),
            "energies": np.log(exponentials.sum(axis=1)).tolist(),
        },
        sys.stdout,
    )


def calibration(confidence, right):
    """Guo et al. 2017: 15 bins of equal width, each without its lower end."""
    edges = np.linspace(0, 1, BINS + 1)
    bins, error = [], 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        members = (confidence > low) & (confidence <= high)
        if not members.any():
            continue
        mean, accuracy = confidence[members].mean(), right[members].mean()
        error += members.mean() * abs(accuracy - mean)
        bins.append({"from": low, "to": high, "images": int(members.sum()), "confidence": mean, "accuracy": accuracy})
    return {"bins": bins, "expectedError": error, "confidence": confidence.mean(), "accuracy": right.mean()}


def suspected(labels, probabilities):
    """Northcutt et al. 2021: indices of the off-diagonal of the confident joint, by normalized margin."""
    thresholds = np.array([probabilities[labels == label, label].mean() for label in range(CLASSES)])
    above = np.where(probabilities >= thresholds, probabilities, -1)
    likely = above.argmax(axis=1)
    rows = np.flatnonzero((above.max(axis=1) >= 0) & (likely != labels))
    margins = probabilities[rows, likely[rows]] - probabilities[rows, labels[rows]]
    return rows[np.argsort(-margins, kind="stable")].tolist()


main()
