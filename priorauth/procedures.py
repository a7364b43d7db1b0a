"""What the rule book says of the codes of a case's services. No table of CPT or HCPCS codes is asked: none is free."""

from collections.abc import Iterable

from priorauth.case import Case, ServiceLine
from priorauth.codes import InvalidCode, ProcedureCode
from priorauth.findings import CodeStatus, ProcedureCheck
from priorauth.policy import Policy


def check_procedures(case: Case, policies: Iterable[Policy]) -> tuple[ProcedureCheck, ...]:
    """Each service line's code by its form, and whether a policy of the library names it."""
    named = {entry.code for policy in policies for entry in policy.codes}
    return tuple(_check_procedure(line, named) for line in case.services)


def _check_procedure(line: ServiceLine, named: set[ProcedureCode]) -> ProcedureCheck:
    try:
        code = ProcedureCode(line.code)
    except InvalidCode as error:
        note = f"Line {line.line}: the code is not well formed: {error}."
        return ProcedureCheck(line=line.line, submitted=line.code, status=CodeStatus.MALFORMED, note=note)
    if code in named:
        return ProcedureCheck(line=line.line, submitted=line.code, status=CodeStatus.VALID, kind=code.kind)
    note = f"Line {line.line}: {code} is well formed and in no table here; whether it exists was not checked."
    return ProcedureCheck(line=line.line, submitted=line.code, status=CodeStatus.UNVERIFIED, kind=code.kind, note=note)
