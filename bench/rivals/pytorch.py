"""The same step in PyTorch, for npm run bench.

    python3 pytorch.py THREADS RECORDS '{"hiddenUnits": 120, "batchSize": 400, "learningRate": 0.001, "regConstant": 0.1}'

With "layers" the network has these instead: `LayerSpec` in src/network/specification.ts. RECORDS is a file of official CIFAR-10 records. Says "ready" with the version, or why it would be no measure; then answers each line "MS" with
"STEPS MS": as many steps as fit into that time, and "classify" with "IMAGES MS".
"""

import json
import os
import sys
import time

import torch

threads, records_file, work = int(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
torch.set_num_threads(threads)

with open(records_file, "rb") as file:
    records = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).reshape(-1, 3073)
labels, images = records[:, 0].long(), records[:, 1:].contiguous()
pixel_mean = images.double().mean(0).float()


class Offset(torch.nn.Module):
    """Batch normalization without a trained scale."""

    def __init__(self, channels, epsilon, momentum):
        super().__init__()
        self.normalized = torch.nn.BatchNorm2d(channels, eps=epsilon, momentum=momentum, affine=False)
        self.offset = torch.nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, images):
        return self.normalized(images) + self.offset


def convolution(layer):
    size, stride, same = layer["size"], layer["stride"], layer["padding"] == "same"
    padded = (layer["output"][0] - 1) * stride + size - layer["input"][0] if same else 0
    assert padded % 2 == 0, "the border is not the same on both sides"
    return torch.nn.Conv2d(
        layer["input"][-1], layer["output"][-1], size, stride, padded // 2, bias=layer.get("hasBiases", False)
    )


def module(layer):
    kind = layer["kind"]
    if kind == "image":
        return torch.nn.Unflatten(1, (3, 32, 32))
    if kind == "whitening":
        return convolution(layer).requires_grad_(False)
    if kind == "convolution":
        return convolution(layer)
    if kind == "batchNormalization":
        return Offset(layer["output"][-1], layer["epsilon"], layer["momentum"])
    if kind == "maxPooling":
        return torch.nn.MaxPool2d(layer["size"])
    if kind == "dense":
        return torch.nn.Linear(layer["input"][-1], layer["output"][-1])
    return {"relu": torch.nn.ReLU, "gelu": torch.nn.GELU, "flatten": torch.nn.Flatten}[kind]()


if "layers" in work:
    model = torch.nn.Sequential(*(module(layer) for layer in work["layers"]))
else:
    model = torch.nn.Sequential(
        torch.nn.Linear(3072, work["hiddenUnits"]), torch.nn.ReLU(), torch.nn.Linear(work["hiddenUnits"], 10)
    )
trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
weights = [parameter for parameter in trained if parameter.dim() in (2, 4)]
biases = [parameter for parameter in trained if parameter.dim() not in (2, 4)]
# Weight decay is the derivative of regConstant · Σ w²/2, on the weights alone.
optimizer = torch.optim.SGD(
    [{"params": weights, "weight_decay": work["regConstant"]}, {"params": biases}], lr=work["learningRate"]
)
order, position, step = torch.randperm(len(images)), 0, 0


def train():
    global position, step
    if position + work["batchSize"] > len(order):
        position = 0
    indices = order[position : position + work["batchSize"]]
    position += work["batchSize"]
    inputs = images[indices].float() - pixel_mean
    loss = torch.nn.functional.cross_entropy(model(inputs), labels[indices])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 10 == 0:
        loss.item()
    step += 1


def classify(count):
    model.eval()
    with torch.no_grad():
        for first in range(0, count, 500):
            inputs = images[first : min(first + 500, count)].float() - pixel_mean
            model(inputs).argmax(1)
    model.train()


def uses_reference_blas():
    """Debian's package runs on whichever libblas.so.3 is there; the plain one is 20 times slower than OpenBLAS."""
    if "BLAS_INFO=generic" not in torch.__config__.show() or not os.path.exists("/proc/self/maps"):
        return False
    train()
    with open("/proc/self/maps") as maps:
        loaded = maps.read()
    return not any(fast in loaded for fast in ("openblas", "libmkl", "blis"))


if uses_reference_blas():
    print("this PyTorch multiplies with the slow reference BLAS: install libopenblas0", flush=True)
    sys.exit()
print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    start, steps = time.perf_counter(), 0
    if line.strip() == "classify":
        classify(work["classifiedImages"])
        print(work["classifiedImages"], (time.perf_counter() - start) * 1000, flush=True)
        continue
    wanted_seconds = float(line) / 1000
    while steps == 0 or time.perf_counter() - start < wanted_seconds:
        train()
        steps += 1
    print(steps, (time.perf_counter() - start) * 1000, flush=True)
