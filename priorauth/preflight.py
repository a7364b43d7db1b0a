"""What is established before any agent runs: code formats, duplicates, priority and the windows' anchor dates."""

import datetime as dt

from priorauth.case import Case, Priority, Timing
from priorauth.codes import Icd10CmCode, ProcedureCode
from priorauth.value import Value


class Preflight(Value):
    """The pre-flight of a case. ``notes`` are sentences for the reviewer; nothing here blocks, gates do."""

    priority: Priority
    timing: Timing
    anchors: dict[str, dt.date]
    malformed_diagnoses: tuple[str, ...]
    malformed_procedures: tuple[str, ...]
    notes: tuple[str, ...]


def preflight(case: Case) -> Preflight:
    """Formats and duplicates of a case's codes, and each line's anchor date."""
    return Preflight(
        priority=case.priority,
        timing=case.timing,
        anchors={line.line: case.as_of(line) for line in case.services},
        malformed_diagnoses=tuple(code for code in case.diagnoses if Icd10CmCode.parse(code) is None),
        malformed_procedures=tuple(line.line for line in case.services if ProcedureCode.parse(line.code) is None),
        notes=tuple(_notes(case)),
    )


def _notes(case: Case) -> list[str]:
    repeated = sorted({code for code in case.diagnoses if case.diagnoses.count(code) > 1})
    notes = [f"Diagnosis {code} is given more than once; it is reviewed once." for code in repeated]
    if case.line_of_business is None:
        notes.append("The line of business is not given; a policy that depends on it cannot be applied.")
    return notes
