"""A case's row, by scope: another tenant's case is no case."""

from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.tables import CaseRow
from priorauth.errors import CaseNotFound


def get_case(session: Session, scope: Scope, case_id: str, *, lock: bool = False) -> CaseRow:
    """A case's row, locked against other writers where it is to be changed. Raises :class:`CaseNotFound`."""
    case = session.get(CaseRow, (scope.tenant, case_id), with_for_update=True if lock else None)
    if case is None:
        raise CaseNotFound(case_id)
    return case
