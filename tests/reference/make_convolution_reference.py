#!/usr/bin/env python3
"""What the layers of convolutional networks, and twenty steps of both networks, must reproduce: PyTorch in float64.

Needs torch, numpy and the six official CIFAR-10 binary files.
Usage: make_convolution_reference.py BIN_DIR > convolution.json

Inputs, weights and the derivatives that arrive from above come from the closed formula of make_reference.py, so that the numbers
alone are stored. Arrays are written as the page has them: images [height, width, channels], filters [height, width, channels,
filters].
"""
import json
import math
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from make_reference import fill, read
from make_training_reference import Stream

torch.set_default_dtype(torch.float64)
BATCH_OF_LAYERS = 3
BATCH, STEPS, SEED = 32, 20, 7
EPSILON, MOMENTUM = 1e-5, 0.4


def images(shape, first):
    """[batch, height, width, channels] by the formula, as PyTorch has them."""
    return torch.from_numpy(fill(shape, 0.5, first)).permute(0, 3, 1, 2).contiguous()


def filters(shape, stddev, first):
    return torch.from_numpy(fill(shape, stddev, first)).permute(3, 2, 0, 1).contiguous()


def listed(tensor):
    """In the page's order."""
    order = {4: (0, 2, 3, 1), 2: (0, 1), 1: (0,)}[tensor.ndim]
    return tensor.detach().permute(*order).reshape(-1).tolist()


def listed_filters(tensor):
    return tensor.detach().permute(2, 3, 1, 0).reshape(-1).tolist()


# Layers by themselves


def padded(x, size, stride):
    """TensorFlow's `same`: as many outputs as inputs per stride, the odd zero after the image."""
    total = max((math.ceil(x.shape[2] / stride) - 1) * stride + size - x.shape[2], 0)
    before, after = total // 2, total - total // 2
    return F.pad(x, (before, after, before, after))


def convolution(side, channels, count, size, stride, padding, pool=False, relu=False):
    x = images((BATCH_OF_LAYERS, side, side, channels), 1).requires_grad_()
    w = filters((size, size, channels, count), 0.5, 100_000).requires_grad_()
    b = torch.from_numpy(fill((count,), 0.5, 200_000)).requires_grad_()
    y = F.conv2d(padded(x, size, stride) if padding == "same" else x, w, b, stride)
    y = F.max_pool2d(y, 2) if pool else y
    y = F.relu(y) if relu else y
    return outcome(y, {"inputs": (x, listed), "filters": (w, listed_filters), "biases": (b, listed)})


def normalization(side, channels, activation):
    x = images((BATCH_OF_LAYERS, side, side, channels), 1).requires_grad_()
    norm = nn.BatchNorm2d(channels, EPSILON, MOMENTUM)
    norm.bias.data = torch.from_numpy(fill((channels,), 0.5, 200_000))
    y = activation(norm(x))
    result = outcome(y, {"inputs": (x, listed), "offset": (norm.bias, listed)})
    norm.eval()
    return {
        **result,
        "mean": norm.running_mean.tolist(),
        "variance": norm.running_var.tolist(),
        "evaluated": listed(activation(norm(x))),
    }


def function(side, channels, f):
    x = images((BATCH_OF_LAYERS, side, side, channels), 1).requires_grad_()
    return outcome(f(x), {"inputs": (x, listed)})


def outcome(y, arrays):
    """The outputs, and the derivatives of their sum weighted by the formula."""
    shape = (y.shape[0], *y.shape[2:], y.shape[1]) if y.ndim == 4 else tuple(y.shape)
    above = torch.from_numpy(fill(shape, 0.5, 300_000))
    (y * (above.permute(0, 3, 1, 2) if y.ndim == 4 else above)).sum().backward()
    return {"outputs": listed(y), **{f"by_{name}": order(tensor.grad) for name, (tensor, order) in arrays.items()}}


def same(x):
    return x


LAYERS = {
    "convolution 3 x 3": lambda: convolution(5, 3, 4, 3, 1, "same"),
    "convolution 5 x 5": lambda: convolution(6, 2, 3, 5, 1, "same"),
    "convolution 2 x 2, valid": lambda: convolution(5, 3, 4, 2, 1, "valid"),
    "convolution 4 x 4, stride 2": lambda: convolution(6, 3, 4, 4, 2, "same"),
    "convolution 3 x 3, stride 2": lambda: convolution(6, 3, 5, 3, 2, "same"),
    "convolution with max pooling and ReLU": lambda: convolution(7, 4, 9, 3, 1, "same", True, True),
    "batch normalization": lambda: normalization(4, 3, same),
    "batch normalization and ReLU": lambda: normalization(4, 3, F.relu),
    "batch normalization and GELU": lambda: normalization(3, 5, F.gelu),
    "GELU": lambda: function(4, 3, F.gelu),
    "max pooling": lambda: function(5, 3, lambda x: F.max_pool2d(x, 2)),
    "average pooling": lambda: function(5, 3, lambda x: F.avg_pool2d(x, 2)),
    "global max pooling": lambda: function(4, 3, lambda x: x.amax((2, 3))),
    "global average pooling": lambda: function(4, 3, lambda x: x.mean((2, 3))),
}


# Training


class Scaled(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return x * self.factor


class FlattenLast(nn.Module):
    """Channels last, as in the page."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


class Filler:
    """Gives each array of weights the next million of the formula's numbers."""

    def __init__(self):
        self.first = 1

    def __call__(self, shape, stddev):
        values, self.first = fill(shape, stddev, self.first), (self.first // 1_000_000 + 1) * 1_000_000
        return torch.from_numpy(values)


def dense(fill_next, inputs, outputs, stddev):
    module = nn.Linear(inputs, outputs)
    module.weight.data = fill_next((inputs, outputs), stddev).T.contiguous()
    module.bias.data.zero_()
    return module


def conv(fill_next, inputs, outputs, stddev, bias):
    module = nn.Conv2d(inputs, outputs, 3, padding=1, bias=bias)
    module.weight.data = fill_next((3, 3, inputs, outputs), stddev).permute(3, 2, 0, 1).contiguous()
    if bias:
        module.bias.data.zero_()
    return module


def tutorial():
    fill_next, sizes = Filler(), [3, 4, 6, 8]
    modules = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        modules += [conv(fill_next, inputs, outputs, math.sqrt(2 / (9 * inputs)), True), nn.ReLU(), nn.MaxPool2d(2)]
    modules += [FlattenLast(), dense(fill_next, 128, 12, math.sqrt(2 / 128)), nn.ReLU(), dense(fill_next, 12, 10, 1 / math.sqrt(12))]
    return nn.Sequential(*modules)


def whitening(x, size, stride, count):
    """From the patches of the first 2,000 images [n, 3, 32, 32]: components with their greatest entry positive, and negatives."""
    patches = x[:2000].unfold(2, size, stride).unfold(3, size, stride).permute(0, 2, 3, 4, 5, 1).reshape(-1, 3 * size * size)
    variances, vectors = torch.linalg.eigh(patches.T @ patches / len(patches))
    rows = (vectors / torch.sqrt(variances + 5e-4)).T.flip(0)[: count // 2]
    signs = torch.sign(rows.gather(1, rows.abs().argmax(1, keepdim=True)))
    weights = torch.cat([rows * signs, -rows * signs]).reshape(count, size, size, 3).permute(0, 3, 1, 2)
    module = nn.Conv2d(3, count, size, stride, 1 if stride == 2 else 0, bias=False)
    module.weight.data = weights.contiguous()
    module.weight.requires_grad_(False)
    return module


def record(x, patch, activation, width, depth):
    size, stride, channels, side = (4, 2, 32, 16) if patch == 4 else (2, 1, 24, 31)
    fill_next, modules = Filler(), [whitening(x, size, stride, channels), activation()]
    for block in range(3):
        for place in range(depth):
            outputs = width * 2**block
            modules.append(conv(fill_next, channels, outputs, 1 / math.sqrt(27 * channels), False))
            if place == 0 and side > 4:
                modules.append(nn.MaxPool2d(2))
                side //= 2
            norm = nn.BatchNorm2d(outputs, EPSILON, MOMENTUM)
            norm.weight.requires_grad_(False)
            modules += [norm, activation()]
            channels = outputs
    inputs = side * side * channels
    return nn.Sequential(*modules, FlattenLast(), dense(fill_next, inputs, 10, 1 / math.sqrt(3 * inputs)), Scaled(1 / 8))


BASE = {"batchSize": BATCH, "maxSteps": STEPS, "seed": SEED, "optimizer": "nesterov"}
CASES = [
    {**BASE, "name": "the convolutional network", "network": "convolutional", "filters": 4, "filters2": 6, "filters3": 8,
     "denseUnits": 12, "learningRate": 0.001, "momentum": 0.9},
    {**BASE, "name": "the record network", "network": "convolutional-record", "width": 4, "depth": 2, "patchSize": "4",
     "activation": "relu", "learningRate": 0.05, "momentum": 0.85, "regConstant": 0.0017, "biasRateFactor": 8,
     "labelSmoothing": 0.2, "schedule": "triangle", "flip": "alternating"},
    {**BASE, "name": "the record network at full resolution with GELU", "network": "convolutional-record", "width": 4, "depth": 1,
     "patchSize": "2", "activation": "gelu", "learningRate": 0.05, "momentum": 0.85, "regConstant": 0.0017, "biasRateFactor": 8,
     "labelSmoothing": 0.2, "schedule": "triangle"},
]


def rate_at(case, step):
    share = step / STEPS
    if case.get("schedule") != "triangle":
        return case["learningRate"]
    return case["learningRate"] * (0.2 + 0.8 * share / 0.23 if share < 0.23 else 1 - 0.93 * (share - 0.23) / 0.77)


def mirrored(x, case, first):
    """In the first epoch, the images that a stream of their own chooses."""
    if case.get("flip") != "alternating":
        return x
    flips = torch.tensor([Stream(SEED, "mirror", first + row).below(2) == 1 for row in range(len(x))])
    return torch.where(flips[:, None, None, None], x.flip(3), x)


def train(case, x, raw, scale, labels):
    activation = nn.GELU if case.get("activation") == "gelu" else nn.ReLU
    model = tutorial() if case["network"] == "convolutional" else record(x, int(case["patchSize"]), activation, case["width"], case["depth"])
    biases = [p for p in model.parameters() if p.ndim == 1 and p.requires_grad]
    weights = [p for p in model.parameters() if p.ndim > 1 and p.requires_grad]
    velocities = [torch.zeros_like(p) for p in weights + biases]
    smoothing, reg, losses = case.get("labelSmoothing", 0), case.get("regConstant", 0), []
    for step in range(STEPS):
        rows = slice(step * BATCH, (step + 1) * BATCH)
        loss = F.cross_entropy(model(scale(mirrored(raw[rows], case, step * BATCH))), labels[rows], label_smoothing=smoothing)
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        rate = rate_at(case, step)
        with torch.no_grad():
            for p, v in zip(weights + biases, velocities):
                g = p.grad + (reg * p if p.ndim > 1 else 0)
                v.mul_(case["momentum"]).add_(g)
                p.sub_((rate if p.ndim > 1 else rate * case.get("biasRateFactor", 1)) * (g + case["momentum"] * v))
    model.eval()
    with torch.no_grad():
        logits = model(scale(raw[:BATCH]))
    norms = [m for m in model if isinstance(m, nn.BatchNorm2d)]
    return {
        **case,
        "crossEntropy": losses,
        "afterTraining": {
            "evaluatedLogits": logits.reshape(-1).tolist(),
            "weightNorms": [p.norm().item() for p in weights],
            "biases": [listed(p) for p in biases],
            "means": [m.running_mean.tolist() for m in norms],
            "variances": [m.running_var.tolist() for m in norms],
        },
    }


def rounded(value):
    """To ten decimals, a thousandth of what the tests look at."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return round(value, 10) if isinstance(value, float) else value


def main(bin_dir):
    batches = [read(f"{bin_dir}/data_batch_{i}.bin") for i in range(1, 6)]
    pictures = np.concatenate([x for x, _ in batches])
    mean = pictures.mean(axis=0, dtype=np.float64)
    deviation = np.sqrt((pictures.astype(np.float64) ** 2).mean(axis=0) - mean**2)
    mean, deviation = (torch.from_numpy(array).reshape(3, 32, 32) for array in (mean, deviation))
    raw = torch.from_numpy(pictures[:2000]).reshape(-1, 3, 32, 32).double()
    labels = torch.from_numpy(batches[0][1][:2000])

    def scale(bytes_):
        return (bytes_ - mean) / deviation

    result = {
        "batchOfLayers": BATCH_OF_LAYERS,
        "layers": {name: layer() for name, layer in LAYERS.items()},
        "steps": STEPS,
        "cases": [train(case, scale(raw), raw, scale, labels) for case in CASES],
    }
    json.dump(rounded(result), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
