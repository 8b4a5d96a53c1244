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


def views(pictures):
    """The inputs that the scores of each image are averaged over."""
    yield inputs(pictures)
    if pytorch_network.CONFIGURATION.get("views") == "mirrored":
        # Whitened inputs are mirrored themselves, as in the page.
        is_whitened = "whitening" in pytorch_network.WEIGHTS
        yield mirrored(inputs(pictures)) if is_whitened else inputs(mirrored(pictures))


def mirrored(x):
    return x.view(-1, 3, 32, 32).flip(3).reshape(len(x), -1)


def probabilities(pictures):
    return torch.stack([model(x) for x in views(pictures)]).mean(dim=0).softmax(dim=1)


pictures, labels = cifar10_data.load(["test_batch"], *sys.argv[1:2])
model = pytorch_network.network().eval()
with torch.no_grad():
    parts = [probabilities(part) for part in torch.from_numpy(pictures).split(200)]
page_results.compare(labels, torch.cat(parts).numpy())
