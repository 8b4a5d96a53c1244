"""How far the page's results, in single precision, may be from exact ones.

A sum of n products in single precision has n rounding errors of at most 2**-24 times a partial sum. They are as good as independent,
so their squares add up: a sum is typically wrong by less than sqrt(n) * 2**-24 times its size (Higham and Mary, "A New Approach to
Probabilistic Rounding Error Analysis" (2019)). What becomes of such errors in later layers depends on the network. So the programs
pass each image through it twice: once exactly, which is to say in double precision, and once with random errors of that size in
every sum. The difference of the logits is their typical error. Those of the page may have MARGIN times as large a one.
"""

import numpy as np

UNIT = 2.0**-24
MARGIN = 8
# Winograd's convolutions multiply transforms of images and filters, and magnify rounding errors by their way back.
CONVOLUTION = 2

# The same errors whenever a proof is checked.
random = np.random.default_rng(1)


def twice(x):
    """Each image twice: the first half of the batch is passed exactly, the second half with errors."""
    return np.concatenate([x, x])


def disturb(x, terms, factor=1):
    """Adds errors of sums of that many terms to the second half of a batch."""
    exact = x[: len(x) // 2]
    x[len(x) // 2 :] += error_of_sums(exact, terms, factor) * random.standard_normal(exact.shape)


def error_of_sums(sums, terms, factor=1):
    """The typical error of an image's sums, whose size is their root mean square: [n, 1, …]"""
    size = np.sqrt(np.mean(sums**2, axis=tuple(range(1, sums.ndim)), keepdims=True))
    return factor * UNIT * np.sqrt(terms) * size


def rounded_twice(x, limit):
    """Whole numbers, as the page rounds whitened inputs, twice. The second time, those that it may round otherwise are."""
    exact = np.floor(x + 0.5)
    other = np.where(x < exact, exact - 1, exact + 1)
    is_near = np.abs(np.abs(x - exact) - 0.5) < MARGIN * error_of_sums(x, x.shape[1])
    return np.clip(np.concatenate([exact, np.where(is_near, other, exact)]), -limit, limit)


def largest_errors(halves):
    """From logits [2, n, 10] to the largest error [n] of each image's logits."""
    squares = ((halves[1] - halves[0]) ** 2).mean(axis=1)
    # The ten differences of one image may happen to be small; those of all images together are not.
    return MARGIN * np.sqrt(squares + squares.mean()) + UNIT * np.abs(halves[0]).max(axis=1)


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def probability_bounds(logits, errors):
    """How far the page's probabilities [n, 10] may be from the softmax of the logits, which are wrong by at most `errors` [n].

    If its logit rises by e and the others fall by e, a probability p rises by less than p(1 - p)(exp(2e) - 1). The softmax itself
    rounds exponents, exponentials, their sum and quotients, and takes what is below 1e-37 for 0.
    """
    p = softmax(logits)
    exponents = logits.max(axis=1, keepdims=True) - logits
    return p * ((1 - p) * np.expm1(2 * errors[:, None]) + UNIT * (32 + 4 * exponents)) + 1e-37
