"""Labelled cases: a submission, and what a careful clinician would recommend on it, criterion by criterion.

A case is one YAML file. Cases come in pairs that differ in one clinical fact. A fixed hash of the pair puts both into
one half of the exam: the reader may be mended on the tuning half, the other half is what is reported.
"""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError, model_validator

from priorauth.errors import PriorAuthError
from priorauth.findings import Route
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.value import Value


class Half(StrEnum):
    """The half that a pair belongs to."""

    TUNED = "tuned"
    REPORTED = "reported"


class ExamInvalid(PriorAuthError):
    """Files that are no labelled cases; every problem with its file."""

    code = "exam_invalid"


class Expected(Value):
    """What is right. ``criteria`` maps a line to the status of each top-level criterion ("POLICY criterion-id")."""

    recommendation: Outcome
    route: Route | None = None
    criteria: Mapping[str, Mapping[str, Status]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _a_pend_has_a_route(self) -> "Expected":
        if (self.recommendation is Outcome.PEND) != (self.route is not None):
            raise ValueError("a PEND has a route, and an APPROVE has none")
        return self


class LabelledCase(Value):
    """A case with its labels. ``twin`` differs from it in one clinical fact, told in ``differs``."""

    id: str
    twin: str
    differs: str
    style: str
    trap: str | None = None
    expected: Expected
    submission: Mapping[str, Any]

    @property
    def half(self) -> Half:
        """By the pair's ids, in either order."""
        pair = "+".join(sorted((self.id, self.twin)))
        return Half.TUNED if hashlib.sha256(pair.encode()).digest()[0] % 2 else Half.REPORTED


def read_exam(folder: Path) -> Sequence[LabelledCase]:
    """Every case under a folder, by id. Raises :class:`ExamInvalid` with all problems."""
    problems: list[str] = []
    cases: dict[str, LabelledCase] = {}
    for path in sorted(folder.rglob("*.yaml")):
        try:
            case = LabelledCase.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (ValidationError, yaml.YAMLError) as error:
            problems.append(f"{path.relative_to(folder)}: {_told(error)}")
            continue
        if case.id in cases:
            problems.append(f"{path.relative_to(folder)}: the id {case.id} is given twice")
        cases[case.id] = case
    for case in cases.values():
        other = cases.get(case.twin)
        if other is None or other.twin != case.id:
            problems.append(f"{case.id}: its twin {case.twin} is not there, or has another twin")
    if problems or not cases:
        raise ExamInvalid("\n".join(problems) or f"There are no labelled cases (*.yaml) in {folder}.")
    return tuple(cases[name] for name in sorted(cases))


def _told(error: ValidationError | yaml.YAMLError) -> str:
    if isinstance(error, yaml.YAMLError):
        return "is not valid YAML"
    return "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        for one in error.errors(include_url=False, include_input=False)
    )
