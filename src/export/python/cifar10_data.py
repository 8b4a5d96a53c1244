"""Reads CIFAR-10 from its official files (https://www.cs.toronto.edu/~kriz/cifar.html) and verifies their SHA-256."""

import hashlib
import io
import json
import pickle
import sys
import tarfile
import urllib.request
import uuid
import zlib
from pathlib import Path

import numpy as np

URL = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
# Of each batch, in the layout of the binary version.
SHA256 = {
    "data_batch_1": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
    "data_batch_2": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
    "data_batch_3": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
    "data_batch_4": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
    "data_batch_5": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    "test_batch": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
}
# Searched for in the current folder and in the program's folder.
USUAL_NAMES = ["cifar-10-binary.tar.gz", "cifar-10-batches-bin", "cifar-10-python.tar.gz", "cifar-10-batches-py"]

HERE = Path(__file__).resolve().parent
CONFIGURATION = json.loads((HERE / "configuration.json").read_text(encoding="utf-8"))


def load(names, path=None):
    """Returns the images [n, 3072] (red, green, blue plane, row by row) and labels [n] of these batches, as bytes.

    The path is an archive or an unpacked folder, of the binary or of the Python version. Without a path, the files are searched for,
    and downloaded (170 MB) if they are not found.
    """
    place = locate(path)
    try:
        files = read(place, names)
    except PermissionError:
        sys.exit(f"{place} may not be read: change its permissions, or pass another path.")
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        sys.exit(f"{place} is no complete archive: pass cifar-10-binary.tar.gz or the folder that it unpacks to, or download it again.")
    records = np.concatenate([checked(name, files) for name in names])
    return records[:, 1:], records[:, 0]


def locate(path=None):
    """Returns the path of the official files, which are downloaded if need be."""
    place = Path(path) if path else find() or download()
    if not place.exists():
        sys.exit(f"{place} does not exist: pass the path of cifar-10-binary.tar.gz.")
    return place


def find():
    places = [folder / name for folder in (Path.cwd(), HERE) for name in USUAL_NAMES]
    return next((place for place in places if place.exists()), None)


def download():
    archive = Path.cwd() / USUAL_NAMES[0]
    # Whoever finds the archive, on this machine or another, finds it whole.
    unfinished = archive.with_name(f"{archive.name}.{uuid.uuid4().hex}")
    print(f"Downloading {URL}")
    try:
        urllib.request.urlretrieve(URL, unfinished)
        unfinished.replace(archive)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        sys.exit(f"The download failed ({error}). Pass the path of cifar-10-binary.tar.gz instead.")
    return archive


def read(place, names):
    """Returns the bytes of the batches' files by file name."""
    wanted = {*names, *(f"{name}.bin" for name in names)}
    if place.is_dir():
        return {file.name: file.read_bytes() for file in place.rglob("*") if file.name in wanted}
    with tarfile.open(place) as archive:
        members = [member for member in archive if Path(member.name).name in wanted]
        return {Path(member.name).name: archive.extractfile(member).read() for member in members}


def checked(name, files):
    """Returns the batch as [10000, 3073] bytes: label, then image. The checksums are of this layout."""
    if f"{name}.bin" in files:
        records = np.frombuffer(files[f"{name}.bin"], np.uint8)
    elif name in files:
        records = unpickled(name, files[name])
    else:
        sys.exit(f"{name} is missing: pass cifar-10-binary.tar.gz or cifar-10-python.tar.gz.")
    if hashlib.sha256(records.tobytes()).hexdigest() != SHA256[name]:
        sys.exit(f"{name} is not the official file (its SHA-256 is wrong): download it again.")
    return records.reshape(10000, 3073)


def unpickled(name, content):
    try:
        batch = PlainUnpickler(io.BytesIO(content), encoding="bytes").load()
        return np.column_stack([np.array(batch[b"labels"], np.uint8), batch[b"data"]])
    except Exception as error:  # A damaged pickle may raise anything.
        sys.exit(f"{name} cannot be read ({error}): download it again.")


class PlainUnpickler(pickle.Unpickler):
    """Unpickles arrays and nothing else: a pickle could otherwise call any function."""

    ALLOWED = {"_reconstruct", "ndarray", "dtype", "encode"}

    def find_class(self, module, name):
        if name not in self.ALLOWED or module.split(".")[0] not in {"numpy", "_codecs"}:
            raise pickle.UnpicklingError(f"{module}.{name} is not part of CIFAR-10")
        return super().find_class(module, name)
