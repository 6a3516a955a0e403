"""Which paths stand for rollouts rather than for a table of rows."""

from __future__ import annotations

import os

from engine.data.error import DataError
from engine.data.rollouts.policies import OnePolicy, policies_of
from engine.data.rollouts.readers import head_of, reader_of
from engine.data.rollouts.roles import roles_of
from engine.data.rollouts.which import WhichPolicies

# Files that hold rollouts or nothing that is read; what is wrong with them is told on reading.
OURS = (".jsonl", ".ndjson", ".gz", ".parquet", ".safetensors", ".pt", ".pth", ".pkl", ".pickle")


def holds_rollouts(path: str) -> bool:
    """Whether a file is one of sequences of tokens with log-probabilities of two policies, or of
    more; only its beginning is looked at."""
    try:
        return _looks(path)
    except DataError:
        return False


def opens_as_rollouts(path: str) -> bool:
    """Whether a path is to be read as rollouts: a folder, a file that holds them, or one that is
    nothing else, of which reading says what is wrong."""
    if os.path.isdir(path):
        return True
    ours = os.path.splitext(path)[1].lower() in OURS
    try:
        return _looks(path) or ours
    except OnePolicy as error:
        return ours or bool(error.framework)
    except DataError:
        return ours


def _looks(path: str) -> bool:
    table = reader_of(head_of(path)).open([path])
    fields = table.fields
    try:
        policies = policies_of(path, fields, None, None)
    except WhichPolicies as error:
        return any(field.axes == 2 for field in fields if field.name in error.candidates)
    roles = roles_of(path, fields, policies, None)
    new = next(field for field in fields if field.name == policies.new)
    return new.axes == 2 or bool(roles.long and roles.sequence)
