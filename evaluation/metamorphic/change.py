"""A change to a case, and what it does to the texts of its documents."""

import copy
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.exam.cases import LabelledCase

Submission = dict[str, Any]
Rewrite = Callable[[LabelledCase], Submission | None]
"""A changed copy of a case's submission; None where the change does not apply to the case or changes nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that keeps the answer. Where ``sex_must_not_matter``, it is not made if a criterion asks for the sex."""

    name: str
    rewrite: Rewrite
    sex_must_not_matter: bool = False


def copy_of(case: LabelledCase) -> Submission:
    """The submission, free to be changed."""
    return copy.deepcopy(dict(case.submission))


def rewritten(case: LabelledCase, rewrite: Callable[[str], str]) -> Submission | None:
    """The case with every document's text rewritten; None where no text changes."""
    changed = copy_of(case)
    for document in changed["documents"]:
        document["text"] = rewrite(document["text"])
    return None if changed == case.submission else changed


def texts(submission: Mapping[str, Any]) -> Iterator[str]:
    """The documents' texts in their order."""
    for document in submission["documents"]:
        yield document["text"]


def part_of(key: str, parts: int) -> int:
    """A fixed number below ``parts`` for a key, the same in every run."""
    return hashlib.sha256(key.encode()).digest()[1] % parts
