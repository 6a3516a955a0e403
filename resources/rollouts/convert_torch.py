"""Convert a PyTorch file of log-probabilities into one that Gaussian Explorer reads.

    python convert_torch.py FILE.pt

A dict of tensors becomes FILE.npz; a list of samples, or a dict that holds one (miles and slime
save such), becomes FILE.jsonl, a line a sample. Only tensors, numbers and texts are loaded, so that
the file cannot run a program; torch refuses the others by name.
"""

import json
import os
import sys

import numpy
import torch


def convert(path):
    """Write the new file beside the old one and return its name."""
    data = torch.load(path, map_location="cpu", weights_only=True)
    stem = os.path.splitext(path)[0]
    samples = data if isinstance(data, list) else samples_of(data)
    if samples:
        with open(stem + ".jsonl", "w") as file:
            for sample in samples:
                row = {name: plain(value) for name, value in sample.items()}
                file.write(json.dumps(row) + "\n")
        return stem + ".jsonl"
    arrays = {name: array(value) for name, value in data.items() if torch.is_tensor(value)}
    numpy.savez(stem + ".npz", **arrays)
    return stem + ".npz"


def samples_of(data):
    """The list of dicts in a dict, if there is one."""
    lists = [value for value in data.values() if isinstance(value, list) and value]
    return next((value for value in lists if isinstance(value[0], dict)), None)


def plain(value):
    """What JSON can hold of a value."""
    if torch.is_tensor(value):
        return value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    return value if isinstance(value, (int, float, str, bool)) or value is None else str(value)


def array(tensor):
    return (tensor.float() if tensor.is_floating_point() else tensor).numpy()


if __name__ == "__main__":
    print(convert(sys.argv[1]))
