"""Rows: adding them, and a case's row by scope, for another tenant's case is no case."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from orchestrator.failures import CaseDeleted
from orchestrator.scope import Scope
from orchestrator.store.base import Table, table_of
from orchestrator.store.tables import CaseRow
from priorauth.case import CaseSubmission
from priorauth.errors import CaseNotFound
from priorauth.lifecycle import CaseStatus


def add_rows(session: Session, row: type[Table], values: Sequence[dict[str, Any]]) -> None:
    """Inserts rows. The statement is built once for a table and goes past the ORM, which took most of the time."""
    if values:
        session.connection().execute(_insert_into(row), list(values))


@cache
def _insert_into(row: type[Table]) -> Insert:
    return insert(table_of(row))


def get_case(session: Session, scope: Scope, case_id: str, *, lock: bool = False) -> CaseRow:
    """A case's row, locked against other writers where it is to be changed.

    Raises :class:`CaseNotFound`, and :class:`CaseDeleted` where only its tombstone is left.
    """
    case = session.get(CaseRow, (scope.tenant, case_id), with_for_update=True if lock else None)
    if case is None:
        raise CaseNotFound(case_id)
    if case.status == CaseStatus.DELETED:
        raise CaseDeleted(case_id)
    return case


def language_of(case: CaseRow) -> str | None:
    """The member's language, as the request stated it."""
    return CaseSubmission.model_validate_json(case.submission).language
