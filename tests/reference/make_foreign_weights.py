"""Writes tests/fixtures/foreignWeights/ with Hugging Face's own writer: python make_foreign_weights.py

Needs numpy, ml_dtypes and safetensors (written with 2.4.6, 0.6.0 and 0.8.0). The network has one hidden unit, and its weights are
small multiples of 1/64, which every type of floating-point numbers holds exactly.
"""

from pathlib import Path

import ml_dtypes
import numpy as np
from safetensors.numpy import save_file

folder = Path(__file__).parent.parent / "fixtures" / "foreignWeights"


def values(*shape, start):
    """Multiples of 1/64 from -30/64 to 30/64."""
    count = int(np.prod(shape))
    return (((np.arange(count) * 7 + start) % 61 - 30) / 64).reshape(shape)


state = {
    "fc1.weight": values(1, 3072, start=0),
    "fc1.bias": values(1, start=1),
    "fc2.weight": values(10, 1, start=2),
    "fc2.bias": values(10, start=3),
    "pixel_mean": 100 + np.arange(3072) % 50 / 7,
}


def write(name, types, others=None):
    arrays = {array: numbers.astype(types.get(array, types["*"])) for array, numbers in state.items()}
    save_file({**arrays, **(others or {})}, folder / f"{name}.safetensors", metadata={"format": "pt"})


folder.mkdir(exist_ok=True)
write("float16", {"*": np.float16})
write("bfloat16", {"*": ml_dtypes.bfloat16, "pixel_mean": np.float32})
write(
    "several-types",
    {"*": np.float64, "fc1.weight": np.float32, "pixel_mean": np.float32},
    {
        "num_batches_tracked": np.array(7, np.int64),
        "mask": np.zeros((3, 3), np.bool_),
        "scores": np.ones((4, 4), ml_dtypes.float8_e4m3fn),
    },
)
