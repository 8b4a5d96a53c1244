"""The network in PyTorch, in double precision, with the weights of weights.npz."""

import functools

import numpy as np
import torch
from torch.nn import functional

import single_precision
from cifar10_data import CONFIGURATION, HERE

weights = np.load(HERE / "weights.npz")


@functools.cache
def array(name):
    return torch.from_numpy(weights[name]).double()


@torch.no_grad()
def logits(pictures):
    """Class scores [2, n, 10] of images [n, 3072]: exact ones, and such with the errors of single precision."""
    means = torch.stack([scores(x) for x in views(torch.tensor(pictures))]).mean(dim=0)
    return means.view(2, len(pictures), -1).numpy()


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
        return step * torch.from_numpy(single_precision.rounded_twice((x @ array("whitening") / step).numpy(), 127))
    return torch.from_numpy(single_precision.twice(x.numpy()))


def mirrored(x):
    return x.view(-1, 3, 32, 32).flip(3).reshape(len(x), -1)


def scores(x):
    """From inputs [2n, 3072] to class scores [2n, 10]."""
    for layer in CONFIGURATION["layers"]:
        x = LAYERS[layer["kind"]](x, layer)
    return x


def dense(x, layer):
    # The page keeps matrices as [inputs, outputs].
    sums = functional.linear(x, array(f"{layer['name']}/weights").T, array(f"{layer['name']}/biases"))
    # A tensor's NumPy array shares its memory.
    single_precision.disturb(sums.numpy(), x.shape[1])
    return sums * layer["outputScale"]


def image(x, layer):
    """Three colour planes as images [n, channels, height, width]."""
    height, width, channels = layer["output"]
    return x.view(-1, channels, height, width)


def convolution(x, layer):
    # The page keeps filters as [height, width, channels, filters].
    filters = array(f"{layer['name']}/filters").permute(3, 2, 0, 1)
    biases = array(f"{layer['name']}/biases") if layer.get("hasBiases") else None
    if layer["padding"] == "same":
        x = functional.pad(x, [*zeros_around(layer, 1), *zeros_around(layer, 0)])
    sums = functional.conv2d(x, filters, biases, layer["stride"])
    single_precision.disturb(sums.numpy(), filters[0].numel(), single_precision.CONVOLUTION)
    return sums


def zeros_around(layer, axis):
    """As in TensorFlow: where they do not divide evenly, there is one more after the image."""
    zeros = max(0, (layer["output"][axis] - 1) * layer["stride"] + layer["size"] - layer["input"][axis])
    return zeros // 2, zeros - zeros // 2


def batch_normalization(x, layer):
    mean, variance, offset = (array(f"{layer['name']}/{name}") for name in ("mean", "variance", "offset"))
    return functional.batch_norm(x, mean, variance, bias=offset, eps=layer["epsilon"])


LAYERS = {
    "dense": dense,
    "relu": lambda x, layer: functional.relu(x),
    "gelu": lambda x, layer: functional.gelu(x),
    # Dropout is used only in training.
    "dropout": lambda x, layer: x,
    "image": image,
    "convolution": convolution,
    "whitening": convolution,
    "batchNormalization": batch_normalization,
    "maxPooling": lambda x, layer: functional.max_pool2d(x, layer["size"]),
    "averagePooling": lambda x, layer: functional.avg_pool2d(x, layer["size"]),
    "globalMaxPooling": lambda x, layer: x.amax(dim=(2, 3)),
    "globalAveragePooling": lambda x, layer: x.mean(dim=(2, 3)),
    # In the page's order: channels last.
    "flatten": lambda x, layer: x.permute(0, 2, 3, 1).flatten(1),
}
