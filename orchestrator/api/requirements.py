"""Whether prior authorization is needed at all."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query

from orchestrator.api.problems import documented
from orchestrator.service import Running
from priorauth.case import LineOfBusiness
from priorauth.codes import ProcedureCode
from priorauth.errors import CaseRejected, Problem
from priorauth.program import Setting
from priorauth.requirements import Question, Requirement, requirement

router = APIRouter(prefix="/api/requirements", tags=["policies"])


@router.get("", responses=documented(CaseRejected))
async def get_requirement(
    service: Running,
    code: Annotated[str, Query(description="CPT or HCPCS code", max_length=20)],
    state: Annotated[str | None, Query(description="Two capital letters", pattern="^[A-Z]{2}$")] = None,
    date: Annotated[dt.date | None, Query(description="Day of the service; today where it is not given")] = None,
    setting: Annotated[Setting | None, Query(description="Where the service is given")] = None,
    line_of_business: LineOfBusiness = LineOfBusiness.MEDICARE_FFS,
) -> Requirement:
    """Yes, no or unknown, with the rule of each program and its source."""
    parsed = ProcedureCode.parse(code)
    if parsed is None:
        raise CaseRejected([Problem(path="/query/code", code="malformed", message=ProcedureCode.FORM)])
    question = Question(
        code=parsed,
        on=date or service.now().date(),
        line_of_business=line_of_business,
        state=state,
        setting=setting,
    )
    return requirement(question, service.composed.rule_book.programs)
