"""Recomputes the test accuracy of these weights from the official images, with PyTorch.

    python3 recompute_pytorch.py [cifar-10-binary.tar.gz]

This program computes in double precision, the page in single precision. If the probabilities of the two best classes of an image
differ by only a few millionths, the prediction may differ; such images are listed.
"""

import sys

import numpy as np
import torch
from torch import nn

import cifar10_data
import page_results
from cifar10_data import CONFIGURATION

torch.set_default_dtype(torch.float64)
weights = np.load(cifar10_data.HERE / "weights.npz")


def tensor(name):
    return torch.from_numpy(weights[name]).double()


def inputs(pictures):
    """The network's inputs for images [n, 3072]."""
    x = pictures - tensor("pixel_mean")
    if "pixel_scale" in weights:
        x *= tensor("pixel_scale")
    if "whitening" in weights:
        step = tensor("whitening_step")
        x = step * (x @ tensor("whitening") / step + 0.5).floor().clip(-127, 127)
    return x


def linear(layer):
    matrix = tensor(f"{layer['name']}/weights")
    module = nn.Linear(*matrix.shape)
    # The page keeps matrices as [inputs, outputs], PyTorch as [outputs, inputs].
    module.load_state_dict({"weight": matrix.T, "bias": tensor(f"{layer['name']}/biases")})
    return module


MODULES = {"dense": linear, "relu": lambda layer: nn.ReLU(), "dropout": lambda layer: nn.Dropout(layer["rate"])}


def network():
    return nn.Sequential(*(MODULES[layer["kind"]](layer) for layer in CONFIGURATION["layers"])).eval()


pictures, labels = cifar10_data.load(["test_batch"], *sys.argv[1:2])
model = network()
with torch.no_grad():
    parts = [model(inputs(part)).softmax(dim=1) for part in torch.from_numpy(pictures).split(1000)]
page_results.compare(labels, torch.cat(parts).numpy())
