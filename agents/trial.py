"""Trying a policy on a record that is nobody's case: the reading and the evaluation of a review, and no more.

Nothing of it is kept. Of the lookups only the codes of diagnoses are asked about, and only where some were given.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agents.aside import aside
from agents.clinical import stated_diagnosis
from agents.codes import check_diagnoses, questions_about, well_formed
from agents.kit import AgentKit, characters_of
from agents.reading.reader import Reading
from agents.runtime import in_time
from agents.toolbox import Toolbox
from mcp_clients import icd10
from mcp_clients.ledger import Answered, Ledger
from mcp_clients.questions import Question
from priorauth.assessing import coded_diagnoses, inquiry_of
from priorauth.case import Case
from priorauth.codes import Icd10CmCode
from priorauth.coverage import assess_policy
from priorauth.findings import DiagnosisCheck
from priorauth.inputs import AgentName
from priorauth.policy import Policy
from priorauth.trial import PolicyTrial

_AT_ONCE = 2
"""How many trials work at the same time; the others wait, so that reviews are not crowded out."""


@dataclass(frozen=True)
class PolicyBench:
    """Tries policies. ``limit_seconds`` bounds one trial, its waiting included."""

    kit: AgentKit
    toolbox: Toolbox
    limit_seconds: float
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def try_policy(self, policy: Policy, case: Case) -> PolicyTrial:
        """The policy's criteria on the case's first service line, whether or not the policy binds.

        Raises :class:`AgentFailed` where the record could not be read in time, or not at all.
        """
        async with in_time(AgentName.CLINICAL, self.limit_seconds), self._turns:
            reading = await self.kit.read_once(case)
            checks = await self._checked(case)
            return await aside(characters_of(case), _tried, policy, case, reading, checks, self.kit)

    async def describe_diagnoses(self, codes: Sequence[Icd10CmCode]) -> Mapping[str, str]:
        """The official description of each diagnosis code that the lookup knows; none where it cannot be asked."""
        ledger = Ledger()
        questions = questions_about(dict.fromkeys(codes))
        await self._ask(questions, ledger)
        answers = {code: ledger.find(icd10.lookup_code(code)) for code in codes}
        return {
            code: found.value.found.description
            for code, found in answers.items()
            if isinstance(found, Answered) and found.value.found is not None
        }

    async def _checked(self, case: Case) -> tuple[DiagnosisCheck, ...]:
        """What the coded diagnoses are, as a review asks it."""
        ledger = Ledger()
        await self._ask(questions_about(well_formed(case)), ledger)
        return check_diagnoses(case, ledger)

    async def _ask(self, questions: Sequence[Question[icd10.Code]], ledger: Ledger) -> None:
        if not questions:
            return
        async with self.toolbox.clients([icd10.NAME], ledger) as clients:
            await asyncio.gather(*(clients[icd10.NAME].ask(question) for question in questions))


def _tried(
    policy: Policy, case: Case, reading: Reading, checks: tuple[DiagnosisCheck, ...], kit: AgentKit
) -> PolicyTrial:
    diagnoses = coded_diagnoses(checks, stated_diagnosis(checks, case, reading, kit), kit.reader.concepts_in)
    inquiry = inquiry_of(case, 0, reading.facts, (), kit.rule_book.skills)
    return PolicyTrial(
        line=assess_policy(inquiry, policy, diagnoses, kit.rule_book.skills.coverage),
        facts=reading.facts,
        quarantined=reading.quarantined,
        diagnoses=checks,
    )
