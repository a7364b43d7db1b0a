"""Whatever is sent, a submission is accepted or refused with problems that repeat nothing of it."""

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from priorauth.case import CaseSubmission
from priorauth.errors import CaseRejected
from priorauth.submission import accept, parse_submission
from tests.building.cases import RECEIVED, a_submission
from tests.generative.strategies import DOCUMENT_KINDS, JSON, maybe

MARKER = "Zyxwv"
DATES = st.dates().map(str) | st.text(max_size=10) | st.integers()
MARKED = st.text(max_size=5).map(lambda text: f"{MARKER}{text}")
ANYTHING = JSON | MARKED


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """These fields, and sometimes one whose name may hold anything too."""
    known = st.fixed_dictionaries({}, optional={name: strategy | JSON for name, strategy in fields.items()})
    return st.one_of(known, known, st.builds(lambda told, key: told | {key: "x"}, known, MARKED))


MEMBERS = objects(name=MARKED, birth_date=DATES, sex=MARKED, member_id=MARKED, plan_type=MARKED, state=MARKED)
SERVICES = objects(
    line=st.sampled_from("12"),
    code=MARKED,
    units=st.integers(),
    order_date=DATES,
    to=DATES,
    place_of_service=MARKED,
    modifiers=st.lists(MARKED, max_size=6),
) | st.fixed_dictionaries({"from": DATES, "to": DATES})
DOCUMENTS = objects(kind=DOCUMENT_KINDS, title=MARKED, text=MARKED, date=DATES, signed=st.booleans(), author=MARKED)
SUBMISSIONS = objects(
    member=MEMBERS,
    provider=objects(npi=MARKED, name=MARKED, role=MARKED),
    services=st.lists(SERVICES, max_size=3),
    documents=st.lists(DOCUMENTS, max_size=3),
    diagnoses=st.lists(MARKED, max_size=3),
    history=objects(usage=st.lists(objects(code=MARKED, date=DATES, units=st.integers()), max_size=2)),
    priority=MARKED,
    requester=objects(name=MARKED),
)


def parse(body: Any) -> CaseSubmission | CaseRejected:
    try:
        return parse_submission(body, RECEIVED)
    except CaseRejected as rejected:
        return rejected


@given(JSON | SUBMISSIONS)
def test_nothing_but_a_refusal_is_ever_raised(body: Any) -> None:
    parsed = parse(body)
    event(type(parsed).__name__)
    if isinstance(parsed, CaseRejected):
        assert parsed.problems
        assert all(problem.message and problem.code for problem in parsed.problems)


@given(SUBMISSIONS)
def test_a_problem_never_repeats_what_was_sent(body: dict[str, Any]) -> None:
    parsed = parse(body)
    if isinstance(parsed, CaseRejected):
        assert MARKER not in str(parsed)
        assert not any(MARKER in problem.message + problem.path + problem.code for problem in parsed.problems)


@given(SUBMISSIONS)
def test_a_refused_submission_is_refused_for_places_that_were_sent(body: dict[str, Any]) -> None:
    parsed = parse(body)
    if isinstance(parsed, CaseRejected):
        assert all(problem.path == "" or problem.path.startswith("/") for problem in parsed.problems)


WHOLE = st.builds(
    lambda member, texts, codes, date: a_submission(
        member=member,
        documents=[{"kind": "lab", "text": text} for text in texts],
        services=[{"code": code, "order_date": date} for code in codes],
    ),
    st.fixed_dictionaries({"name": st.text("abc \t", max_size=9)}),
    st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30), max_size=3),
    st.lists(st.text("E139", max_size=5), max_size=3),
    maybe(st.dates(max_value=RECEIVED).map(str)),
)


@given(WHOLE)
def test_an_accepted_case_is_the_same_after_storage(body: dict[str, Any]) -> None:
    parsed = parse(body)
    assert isinstance(parsed, CaseSubmission)
    case = accept(parsed, case_id="c1", received_on=RECEIVED)
    assert type(case).model_validate_json(case.model_dump_json()) == case
    assert len({line.line for line in case.services}) == len(case.services)
    assert [document.id for document in case.documents] == [f"d{n}" for n in range(1, len(case.documents) + 1)]
