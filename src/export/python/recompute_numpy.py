"""Recomputes the test accuracy of these weights from the official images, with NumPy alone.

    python3 recompute_numpy.py [cifar-10-binary.tar.gz]

This program computes in double precision, the page in single precision. If the probabilities of the two best classes of an image
differ by only a few millionths, the prediction may differ; such images are listed.
"""

import sys

import numpy as np

import cifar10_data
import page_results
from cifar10_data import CONFIGURATION

weights = np.load(cifar10_data.HERE / "weights.npz")


def array(name):
    return weights[name].astype(np.float64)


def inputs(pictures):
    """The network's inputs for images [n, 3072]."""
    x = pictures - array("pixel_mean")
    if "pixel_scale" in weights:
        x *= array("pixel_scale")
    if "whitening" in weights:
        step = array("whitening_step")
        x = step * np.clip(np.floor(x @ array("whitening") / step + 0.5), -127, 127)
    return x


def logits(x):
    """Class scores [n, 10]."""
    for layer in CONFIGURATION["layers"]:
        x = LAYERS[layer["kind"]](x, layer)
    return x


LAYERS = {
    "dense": lambda x, layer: x @ array(f"{layer['name']}/weights") + array(f"{layer['name']}/biases"),
    "relu": lambda x, layer: np.maximum(x, 0),
    # Dropout is used only in training.
    "dropout": lambda x, layer: x,
}


def softmax(scores):
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


pictures, labels = cifar10_data.load(["test_batch"], *sys.argv[1:2])
# In parts, because all inputs together take 250 MB.
parts = [softmax(logits(inputs(part))) for part in np.split(pictures, 10)]
page_results.compare(labels, np.concatenate(parts))
