"""The network in PyTorch, with the weights of weights.npz."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from cifar10_data import CONFIGURATION, HERE

LAYERS = CONFIGURATION["layers"]
WEIGHTS = np.load(HERE / "weights.npz")

# The page's arrays: their names in PyTorch's modules, and their axes in PyTorch's order.
# The page keeps matrices as [inputs, outputs], and filters as [height, width, channels, filters].
TENSORS = {
    "weights": ("weight", (1, 0)),
    "filters": ("weight", (3, 2, 0, 1)),
    "biases": ("bias", (0,)),
    "offset": ("bias", (0,)),
    "mean": ("running_mean", (0,)),
    "variance": ("running_var", (0,)),
}


class Dense(nn.Linear):
    def __init__(self, layer):
        super().__init__(*layer["input"], *layer["output"])
        self.scale = layer["outputScale"]

    def forward(self, x):
        return super().forward(x) * self.scale


class Convolution(nn.Conv2d):
    """Pads with zeros as TensorFlow does: where they do not divide evenly, there is one more at the right and at the bottom."""

    def __init__(self, layer):
        (height, width, channels), (rows, columns, filters) = layer["input"], layer["output"]
        size, stride = layer["size"], layer["stride"]
        super().__init__(channels, filters, size, stride, bias=layer.get("hasBiases", False))
        missing = [max(0, (count - 1) * stride + size - side) for count, side in [(columns, width), (rows, height)]]
        self.zeros = [zeros for total in missing for zeros in (total // 2, total - total // 2)]

    def forward(self, x):
        return super().forward(functional.pad(x, self.zeros))


class Flatten(nn.Module):
    """In the page's order: channels last.

    Values are selected, because GELU's gradient is wrong in PyTorch 1.13 where axes are permuted behind it.
    """

    def __init__(self, layer):
        super().__init__()
        height, width, channels = layer["input"]
        places = torch.arange(channels * height * width).view(channels, height, width)
        self.register_buffer("places", places.permute(1, 2, 0).flatten())

    def forward(self, x):
        return x.flatten(1).index_select(1, self.places)


def image(layer):
    height, width, channels = layer["output"]
    return nn.Unflatten(1, (channels, height, width))


def whitening(layer):
    return Convolution(layer).requires_grad_(False)


def batch_normalization(layer):
    module = nn.BatchNorm2d(layer["output"][2], layer["epsilon"], layer["momentum"])
    # The page has no factors.
    module.weight.requires_grad_(False)
    return module


MODULES = {
    "dense": Dense,
    "relu": lambda layer: nn.ReLU(),
    "gelu": lambda layer: nn.GELU(),
    "dropout": lambda layer: nn.Dropout(layer["rate"]),
    "image": image,
    "convolution": Convolution,
    "whitening": whitening,
    "batchNormalization": batch_normalization,
    "maxPooling": lambda layer: nn.MaxPool2d(layer["size"]),
    "averagePooling": lambda layer: nn.AvgPool2d(layer["size"]),
    "globalMaxPooling": lambda layer: nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten()),
    "globalAveragePooling": lambda layer: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    "flatten": Flatten,
}


def network():
    """From inputs [n, 3072] to class scores [n, 10]."""
    model = nn.Sequential(*(MODULES[layer["kind"]](layer) for layer in LAYERS))
    with torch.no_grad():
        for name, tensor, axes in tensors(model):
            tensor.copy_(torch.from_numpy(WEIGHTS[name]).permute(axes))
    return model


def arrays(model):
    """The model's arrays under the page's names, in the page's layout."""
    return {
        name: np.ascontiguousarray(tensor.detach().cpu().permute(*np.argsort(axes)).numpy())
        for name, tensor, axes in tensors(model)
    }


def tensors(model):
    """The names of the page's arrays, the model's tensors, and the page's axes in their order."""
    for layer, module in zip(LAYERS, model):
        for kind, (name, axes) in TENSORS.items():
            if f"{layer['name']}/{kind}" in WEIGHTS:
                yield f"{layer['name']}/{kind}", getattr(module, name), axes
