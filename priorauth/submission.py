"""From the body of a request to a case, or to every problem at once.

Problems name the place by JSON pointer and never repeat what was sent, a date excepted: a submission holds clinical
text.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from priorauth.case import Case, CaseSubmission, Document, ExpeditedBy, Priority
from priorauth.errors import CaseRejected, Problem
from priorauth.fields import IMPOSSIBLE_DATE, REPEATED_LINE
from priorauth.unknown_fields import EXTRA_FIELD, allowed_fields, tell_unknown_fields


def parse_submission(body: Any, received_on: dt.date) -> CaseSubmission:
    """The submission, with a stable id for each service line.

    ``received_on`` is the date of receipt; a birth, an order or a document after it is impossible. Raises
    :class:`CaseRejected` with all problems of shape, type, limits and dates.
    """
    try:
        return CaseSubmission.model_validate(body, context={"received_on": received_on})
    except ValidationError as error:
        problems = problems_of(error.errors(include_url=False), CaseSubmission)
        raise CaseRejected([_as_sent(problem, body) for problem in problems]) from None


def _as_sent(problem: Problem, body: Any) -> Problem:
    """A single provider may be sent without a list; the pointer then goes into no list either."""
    alone = isinstance(body, dict) and isinstance(cast(dict[str, Any], body).get("provider"), dict)
    if not alone or not problem.path.startswith("/provider/0"):
        return problem
    return problem.model_copy(update={"path": problem.path.replace("/provider/0", "/provider", 1)})


def accept(submission: CaseSubmission, *, case_id: str, received_on: dt.date) -> Case:
    """The case of an accepted submission. Document ids (``d1``, ``d2`` …) follow the order of the documents."""
    documents = tuple(
        Document(id=f"d{number}", **dict(document)) for number, document in enumerate(submission.documents, start=1)
    )
    return Case(
        case_id=case_id,
        received_on=received_on,
        member=submission.member,
        providers=submission.provider,
        plan_id=submission.plan_id,
        jurisdiction=submission.jurisdiction,
        priority=priority_of(submission),
        line_of_business=submission.line_of_business,
        timing=submission.timing,
        diagnoses=submission.diagnoses,
        services=submission.services,
        documents=documents,
        history=submission.history,
    )


def priority_of(submission: CaseSubmission) -> Priority:
    """A request that a physician asks to expedite is expedited (42 CFR 422.570(c)(2)), whatever else it says.

    One that a member asks to expedite is as it was submitted, until a person changes it.
    """
    if submission.expedited_by is ExpeditedBy.PHYSICIAN:
        return Priority.EXPEDITED
    return submission.priority


def _too_long(limit: int, *, is_list: bool) -> str:
    if is_list:
        return f"There are too many; at most {limit:,} are accepted."
    return f"This is too long; at most {limit:,} characters are accepted."


_MESSAGES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "This field is required; add it and submit again.",
    "string_type": lambda _: "This must be text.",
    "int_type": lambda _: "This must be a whole number.",
    "int_parsing": lambda _: "This must be a whole number.",
    "bool_type": lambda _: "This must be true or false.",
    "bool_parsing": lambda _: "This must be true or false.",
    "model_type": lambda _: "This must be an object.",
    "model_attributes_type": lambda _: "This must be an object.",
    "tuple_type": lambda _: "This must be a list.",
    "enum": lambda context: f"This must be one of: {context['expected']}.",
    "literal_error": lambda context: f"This must be {context['expected']}.",
    "string_too_long": lambda context: _too_long(context["max_length"], is_list=False),
    "too_long": lambda context: _too_long(context["max_length"], is_list=context["field_type"] == "Tuple"),
    "too_short": lambda context: f"There are too few; at least {context['min_length']:,} must be given.",
    "greater_than_equal": lambda context: f"This must be {context['ge']} or more.",
    "less_than_equal": lambda context: f"This must be {context['le']:,} or less.",
    "value_error": lambda _: "This holds control characters or binary data; send plain text.",
    "string_too_short": lambda context: (
        "This is empty; write what belongs here."
        if context["min_length"] == 1
        else f"This is too short; at least {context['min_length']:,} characters must be given."
    ),
    "string_unicode": lambda _: "This is not valid Unicode text.",
}
_DATE_TYPES = ("date_", "date_from_datetime_")
_PATTERNS = {
    "digest": "Give the digest of the revision that was seen: sha256: and 64 hexadecimal digits.",
    "state": "Give the two-letter code of the state in capitals, such as OH.",
    "place_of_service": "Give the two-digit CMS place-of-service code, such as 22.",
}


def problems_of(errors: Iterable[Mapping[str, Any]], model: type[BaseModel] | None = None) -> list[Problem]:
    """The problems that Pydantic's error details tell, in our words and without what was sent.

    The unknown fields of one object are one problem; ``model``, the type that was asked for, knows the names it has.
    """
    problems: list[Problem] = []
    unknown: dict[tuple[str | int, ...], list[str]] = {}
    for details in errors:
        if details["type"] == EXTRA_FIELD:
            *parent, key = _location(details)
            unknown.setdefault(tuple(parent), []).append(str(key))
        else:
            problems.append(_problem_of(details))
    for parent, keys in unknown.items():
        message = tell_unknown_fields(keys, allowed_fields(model, parent) if model else ())
        problems.append(Problem(path=_pointer(parent), code=EXTRA_FIELD, message=message))
    return problems


def _problem_of(details: Mapping[str, Any]) -> Problem:
    kind = str(details["type"])
    location = _location(details)
    name = str(location[-1]) if location else ""
    if kind.startswith(_DATE_TYPES):
        message = "This must be a date as YYYY-MM-DD that exists in the calendar."
    elif kind in (IMPOSSIBLE_DATE, REPEATED_LINE):
        message = str(details["msg"])
    elif kind == "string_pattern_mismatch":
        message = _PATTERNS.get(name, "This has not the expected form.")
    else:
        message = _MESSAGES.get(kind, lambda _: "This has not the expected shape.")(details.get("ctx", {}))
    return Problem(path=_pointer(location), code=kind, message=message)


def _location(details: Mapping[str, Any]) -> list[str | int]:
    return [step for step in details["loc"] if step != "function-before"]


def _pointer(location: Iterable[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in location)
