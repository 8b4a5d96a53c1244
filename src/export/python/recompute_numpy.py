"""Recomputes the test accuracy of these weights from the official images, with NumPy alone.

    python3 recompute_numpy.py [cifar-10-binary.tar.gz]

This program computes in double precision, the page in single precision. If the probabilities of the two best classes of an image
differ by only a few millionths, the prediction may differ; such images are listed.
"""

import functools
import math
import sys

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

import cifar10_data
import page_results
from cifar10_data import CONFIGURATION

weights = np.load(cifar10_data.HERE / "weights.npz")


@functools.cache
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


def views(pictures):
    """The inputs that the scores of each image are averaged over."""
    yield inputs(pictures)
    if CONFIGURATION.get("views") == "mirrored":
        # Whitened inputs are mirrored themselves, as in the page.
        yield mirrored(inputs(pictures)) if "whitening" in weights else inputs(mirrored(pictures))


def mirrored(x):
    return x.reshape(-1, 3, 32, 32)[..., ::-1].reshape(len(x), -1)


def logits(x):
    """Class scores [n, 10]."""
    for layer in CONFIGURATION["layers"]:
        x = LAYERS[layer["kind"]](x, layer)
    return x


def dense(x, layer):
    return (x @ array(f"{layer['name']}/weights") + array(f"{layer['name']}/biases")) * layer["outputScale"]


def gelu(x, layer):
    """x times the distribution function of the normal distribution."""
    return x * (1 + erf(x / math.sqrt(2))) / 2


erf = np.vectorize(math.erf, otypes=[np.float64])


def image(x, layer):
    """Three colour planes as images [n, height, width, channels]."""
    height, width, channels = layer["output"]
    return x.reshape(-1, channels, height, width).transpose(0, 2, 3, 1)


def convolution(x, layer):
    size, stride = layer["size"], layer["stride"]
    if layer["padding"] == "same":
        x = np.pad(x, [(0, 0), *(zeros_around(layer, axis) for axis in (0, 1)), (0, 0)])
    windows = sliding_window_view(x, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    sums = np.tensordot(windows, array(f"{layer['name']}/filters"), axes=[(4, 5, 3), (0, 1, 2)])
    return sums + array(f"{layer['name']}/biases") if layer.get("hasBiases") else sums


def zeros_around(layer, axis):
    """As in TensorFlow: where they do not divide evenly, there is one more after the image."""
    zeros = max(0, (layer["output"][axis] - 1) * layer["stride"] + layer["size"] - layer["input"][axis])
    return zeros // 2, zeros - zeros // 2


def batch_normalization(x, layer):
    mean, variance, offset = (array(f"{layer['name']}/{name}") for name in ("mean", "variance", "offset"))
    return (x - mean) / np.sqrt(variance + layer["epsilon"]) + offset


def windows_side_by_side(x, layer):
    """[n, height, size, width, size, channels], without the rest of an odd image."""
    height, width, channels = layer["output"]
    size = layer["size"]
    return x[:, : height * size, : width * size].reshape(-1, height, size, width, size, channels)


LAYERS = {
    "dense": dense,
    "relu": lambda x, layer: np.maximum(x, 0),
    "gelu": gelu,
    # Dropout is used only in training.
    "dropout": lambda x, layer: x,
    "image": image,
    "convolution": convolution,
    "whitening": convolution,
    "batchNormalization": batch_normalization,
    "maxPooling": lambda x, layer: windows_side_by_side(x, layer).max(axis=(2, 4)),
    "averagePooling": lambda x, layer: windows_side_by_side(x, layer).mean(axis=(2, 4)),
    "globalMaxPooling": lambda x, layer: x.max(axis=(1, 2)),
    "globalAveragePooling": lambda x, layer: x.mean(axis=(1, 2)),
    "flatten": lambda x, layer: x.reshape(len(x), -1),
}


def softmax(scores):
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def probabilities(pictures):
    return softmax(np.mean([logits(x) for x in views(pictures)], axis=0))


pictures, labels = cifar10_data.load(["test_batch"], *sys.argv[1:2])
# In parts, because the windows of all images together take gigabytes.
parts = [probabilities(part) for part in np.array_split(pictures, max(1, len(pictures) // 100))]
page_results.compare(labels, np.concatenate(parts))
