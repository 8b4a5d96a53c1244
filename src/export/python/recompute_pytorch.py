"""Recomputes the test accuracy of these weights from the official images, with PyTorch.

    python3 recompute_pytorch.py [cifar-10-binary.tar.gz]

This program computes in double precision, the page in single precision. If the probabilities of the two best classes of an image
differ by only a few millionths, the prediction may differ; such images are listed.
"""

import sys

import torch

import cifar10_data
import page_results
import pytorch_network

torch.set_default_dtype(torch.float64)


def tensor(name):
    return torch.from_numpy(pytorch_network.WEIGHTS[name]).double()


def inputs(pictures):
    """The network's inputs for images [n, 3072]."""
    x = pictures - tensor("pixel_mean")
    if "pixel_scale" in pytorch_network.WEIGHTS:
        x *= tensor("pixel_scale")
    if "whitening" in pytorch_network.WEIGHTS:
        step = tensor("whitening_step")
        x = step * (x @ tensor("whitening") / step + 0.5).floor().clip(-127, 127)
    return x


pictures, labels = cifar10_data.load(["test_batch"], *sys.argv[1:2])
model = pytorch_network.network().eval()
with torch.no_grad():
    parts = [model(inputs(part)).softmax(dim=1) for part in torch.from_numpy(pictures).split(200)]
page_results.compare(labels, torch.cat(parts).numpy())
