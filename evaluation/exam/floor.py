"""What a run may not fall under: kept in ``floor.yaml``, one place for the tests and for who improves the reading."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from evaluation.exam.cases import Half
from priorauth.value import Value

_FILE = Path(__file__).with_name("floor.yaml")


class Open(Value):
    """Faults that are known and not mended yet. ``not_held`` gives the reason for a whole check."""

    false_approvals: tuple[str, ...]
    changed_answers: Mapping[str, tuple[str, ...]]
    not_held: Mapping[str, str]


class Floor(Value):
    """The least number of approvable cases that are approved, by half, and the open faults."""

    approvable_approved: Mapping[Half, int]
    open: Open


def read_floor() -> Floor:
    """The floor in force. Raises pydantic's ValidationError where the file is not one."""
    return Floor.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
