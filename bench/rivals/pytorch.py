"""The same step in PyTorch, for npm run bench.

    python3 pytorch.py THREADS RECORDS '{"hiddenUnits": 120, "batchSize": 400, "learningRate": 0.001, "regConstant": 0.1}'

RECORDS is a file of official CIFAR-10 records. Says "ready" with the version, then answers each line "MS" with
"STEPS MS": as many steps as fit into that time.
"""

import json
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


print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    wanted_seconds = float(line) / 1000
    start, steps = time.perf_counter(), 0
    while steps == 0 or time.perf_counter() - start < wanted_seconds:
        train()
        steps += 1
    print(steps, (time.perf_counter() - start) * 1000, flush=True)
