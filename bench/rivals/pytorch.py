"""The same step in PyTorch, for npm run bench.

    python3 pytorch.py THREADS RECORDS '{"hiddenUnits": 120, "batchSize": 400, "learningRate": 0.001, "regConstant": 0.1}'

RECORDS is a file of official CIFAR-10 records. Says "ready" with the version, or why it would be no measure; then answers each line "MS" with
"STEPS MS": as many steps as fit into that time.
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

model = torch.nn.Sequential(
    torch.nn.Linear(3072, work["hiddenUnits"]), torch.nn.ReLU(), torch.nn.Linear(work["hiddenUnits"], 10)
)
weights = [parameter for parameter in model.parameters() if parameter.dim() == 2]
biases = [parameter for parameter in model.parameters() if parameter.dim() == 1]
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
    wanted_seconds = float(line) / 1000
    start, steps = time.perf_counter(), 0
    while steps == 0 or time.perf_counter() - start < wanted_seconds:
        train()
        steps += 1
    print(steps, (time.perf_counter() - start) * 1000, flush=True)
