"""How the queue names what a case asks for."""

from priorauth.case import Case
from priorauth.codes import ProcedureCode


def primary_code(case: Case) -> ProcedureCode | None:
    """The first line's code, if it is one."""
    return ProcedureCode.parse(case.services[0].code) if case.services else None


def service_label(case: Case, category: str | None = None) -> str:
    """The first line's code with its category word, and how many lines follow.

    What is not a code is not repeated: a requester may have written anything there.
    """
    if not case.services:
        return "no service"
    code, more = primary_code(case), len(case.services) - 1
    words = [code, category] if code else ["code not recognized"]
    return " ".join(word for word in words if word) + (f" and {more} more" if more else "")
