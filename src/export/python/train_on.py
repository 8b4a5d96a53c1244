"""Continues training from weights.npz, at the step where the page stopped and with the same configuration.

    python3 train_on.py [cifar-10-binary.tar.gz] [--steps 1000]

It writes trained_on.npz, which the page can open. PyTorch draws its own random numbers, so training takes another course than it would
in the page. The weights do not include optimizer state, so the optimizer starts afresh.
"""

import argparse
import copy
import itertools
import json
import math
import zipfile

import numpy as np
import torch
from torch.nn import functional

import cifar10_data
import pytorch_network
from pytorch_network import WEIGHTS

# <configuration>
NETWORK = "two-layer"
SAMPLING = "epochs"
STEP = 0
BATCH_SIZE = 400
LEARNING_RATE = 0.001
MAX_STEPS = 2000
REG_CONSTANT = 0.1
SEED = 1
OPTIMIZER = "sgd"
MOMENTUM = 0.9
WEIGHT_DECAY = 0
BIAS_RATE_FACTOR = 1
LABEL_SMOOTHING = 0
AVERAGE_DECAY = 0
SCHEDULE = "constant"
WARMUP_STEPS = 0
FLIP = "off"
SHIFT = 0
LAST_BATCH = "none"
VALIDATION_IMAGES = 0
VIEWS = "one"
# </configuration>

device = "cuda" if torch.cuda.is_available() else "cpu"

# The images: bytes until they are needed, then (byte - offset) * scale. -------------------------------------------------------


def tensor(name):
    return torch.from_numpy(WEIGHTS[name]).to(device)


class Pictures:
    """Images [n, 3072] as bytes, their labels [n], and how they become inputs."""

    def __init__(self, names, path):
        pictures, labels = cifar10_data.load(names, path)
        self.bytes = torch.from_numpy(pictures.copy())
        self.labels = torch.from_numpy(labels.astype(np.int64))
        # For alternating mirroring: the images that are mirrored in the first epoch, the third, and so on.
        self.begins_mirrored = torch.rand(len(labels)) < 0.5
        self.offset = tensor("pixel_mean")
        self.scale = tensor("pixel_scale") if "pixel_scale" in WEIGHTS else torch.tensor(1.0, device=device)
        if "whitening" in WEIGHTS:
            self.whiten()

    def whiten(self):
        """Rounds whitened values to bytes, with 128 for 0."""
        step, matrix = tensor("whitening_step"), tensor("whitening")

        def rounded(part):
            return (128 + (self.inputs(part) @ matrix / step + 0.5).floor().clip(-127, 127)).to(torch.uint8).cpu()

        self.bytes = torch.cat([rounded(part) for part in self.bytes.split(1000)])
        self.offset, self.scale = torch.full([3072], 128.0, device=device), step

    def inputs(self, pictures):
        return (pictures.to(device).float() - self.offset) * self.scale

    def augmented(self, places, epoch):
        """These images, half of them mirrored, and each shifted by up to SHIFT pixels; the gap is filled from the mean image."""
        pictures = self.bytes[places].view(-1, 3, 32, 32)
        if FLIP != "off":
            is_mirrored = torch.rand(len(places)) < 0.5
            if FLIP == "alternating":
                is_mirrored = self.begins_mirrored[places] ^ (epoch % 2 == 1)
            pictures = torch.where(is_mirrored.view(-1, 1, 1, 1), pictures.flip(3), pictures)
        if SHIFT > 0:
            moved = self.offset.round().to(torch.uint8).cpu().view(1, 3, 32, 32).repeat(len(pictures), 1, 1, 1)
            distances = torch.randint(-SHIFT, SHIFT + 1, [len(pictures), 2]).tolist()
            for source, target, (down, right) in zip(pictures, moved, distances):
                target[:, seen(down), seen(right)] = source[:, seen(-down), seen(-right)]
            pictures = moved
        return pictures.reshape(-1, 3072)


def seen(distance):
    """The rows or columns that are still inside the image after a shift by that distance."""
    return slice(max(0, distance), 32 + min(0, distance))


def batches(count):
    """Yields the epoch and the indices of one batch of images after another, without end."""
    for epoch in itertools.count():
        if SAMPLING == "draws":
            for _ in range(max(1, count // BATCH_SIZE)):
                yield epoch, torch.randint(count, [BATCH_SIZE])
            continue
        for batch in torch.randperm(count).split(BATCH_SIZE):
            if len(batch) == BATCH_SIZE or LAST_BATCH == "short":
                yield epoch, batch


# A step of training. ----------------------------------------------------------------------------------------------------------


def learning_rate(step, last_step):
    if step < WARMUP_STEPS:
        return LEARNING_RATE * (step + 1) / WARMUP_STEPS
    share = min(1, (step - WARMUP_STEPS) / max(1, last_step - WARMUP_STEPS))
    if SCHEDULE == "cosine":
        return LEARNING_RATE * (1 + math.cos(math.pi * share)) / 2
    if SCHEDULE == "step":
        return LEARNING_RATE * (1 if share < 0.5 else 0.1 if share < 0.75 else 0.01)
    if SCHEDULE == "triangle":
        return LEARNING_RATE * (0.2 + 0.8 * share / 0.23 if share < 0.23 else 1 - 0.93 * (share - 0.23) / 0.77)
    return LEARNING_RATE


def optimizer_of(model):
    groups = [{"params": trained(model, is_weight)} for is_weight in (True, False)]
    if OPTIMIZER == "adam":
        return torch.optim.Adam(groups, LEARNING_RATE)
    momentum = 0 if OPTIMIZER == "sgd" else MOMENTUM
    return torch.optim.SGD(groups, LEARNING_RATE, momentum, nesterov=OPTIMIZER == "nesterov")


def trained(model, is_weight):
    """The matrices and filters, or the biases. The penalty and weight decay do not apply to biases."""
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return [parameter for parameter in parameters if (parameter.dim() > 1) == is_weight]


def train_step(model, optimizer, inputs, labels, rate):
    """Returns the loss and the accuracy on this batch, before the update."""
    logits = model(inputs)
    penalty = sum((weight**2).sum() for weight in trained(model, True)) * REG_CONSTANT / 2
    loss = functional.cross_entropy(logits, labels, label_smoothing=LABEL_SMOOTHING) + penalty
    optimizer.zero_grad()
    loss.backward()
    for group, factor in zip(optimizer.param_groups, (1, BIAS_RATE_FACTOR)):
        group["lr"] = rate * factor
    with torch.no_grad():
        # Decoupled from the gradient, as in AdamW, whatever the optimizer.
        for weight in trained(model, True):
            weight *= 1 - rate * WEIGHT_DECAY
    optimizer.step()
    return loss.item(), (logits.argmax(1) == labels).float().mean().item()


def average_of(model):
    """What evaluation uses: an average of the weights that starts from them, or the model itself."""
    return copy.deepcopy(model) if AVERAGE_DECAY > 0 else model


@torch.no_grad()
def follow(average, model, step):
    """Moves the average towards the weights; early in a run faster, or it would remember the initial weights for long."""
    if average is model:
        return
    decay = min(AVERAGE_DECAY, (2 + step) / (11 + step))
    for (_, mean, _), (_, tensor, _) in zip(pytorch_network.tensors(average), pytorch_network.tensors(model)):
        mean.lerp_(tensor, 1 - decay)


@torch.no_grad()
def accuracy(model, pictures, first, end):
    model.eval()
    correct = 0
    for places in torch.arange(first, end).split(1000):
        images = pictures.bytes[places]
        views = [images, images.view(-1, 3, 32, 32).flip(3).flatten(1)] if VIEWS == "mirrored" else [images]
        predicted = sum(model(pictures.inputs(view)) for view in views).argmax(1).cpu()
        correct += (predicted == pictures.labels[places]).sum().item()
    model.train()
    return correct / (end - first)


# The loop. --------------------------------------------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", help="cifar-10-binary.tar.gz, or the folder that it unpacks to")
    parser.add_argument("--steps", type=int, default=max(MAX_STEPS - STEP, 0) or MAX_STEPS)
    arguments = parser.parse_args()
    last_step = max(MAX_STEPS, STEP + arguments.steps)

    torch.manual_seed(SEED)
    training = Pictures([f"data_batch_{number}" for number in range(1, 6)], arguments.data)
    test = Pictures(["test_batch"], arguments.data)
    count = len(training.labels) - VALIDATION_IMAGES
    model = pytorch_network.network().to(device)
    average = average_of(model)
    optimizer = optimizer_of(model)
    print(f"Step {STEP}, test accuracy {accuracy(average, test, 0, 10000):.4f}")

    steps_per_epoch = count // BATCH_SIZE
    for step, (epoch, places) in zip(range(STEP, STEP + arguments.steps), batches(count)):
        inputs = training.inputs(training.augmented(places, epoch))
        labels = training.labels[places].to(device)
        loss, batch_accuracy = train_step(model, optimizer, inputs, labels, learning_rate(step, last_step))
        follow(average, model, step)
        if step % 10 == 0:
            print(f"Step {step}, loss {loss:.4f}, training accuracy {batch_accuracy:.4f}", flush=True)
        if VALIDATION_IMAGES > 0 and (step + 1) % steps_per_epoch == 0:
            print(f"Step {step + 1}, validation accuracy {accuracy(average, training, count, 50000):.4f}", flush=True)

    print(f"Step {STEP + arguments.steps}, test accuracy {accuracy(average, test, 0, 10000):.4f}")
    save(average, STEP + arguments.steps)


def save(model, step, path="trained_on.npz"):
    """Writes a file that the page can open: with the pixel mean and the configuration."""
    names = ["pixel_mean", "pixel_scale", "whitening", "whitening_step"]
    arrays = {name: WEIGHTS[name] for name in names if name in WEIGHTS} | pytorch_network.arrays(model)
    np.savez(path, **arrays)
    kept = json.loads(WEIGHTS.zip.comment)
    for name in ["weights_crc32", "epoch", "position", "next_loss", "train_accuracy", "validation_accuracy", "test_accuracy"]:
        kept.pop(name, None)
    with zipfile.ZipFile(path, "a") as file:
        file.comment = json.dumps(kept | {"step": str(step)}).encode()


if __name__ == "__main__":
    main()
