"""From the body of a request to a case, or to every problem at once."""

import datetime as dt
from typing import Any

import pytest

from priorauth.case import MAX_DOCUMENTS, CaseSubmission, DocumentKind
from priorauth.errors import CaseRejected, Problem
from priorauth.fields import MAX_DOCUMENT_CHARACTERS
from priorauth.submission import accept, parse_submission, problems_of
from priorauth.unknown_fields import allowed_fields
from tests.building.cases import NPI, RECEIVED, a_submission


def parse(body: Any) -> CaseSubmission:
    return parse_submission(body, RECEIVED)


def problems(body: Any) -> tuple[Problem, ...]:
    with pytest.raises(CaseRejected) as rejected:
        parse(body)
    return rejected.value.problems


def a_document(**given: Any) -> dict[str, Any]:
    return a_submission(documents=[{"kind": "lab"} | given])


def a_service(**given: Any) -> dict[str, Any]:
    return a_submission(services=[given])


def a_member(**given: Any) -> dict[str, Any]:
    return a_submission(member=given)


TEXT = "This must be text."
WHOLE_NUMBER = "This must be a whole number."
OBJECT = "This must be an object."
LIST = "This must be a list."
DATE = "This must be a date as YYYY-MM-DD that exists in the calendar."
BINARY = "This holds control characters or binary data; send plain text."
STATE = "Give the two-letter code of the state in capitals, such as OH."
TOO_LONG = "This is too long; at most {} characters are accepted."
TOO_MANY = "There are too many; at most {} are accepted."
USE = {"code": "E1390", "date": "2026-01-01", "units": 1}
PLACE = "Give the two-digit CMS place-of-service code, such as 22."


@pytest.mark.parametrize(
    ("body", "path", "code", "message"),
    [
        ([], "", "model_type", OBJECT),
        (None, "", "model_type", OBJECT),
        ("a case", "", "model_type", OBJECT),
        ({}, "/member", "missing", "This field is required; add it and submit again."),
        (a_submission(member=3), "/member", "model_type", OBJECT),
        (a_submission(services={"code": "E1390"}), "/services", "tuple_type", LIST),
        (a_submission(documents="text"), "/documents", "tuple_type", LIST),
        (a_member(name=7), "/member/name", "string_type", TEXT),
        (a_member(name="A" * 201), "/member/name", "string_too_long", TOO_LONG.format("200")),
        (a_member(name="A\x00"), "/member/name", "value_error", BINARY),
        (a_member(name="A\x85B"), "/member/name", "value_error", BINARY),
        (a_member(name="\ud800"), "/member/name", "string_unicode", "This is not valid Unicode text."),
        (a_member(sex="F"), "/member/sex", "enum", "This must be one of: 'male', 'female', 'other' or 'unknown'."),
        (a_member(state="oh"), "/member/state", "string_pattern_mismatch", STATE),
        (a_member(state="OH\n"), "/member/state", "string_pattern_mismatch", STATE),
        (a_member(birth_date=19600229), "/member/birth_date", "date_type", DATE),
        (a_member(birth_date=0), "/member/birth_date", "date_type", DATE),
        (a_member(birth_date=False), "/member/birth_date", "date_type", DATE),
        (a_service(units=0), "/services/0/units", "greater_than_equal", "This must be 1 or more."),
        (a_service(units=100_001), "/services/0/units", "less_than_equal", "This must be 100,000 or less."),
        (a_service(units="1"), "/services/0/units", "int_type", WHOLE_NUMBER),
        (a_service(units=1.0), "/services/0/units", "int_type", WHOLE_NUMBER),
        (a_service(units=True), "/services/0/units", "int_type", WHOLE_NUMBER),
        (a_service(place_of_service="2"), "/services/0/place_of_service", "string_pattern_mismatch", PLACE),
        (a_service(modifiers=["RT"] * 5), "/services/0/modifiers", "too_long", TOO_MANY.format("4")),
        (a_document(signed="yes"), "/documents/0/signed", "bool_type", "This must be true or false."),
        (a_document(text="a\x1b[31m"), "/documents/0/text", "value_error", BINARY),
        (
            a_submission(documents=[{"kind": "lab"}] * (MAX_DOCUMENTS + 1)),
            "/documents",
            "too_long",
            TOO_MANY.format("100"),
        ),
        (a_submission(history={"usage": [USE | {"date": None}]}), "/history/usage/0/date", "date_type", DATE),
        (
            a_submission(history={"usage": [USE | {"units": -1}]}),
            "/history/usage/0/units",
            "greater_than_equal",
            "This must be 0 or more.",
        ),
    ],
)
def test_a_problem_names_its_place_and_what_to_do(body: Any, path: str, code: str, message: str) -> None:
    assert problems(body) == (Problem(path=path, code=code, message=message),)


SECRET = "patient has cancer"
MEANT = "There is no such field here; perhaps '{}' was meant. Correct its name or remove it."
OF_A_DOCUMENT = " The fields are: kind, title, date, author, signed, text."


@pytest.mark.parametrize(
    ("body", "path", "message"),
    [
        (a_submission(memberr={}), "", MEANT.format("member")),
        (a_submission(lineOfBusiness="x"), "", MEANT.format("line_of_business")),
        (a_member(birthdate="1960-02-29"), "/member", MEANT.format("birth_date")),
        (a_service(form="2026-10-01"), "/services/0", MEANT.format("from")),
        (a_document(titel="Note"), "/documents/0", MEANT.format("title")),
        (
            a_document(**{SECRET: "x"}),
            "/documents/0",
            "There is no such field here. Correct its name or remove it." + OF_A_DOCUMENT,
        ),
        (
            a_document(**{SECRET: "x", "text has a lump": "x"}),
            "/documents/0",
            "2 fields here do not exist. Correct their names or remove them." + OF_A_DOCUMENT,
        ),
        (
            a_document(**{SECRET: "x", "Text": "x", "txt": "y"}),
            "/documents/0",
            "3 fields here do not exist; perhaps 'text' was meant. Correct their names or remove them." + OF_A_DOCUMENT,
        ),
        (
            a_document(Text="x", sined=True),
            "/documents/0",
            "2 fields here do not exist; perhaps 'text' and 'signed' were meant. Correct their names or remove them.",
        ),
        (a_submission(provider={"npi": NPI, "nme": "A"}), "/provider", MEANT.format("name")),
        (
            a_submission(history={"usage": [USE | {SECRET: 1}]}),
            "/history/usage/0",
            "There is no such field here. Correct its name or remove it. The fields are: code, date, units.",
        ),
    ],
)
def test_an_unknown_field_is_told_by_its_place_and_never_by_its_name(body: Any, path: str, message: str) -> None:
    assert problems(body) == (Problem(path=path, code="extra_forbidden", message=message),)
    assert SECRET not in message


def test_the_unknown_fields_of_each_object_are_a_problem_of_their_own() -> None:
    documents = [{"kind": "lab", SECRET: 1}, {"kind": "lab", SECRET: 1, "b": 2}]
    found = problems(a_submission(documents=documents, **{"member": {"name": 7, SECRET: 1}}))
    assert [(problem.path, problem.code) for problem in found] == [
        ("/member/name", "string_type"),
        ("/member", "extra_forbidden"),
        ("/documents/0", "extra_forbidden"),
        ("/documents/1", "extra_forbidden"),
    ]


def test_a_key_of_any_length_and_any_number_of_keys_are_told_at_once() -> None:
    body = a_submission(**{"member" * 10_000: 1} | {f"mmber{number}": 1 for number in range(5_000)})
    (problem,) = problems(body)
    assert problem.message.startswith("5,001 fields here do not exist; perhaps 'member' was meant. ")


@pytest.mark.parametrize(
    ("location", "names"),
    [
        ((), ("member", "provider")),
        (("services", 0), ("line", "code")),
        (("history", "authorizations", 3), ("number", "code")),
        (("services", 0, "from"), ()),
        (("no such place", 0), ()),
        (("no such place", "inside it"), ()),
    ],
)
def test_the_fields_that_a_place_may_have(location: tuple[str | int, ...], names: tuple[str, ...]) -> None:
    assert allowed_fields(CaseSubmission, location)[:2] == names


def test_where_the_type_is_not_known_no_names_are_told() -> None:
    details = {"type": "extra_forbidden", "loc": ("body", SECRET)}
    (problem,) = problems_of([details])
    assert (problem.path, problem.message) == (
        "/body",
        "There is no such field here. Correct its name or remove it.",
    )


@pytest.mark.parametrize(
    ("least", "said"),
    [(1, "This is empty; write what belongs here."), (20, "This is too short; at least 20 characters must be given.")],
)
def test_what_is_empty_or_too_short_says_so(least: int, said: str) -> None:
    (problem,) = problems_of([{"type": "string_too_short", "loc": ("reason",), "ctx": {"min_length": least}}])
    assert (problem.path, problem.message) == ("/reason", said)


@pytest.mark.parametrize("text", ["29.02.1960", "1961-02-29", "2026-13-01", "yesterday", "", "2026-10-01T12:30:00"])
def test_a_date_stands_in_the_calendar(text: str) -> None:
    (problem,) = problems(a_member(birth_date=text))
    assert (problem.path, problem.message) == ("/member/birth_date", DATE)


def test_a_document_that_is_too_long_is_told_so() -> None:
    (problem,) = problems(a_document(text="a" * (MAX_DOCUMENT_CHARACTERS + 1)))
    assert problem.message == TOO_LONG.format("2,000,000")


@pytest.mark.parametrize(
    ("body", "path", "message"),
    [
        (
            a_member(birth_date="2026-10-16"),
            "/member/birth_date",
            "Birth date '2026-10-16' lies in the future; correct it and submit again.",
        ),
        (
            a_member(birth_date="1879-12-31"),
            "/member/birth_date",
            "Birth date '1879-12-31' is before 1880; correct it.",
        ),
        (
            a_service(order_date="2026-10-16"),
            "/services/0/order_date",
            "Order date '2026-10-16' lies in the future; correct it and submit again.",
        ),
        (
            a_document(date="2026-10-16"),
            "/documents/0/date",
            "Document date '2026-10-16' lies in the future; correct it and submit again.",
        ),
        (
            a_service(**{"from": "2026-10-02", "to": "2026-10-01"}),
            "/services/0",
            "The service ends on '2026-10-01', before it begins on '2026-10-02'; correct one of the dates.",
        ),
    ],
)
def test_an_impossible_date_is_told_with_the_date(body: Any, path: str, message: str) -> None:
    assert problems(body) == (Problem(path=path, code="impossible_date", message=message),)


@pytest.mark.parametrize(
    "body",
    [
        a_member(birth_date="2026-10-15"),
        a_member(birth_date="1880-01-01"),
        a_service(order_date="2026-10-15"),
        a_document(date="2026-10-15"),
        a_service(**{"from": "2026-10-01", "to": "2026-10-01"}),
        a_service(**{"from": "2027-01-01"}),
        a_service(**{"to": "2027-01-01"}),
    ],
)
def test_a_date_on_the_edge_is_possible(body: Any) -> None:
    parse(body)


@pytest.mark.parametrize(
    "digits",
    [
        "0",
        "86400",
        "-86400",
        pytest.param("0.0"),
    ],
)
def test_a_date_is_no_number_in_quotes(digits: str) -> None:
    assert problems(a_member(birth_date=digits))[0].message == DATE


def test_all_problems_are_told_at_once() -> None:
    found = problems(
        {"member": {"name": 7, "state": "Ohio"}, "services": [{"units": 0}, {"units": 0}], "documents": [{}]}
    )
    assert [problem.path for problem in found] == [
        "/member/name",
        "/member/state",
        "/services/0/units",
        "/services/1/units",
        "/documents/0/kind",
    ]


class TestServiceLines:
    """Every line has an id of its own."""

    def ids(self, *lines: dict[str, Any]) -> list[str]:
        return [line.line for line in parse(a_submission(services=list(lines))).services]

    def test_its_place_in_the_list_where_none_was_given(self) -> None:
        assert self.ids({"code": "E1390"}, {"line": "b"}, {}) == ["1", "b", "3"]

    def test_an_id_that_was_given_is_not_given_again(self) -> None:
        assert self.ids({"line": "2"}, {}) == ["2", "3"]
        assert self.ids({}, {"line": "1"}, {}) == ["2", "1", "3"]

    def test_an_id_that_was_given_twice_is_refused(self) -> None:
        message = "Two service lines have the same id; give each its own."
        assert problems(a_submission(services=[{"line": "1"}, {"line": "1"}])) == (
            Problem(path="/services", code="repeated_line", message=message),
        )


class TestProviders:
    def test_one_provider_may_stand_alone(self) -> None:
        assert [provider.npi for provider in parse(a_submission(provider={"npi": NPI})).provider] == [NPI]

    def test_several_stand_in_a_list(self) -> None:
        assert len(parse(a_submission(provider=[{"npi": NPI}, {"role": "facility"}])).provider) == 2

    def test_none_is_for_compliance_to_judge(self) -> None:
        assert parse({"member": {}}).provider == ()

    def test_a_submission_that_was_parsed_can_be_parsed_again(self) -> None:
        parsed = parse(a_submission())
        assert CaseSubmission.model_validate(parsed.model_dump()) == parsed
        assert parse(a_submission(provider=parsed.provider[0])) == parsed

    def test_a_problem_of_a_single_provider_is_where_it_was_sent(self) -> None:
        assert problems(a_submission(provider={"npi": 7}))[0].path == "/provider/npi"


def test_what_compliance_and_the_gates_judge_is_accepted_as_sent() -> None:
    body = a_submission(provider={"npi": "nonsense"}, diagnoses=["cough", ""], services=[{"code": "?"}], documents=[])
    parsed = parse(body)
    assert (parsed.provider[0].npi, parsed.diagnoses, parsed.services[0].code) == ("nonsense", ("cough", ""), "?")


def test_unknown_stays_unknown() -> None:
    parsed = parse({"member": {}})
    assert (parsed.line_of_business, parsed.plan_id, parsed.member.birth_date, parsed.member.sex) == (None,) * 4


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\ufeffa", "a"),
        ("a\tb\fc", "a\tb\fc"),
        ("\r\r\n", "\n\n"),
    ],
)
def test_text_is_stored_with_line_feeds_and_without_byte_order_mark(sent: str, stored: str) -> None:
    assert parse(a_document(text=sent)).documents[0].text == stored


def test_a_document_that_is_no_text_is_told_so() -> None:
    assert problems(a_document(text=7))[0].message == TEXT


class TestAcceptance:
    """The case of an accepted submission."""

    CASE = accept(
        parse(a_submission(documents=[{"kind": "lab", "text": "A."}, {"kind": "order", "text": "B."}])),
        case_id="c7",
        received_on=RECEIVED,
    )

    def test_the_server_numbers_the_documents(self) -> None:
        assert [(one.id, one.kind, one.text) for one in self.CASE.documents] == [
            ("d1", DocumentKind.LAB, "A."),
            ("d2", DocumentKind.ORDER, "B."),
        ]

    def test_a_document_is_found_by_its_id(self) -> None:
        assert self.CASE.document("d2") == self.CASE.documents[1]
        assert self.CASE.document("d3") is None

    def test_it_holds_what_was_submitted(self) -> None:
        assert (self.CASE.case_id, self.CASE.received_on) == ("c7", RECEIVED)
        assert (self.CASE.member.name, self.CASE.diagnoses) == ("Ada Example", ("J44.9",))
        assert self.CASE.as_of(self.CASE.services[0]) == RECEIVED


def test_a_case_without_its_texts_keeps_what_is_said_of_the_documents() -> None:
    case = TestAcceptance.CASE
    bare = case.without_texts()
    assert [one.text for one in bare.documents] == ["", ""]
    assert [one.kind for one in bare.documents] == [one.kind for one in case.documents]
    assert bare.model_copy(update={"documents": case.documents}) == case


def test_a_case_outlives_the_day_it_came_in() -> None:
    """A stored case is read without the day of receipt as context, so its dates are not judged again."""
    member = {"name": "", "birth_date": dt.date(2100, 1, 1)}
    assert CaseSubmission.model_validate({"member": member}).member.birth_date == dt.date(2100, 1, 1)


@pytest.mark.parametrize(
    ("asked_by", "expected"), [("physician", "expedited"), ("member", "standard"), (None, "standard")]
)
def test_what_a_physician_asks_to_expedite_is_expedited(asked_by: str | None, expected: str) -> None:
    submission = parse_submission(a_submission(expedited_by=asked_by), RECEIVED)
    assert accept(submission, case_id="c1", received_on=RECEIVED).priority == expected
