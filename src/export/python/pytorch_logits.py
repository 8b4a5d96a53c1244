"""The logits of images by the network in PyTorch, in double precision."""

import numpy as np
import torch

import pytorch_network
import single_precision
from pytorch_network import LAYERS, WEIGHTS

torch.set_default_dtype(torch.float64)
model = pytorch_network.network().eval()


def tensor(name):
    return torch.from_numpy(WEIGHTS[name]).double()


@torch.no_grad()
def logits(pictures):
    """Class scores [2, n, 10] of images [n, 3072]: exact ones, and such with the errors of single precision."""
    return torch.stack([scores(x) for x in views(torch.tensor(pictures))]).mean(dim=0).view(2, len(pictures), -1).numpy()


def views(pictures):
    """The inputs that the scores of each image are averaged over."""
    x = inputs(pictures)
    yield x
    if pytorch_network.CONFIGURATION.get("views") == "mirrored":
        # Whitened inputs are mirrored themselves, as in the page.
        yield mirrored(x) if "whitening" in WEIGHTS else inputs(mirrored(pictures))


def inputs(pictures):
    """The network's inputs [2n, 3072] for images [n, 3072]."""
    x = pictures - tensor("pixel_mean")
    if "pixel_scale" in WEIGHTS:
        x *= tensor("pixel_scale")
    if "whitening" in WEIGHTS:
        step = tensor("whitening_step")
        return step * torch.from_numpy(single_precision.rounded_twice((x @ tensor("whitening") / step).numpy(), 127))
    return torch.from_numpy(single_precision.twice(x.numpy()))


def mirrored(x):
    return x.view(-1, 3, 32, 32).flip(3).reshape(len(x), -1)


def scores(x):
    """From inputs [2n, 3072] to class scores [2n, 10]."""
    for layer, module in zip(LAYERS, model):
        x = module(x)
        # A tensor's NumPy array shares its memory.
        if layer["kind"] == "dense":
            single_precision.disturb(x.numpy(), np.prod(layer["input"]))
        elif layer["kind"] in ("convolution", "whitening"):
            terms = layer["size"] ** 2 * layer["input"][2]
            single_precision.disturb(x.numpy(), terms, single_precision.CONVOLUTION)
    return x
