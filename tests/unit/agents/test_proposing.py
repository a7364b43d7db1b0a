"""What a model says of criteria that cannot be computed: its words stand where it says, or it is not heard."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from agents.proposing import ClaimedPassage, ProposedStatus, passages_of, proposals_of
from agents.quotes import Quote
from priorauth.evidence import Span, TextQuote
from priorauth.extraction import Passage
from priorauth.findings import ClinicalFindings, NotEvaluated
from priorauth.inputs import CoverageInput
from priorauth.kleene import Status
from priorauth.rulebook import RuleBook
from tests.building.cases import a_case
from tests.building.findings import clinical, failed
from tests.building.rules import a_general_policy, a_policy, a_top_criterion

TEXT = "She cannot use stairs. She lives alone."
STAIRS = Span(document_id="d1", start=0, end=22, quote=TEXT[:22])
ASKED = (a_top_criterion("needed", judgement="Is it needed?"), a_top_criterion("safe", judgement="Is it safe?"))
BOOK = cast("RuleBook", SimpleNamespace(policies=(a_policy(criteria=ASKED),), general=a_general_policy()))


def quotes(*texts: str) -> tuple[Quote, ...]:
    return tuple(Quote(document_id="d1", text=text) for text in texts)


def a_claim(*texts: str, criterion_id: str = "needed", policy_id: str = "NCD-1") -> ClaimedPassage:
    return ClaimedPassage(policy_id=policy_id, criterion_id=criterion_id, quotes=quotes(*texts))


def passages(*claims: ClaimedPassage) -> Any:
    return passages_of(claims, a_case(), {"d1": TEXT}, BOOK)


def test_a_passage_is_kept_once_with_its_place() -> None:
    found = passages(a_claim("She cannot use stairs."), a_claim("she cannot  use stairs."))
    assert found.found == (Passage(policy_id="NCD-1", criterion_id="needed", spans=(STAIRS,)),)
    assert found.dropped == 0


def test_words_of_no_record_and_criteria_that_nobody_asks_for_are_dropped() -> None:
    found = passages(a_claim("She can fly."), a_claim("She lives alone.", policy_id="L99999"), a_claim())
    assert (found.found, found.dropped) == ((), 2)


def test_no_more_than_twenty_are_kept() -> None:
    words = [TEXT[start : start + 2] for start in range(25)]
    (only,) = passages(a_claim(*words)).found
    assert len(only.spans) == 20


def a_proposal(status: Any, *texts: str, **given: Any) -> ProposedStatus:
    told: dict[str, Any] = {"line": "1", "policy_id": "NCD-1", "criterion_id": "needed"} | given
    return ProposedStatus(status=status, quotes=quotes(*texts), **told)


def found_by_reading(*spans: Span, criterion_id: str = "needed") -> ClinicalFindings:
    return clinical(passages=(Passage(policy_id="NCD-1", criterion_id=criterion_id, spans=spans),))


def proposals(*claims: ProposedStatus, given: ClinicalFindings | NotEvaluated | None = None) -> Any:
    inputs = CoverageInput.of(a_case(), given or found_by_reading(STAIRS))
    return proposals_of(claims, inputs, "openai:x", BOOK)


def test_a_proposal_points_into_the_words_that_were_found() -> None:
    found = proposals(a_proposal(Status.MET, "cannot use stairs"))
    (one,) = found.standing
    assert one.quote == TextQuote(spans=(Span(document_id="d1", start=4, end=21, quote="cannot use stairs"),))
    assert (one.proposed.by, one.proposed.status, found.dropped) == ("openai:x", Status.MET, 0)


@pytest.mark.parametrize(
    "claims",
    [
        (a_proposal(Status.MET, "She lives alone."),),
        (a_proposal(Status.MET),),
        (a_proposal(Status.MET, "stairs", line="2"),),
        (a_proposal(Status.MET, "stairs", criterion_id="universal-specialty"),),
        (a_proposal(Status.MET, "stairs"), a_proposal(Status.NOT_MET, "stairs")),
    ],
    ids=["words that were not found", "no words", "another line", "computed", "both ways"],
)
def test_what_cannot_stand_is_dropped_and_counted(claims: tuple[ProposedStatus, ...]) -> None:
    found = proposals(*claims)
    assert (found.standing, found.dropped) == ((), 1)


def test_nothing_is_proposed_where_nothing_was_read() -> None:
    assert proposals(a_proposal(Status.MET, "stairs"), given=failed()).standing == ()


def test_the_words_that_were_found_for_the_criterion_come_first() -> None:
    other = Span(document_id="d1", start=100, end=106, quote="stairs")
    apart = found_by_reading(STAIRS).passages
    given = clinical(passages=(Passage(policy_id="NCD-1", criterion_id="safe", spans=(other,)), *apart))
    (one,) = proposals(a_proposal(Status.NOT_MET, "stairs"), given=given).standing
    assert one.quote.spans[0].start == 15


def test_the_quotes_of_equal_proposals_stand_together() -> None:
    claims = (a_proposal(Status.MET, "stairs"), a_proposal(Status.MET, "cannot", "stairs"))
    (one,) = proposals(*claims).standing
    assert [span.quote for span in one.quote.spans] == ["stairs", "cannot"]
