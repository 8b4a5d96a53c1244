#!/usr/bin/env python3
"""What optimizers, schedules, augmentation and dropout must reproduce, from an independent float64 implementation.

Needs numpy and the six official CIFAR-10 binary files.
Usage: make_training_reference.py BIN_DIR > training.json

Pictures are standardized, initial weights come from the closed formula of make_reference.py, batches run front to back. What is
drawn at random (mirroring, shifts, dropout) comes from the project's streams, which are written here once more from their sources:
xoshiro128** (https://prng.di.unimi.it/xoshiro128starstar.c), its state filled by MurmurHash3's finaliser.
"""
import json
import math
import sys

import numpy as np

from make_reference import fill, read

HIDDEN, BATCH, STEPS, SEED = 16, 50, 20, 7
M = 0xFFFFFFFF

BASE = {
    "learningRate": 0.02, "schedule": "constant", "warmupSteps": 0, "optimizer": "sgd", "momentum": 0.9,
    "weightDecay": 0, "regConstant": 0, "dropout": 0, "flip": "off", "shift": 0,
}
CASES = [
    {"name": "momentum with weight decay", "optimizer": "momentum", "weightDecay": 0.5},
    {"name": "Nesterov momentum with an L2 penalty", "optimizer": "nesterov", "regConstant": 0.01},
    {"name": "Adam with weight decay", "optimizer": "adam", "learningRate": 0.003, "weightDecay": 0.5},
    {"name": "cosine schedule after a warm-up", "schedule": "cosine", "warmupSteps": 5},
    {"name": "step schedule", "schedule": "step"},
    {"name": "mirroring", "flip": "on"},
    {"name": "shifts", "shift": 2},
    {"name": "mirroring, shifts, dropout and Nesterov momentum", "flip": "on", "shift": 3, "dropout": 0.3, "optimizer": "nesterov"},
]


def fmix(h):
    h &= M
    h ^= h >> 16
    h = h * 0x85EBCA6B & M
    h ^= h >> 13
    h = h * 0xC2B2AE35 & M
    return h ^ (h >> 16)


def rotate(value, bits):
    return ((value << bits) | (value >> (32 - bits))) & M


class Stream:
    """The stream that belongs to a seed, a purpose and an index."""

    def __init__(self, seed, purpose, index):
        h = fmix(seed)
        for character in purpose:
            h = fmix(h ^ ord(character)) + 0x9E3779B9
        h = fmix(h ^ index)
        self.state = [fmix(h + c) for c in (0x9E3779B9, 0x3C6EF372, 0xDAA66D2B, 0x78DDE6E4)]
        self.state[3] |= 1

    def uint32(self):
        s = self.state
        result = rotate(s[1] * 5 & M, 7) * 9 & M
        shifted = s[1] << 9 & M
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotate(s[3], 11)
        return result

    def below(self, bound):
        limit = 2**32 - 2**32 % bound
        number = self.uint32()
        while number >= limit:
            number = self.uint32()
        return number % bound


def rate_at(case, step):
    warm, rate = case["warmupSteps"], case["learningRate"]
    if step < warm:
        return rate * (step + 1) / warm
    share = (step - warm) / (STEPS - warm)
    if case["schedule"] == "cosine":
        return rate * (1 + math.cos(math.pi * share)) / 2
    if case["schedule"] == "step":
        return rate * (1 if share < 0.5 else 0.1 if share < 0.75 else 0.01)
    return rate


def augment(pictures, case, step, filling):
    """Each picture [3, 32, 32] mirrored first, then moved; what comes in is the rounded mean image."""
    stream, shift = Stream(SEED, "augment", step), case["shift"]
    result = []
    for picture in pictures.reshape(-1, 3, 32, 32):
        if case["flip"] == "on" and stream.below(2) == 1:
            picture = picture[:, :, ::-1]
        if shift:
            right, down = stream.below(2 * shift + 1) - shift, stream.below(2 * shift + 1) - shift
            moved = filling.reshape(3, 32, 32).copy()
            rows, columns = slice(max(0, down), 32 + min(0, down)), slice(max(0, right), 32 + min(0, right))
            from_rows, from_columns = slice(max(0, -down), 32 - max(0, down)), slice(max(0, -right), 32 - max(0, right))
            moved[:, rows, columns] = picture[:, from_rows, from_columns]
            picture = moved
        result.append(picture.reshape(3072))
    return np.stack(result)


def mask_of(case, step):
    """0 for what is silenced, 1 / (1 - dropout) for the rest; each 32-bit draw decides two units, its low half first."""
    stream, threshold = Stream(SEED, "dropout", step * 2), round(case["dropout"] * 65536)
    draws = [stream.uint32() for _ in range(BATCH * HIDDEN // 2)]
    halves = np.array([half for draw in draws for half in (draw & 0xFFFF, draw >> 16)])
    return np.where(halves < threshold, 0, 1 / (1 - case["dropout"])).reshape(BATCH, HIDDEN)


class Optimizer:
    def __init__(self, case, shape, decays):
        self.case, self.decay = case, case["weightDecay"] if decays else 0
        self.v, self.m, self.s = np.zeros(shape), np.zeros(shape), np.zeros(shape)

    def step(self, w, gradient, rate, number):
        w = w - rate * self.decay * w
        name, mu = self.case["optimizer"], self.case["momentum"]
        if name == "adam":
            self.m = 0.9 * self.m + 0.1 * gradient
            self.s = 0.999 * self.s + 0.001 * gradient**2
            mean, square = self.m / (1 - 0.9**number), self.s / (1 - 0.999**number)
            return w - rate * mean / (np.sqrt(square) + 1e-8)
        if name == "sgd":
            return w - rate * gradient
        self.v = mu * self.v + gradient
        return w - rate * (gradient + mu * self.v if name == "nesterov" else self.v)


def train(case, pictures, labels, mean, deviation):
    w1, b1 = fill((3072, HIDDEN), 1 / np.sqrt(3072), 1), np.zeros(HIDDEN)
    w2, b2 = fill((HIDDEN, 10), 1 / np.sqrt(HIDDEN), 1_000_000), np.zeros(10)
    optimizers = [Optimizer(case, p.shape, p.ndim == 2) for p in (w1, b1, w2, b2)]
    filling = np.floor(mean.astype(np.float32) + np.float32(0.5)).astype(np.uint8)
    reg, losses = case["regConstant"], []
    for step in range(STEPS):
        rows = slice(step * BATCH, (step + 1) * BATCH)
        x = (augment(pictures[rows], case, step, filling) - mean) / deviation
        y, mask = labels[rows], mask_of(case, step)
        active = np.maximum(x @ w1 + b1, 0)
        hidden = active * mask
        logits = hidden @ w2 + b2
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        losses.append(-log_p[np.arange(BATCH), y].mean())
        d_logits = np.exp(log_p)
        d_logits[np.arange(BATCH), y] -= 1
        d_logits /= BATCH
        d_active = (d_logits @ w2.T) * mask * (active > 0)
        slopes = (x.T @ d_active + reg * w1, d_active.sum(0), hidden.T @ d_logits + reg * w2, d_logits.sum(0))
        rate = rate_at(case, step)
        w1, b1, w2, b2 = (
            optimizer.step(w, slope, rate, step + 1)
            for optimizer, w, slope in zip(optimizers, (w1, b1, w2, b2), slopes)
        )
    return {
        **case, "crossEntropy": losses,
        "afterTraining": {"w1Norm": float(np.linalg.norm(w1)), "w2": w2.ravel().tolist(), "b1": b1.tolist()},
    }


def main(bin_dir):
    batches = [read(f"{bin_dir}/data_batch_{i}.bin") for i in range(1, 6)]
    pictures = np.concatenate([x for x, _ in batches])
    mean = pictures.mean(axis=0, dtype=np.float64)
    deviation = np.sqrt((pictures.astype(np.float64) ** 2).mean(axis=0) - mean**2)
    cases = [train({**BASE, **case}, pictures, batches[0][1], mean, deviation) for case in CASES]
    json.dump({"hidden": HIDDEN, "batchSize": BATCH, "steps": STEPS, "seed": SEED, "cases": cases}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1])
