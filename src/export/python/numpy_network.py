"""The network in NumPy, in double precision, with the weights of weights.npz."""

import functools
import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

import single_precision
from cifar10_data import CONFIGURATION, HERE

weights = np.load(HERE / "weights.npz")


@functools.cache
def array(name):
    return weights[name].astype(np.float64)


def logits(pictures):
    """Class scores [2, n, 10] of images [n, 3072]: exact ones, and such with the errors of single precision."""
    return np.mean([scores(x) for x in views(pictures)], axis=0).reshape(2, len(pictures), -1)


def views(pictures):
    """The inputs that the scores of each image are averaged over."""
    x = inputs(pictures)
    yield x
    if CONFIGURATION.get("views") == "mirrored":
        # Whitened inputs are mirrored themselves, as in the page.
        yield mirrored(x) if "whitening" in weights else inputs(mirrored(pictures))


def inputs(pictures):
    """The network's inputs [2n, 3072] for images [n, 3072]."""
    x = pictures - array("pixel_mean")
    if "pixel_scale" in weights:
        x *= array("pixel_scale")
    if "whitening" in weights:
        step = array("whitening_step")
        return step * single_precision.rounded_twice(x @ array("whitening") / step, 127)
    return single_precision.twice(x)


def mirrored(x):
    return x.reshape(-1, 3, 32, 32)[..., ::-1].reshape(len(x), -1)


def scores(x):
    """From inputs [2n, 3072] to class scores [2n, 10]."""
    for layer in CONFIGURATION["layers"]:
        x = LAYERS[layer["kind"]](x, layer)
    return x


def dense(x, layer):
    sums = x @ array(f"{layer['name']}/weights") + array(f"{layer['name']}/biases")
    single_precision.disturb(sums, x.shape[1])
    return sums * layer["outputScale"]


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
    filters = array(f"{layer['name']}/filters")
    if layer["padding"] == "same":
        x = np.pad(x, [(0, 0), *(zeros_around(layer, axis) for axis in (0, 1)), (0, 0)])
    windows = sliding_window_view(x, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    sums = np.tensordot(windows, filters, axes=[(4, 5, 3), (0, 1, 2)])
    if layer.get("hasBiases"):
        sums += array(f"{layer['name']}/biases")
    single_precision.disturb(sums, filters[..., 0].size, single_precision.CONVOLUTION)
    return sums


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
