"""The documents of a determination: the justification, and the letter or why there is none."""

import datetime as dt

from orchestrator.documents.concluding import documents_of
from orchestrator.store.events import ChainEnd
from orchestrator.store.issued import ToConclude
from orchestrator.store.revisions import Cause, FinishedRevision
from priorauth.case import LineOfBusiness
from priorauth.determination import Determination
from tests.building.letters import AT, a_correspondence, a_determination, a_letter_case, a_letter_revision

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def issued(made: Determination, business: LineOfBusiness = LineOfBusiness.MEDICARE_ADVANTAGE) -> dict[str, bytes]:
    revision = a_letter_revision(a_letter_case(line_of_business=business))
    finished = FinishedRevision(revision, revision.digest, Cause.SUBMITTED, NOON, NOON, None)
    one = ToConclude(made, finished, "es", ChainEnd(7, "sha256:" + "0" * 64))
    return {one.id: one.body for one in documents_of(one, a_correspondence(), lambda body: body, AT)}


def test_a_determination_has_its_letter_in_the_members_language():
    documents = issued(a_determination("denied", "denied"))
    assert list(documents) == [
        "justification-initial",
        "justification-initial-pdf",
        "letter-initial-pdf",
        "letter-initial-html",
        "letter-initial-text",
    ]
    assert documents["letter-initial-text"].decode().startswith("Aviso sobre su cobertura médica\n")


def test_where_a_letter_cannot_be_written_any_more_that_is_issued():
    documents = issued(a_determination("denied", "denied"), LineOfBusiness.MEDICARE_FFS)
    assert list(documents)[2:] == ["letter-initial-refused"]
    assert documents["letter-initial-refused"].startswith(b"No letter was written. An adverse letter says how")
