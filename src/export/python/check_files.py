"""Compares the files of a proof with the SHA-256 digests in SHA256SUMS."""

import hashlib
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
DATA = ["README.txt", "configuration.json", "weights.npz", "metrics.csv", "metrics.csv-metadata.json", "predictions.csv"]
MODULES = ["check_files", "check_statements", "cifar10_data", "page_results", "single_precision"]
PROGRAMS = ["numpy_network", "pytorch_network", "recompute_numpy", "recompute_pytorch"]
FILES = {*DATA, *(f"{name}.py" for name in MODULES + PROGRAMS)}
# Hidden files, and the official images, which people keep beside a proof. Python imports nothing with such a name.
NOT_OF_THE_PROOF = (".", "cifar-10-")


class Disagreement(Exception):
    """A sentence that says which file states what, and what was found instead."""


def run(check):
    """Calls `check`. If anything is wrong, ends the program with one sentence and exit status 1."""
    try:
        check()
    except Disagreement as disagreement:
        sys.exit(f"This proof does not hold: {disagreement}.")
    except ImportError as error:
        sys.exit(f"This program needs the module {error.name}: install it, and run the program again.")
    except MemoryError:
        sys.exit("This program needs more memory than there is.")
    except Exception as error:
        # Digests and statements are checked by then, so only the network is left.
        reason = f"{type(error).__name__}: {error}"
        sys.exit(f"This proof does not hold: configuration.json describes no network that weights.npz is for ({reason}).")


def check_digests():
    """Returns one digest for the whole proof: that of SHA256SUMS, which has the digests of all other files."""
    sums = read_bytes(SUMS)
    stated = digests_in(sums)
    for name in sorted(FILES - stated.keys()):
        raise Disagreement(f"{SUMS} does not list {name}, which belongs to a proof")
    for name in sorted(stated):
        found = hashlib.sha256(read_bytes(name)).hexdigest()
        if found != stated[name]:
            raise Disagreement(f"{name} was changed: {SUMS} states the SHA-256 {stated[name]}, but the file has {found}")
    for name in sorted({path.name for path in HERE.iterdir()} - stated.keys() - {SUMS}):
        if not name.startswith(NOT_OF_THE_PROOF):
            raise Disagreement(f"{name} is beside the proof, but {SUMS} does not list it: delete it, or move it elsewhere")
    return hashlib.sha256(sums).hexdigest()


def digests_in(sums):
    """Returns the digests by file name; every line is as the program sha256sum writes it."""
    digests = {}
    for number, line in enumerate(sums.decode("utf-8", "replace").splitlines(), 1):
        match = re.fullmatch(r"([0-9a-f]{64})  ([\w.-]+)", line, re.ASCII)
        if not match or match[2] in digests:
            raise Disagreement(f"{SUMS} must have a digest and another file's name in line {number}, but has {line!r}")
        digests[match[2]] = match[1]
    return digests


def read_bytes(name):
    try:
        return (HERE / name).read_bytes()
    except OSError as error:
        raise Disagreement(f"{name} belongs to the proof, but cannot be read ({error.strerror})") from None
