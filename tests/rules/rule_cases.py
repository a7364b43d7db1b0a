"""Rule cases: YAML sentences about a policy, with facts (or a note) and the statuses that are expected.

A fact is a mapping: its concept with a value (``88 %``, a bare number in the concept's unit), an assertion (``absent``)
or a treatment's outcome (``failed``), else it is present; then its conditions, each by its own word::

    - {oxygen_saturation: 88 %, rest, room_air, dated: 2026-09-28}

``expect`` names criteria by their ids, or nodes below them by place: ``sleep-apnea-by-index.2`` is the second way.

Contractors publish some policies in nearly the same words. A file's ``sisters`` are policies of which its cases hold
too, each with the defaults that differ and the criteria that it ``lacks``; a case that is ``alone`` holds of the file's
own policy only.

Every case asks about one service line, ordered on 2026-10-01. A fact is dated three days before, unless it says
otherwise. A ``note`` is read by the embedded reader instead, as a signed visit note of that day.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field

from agents.reading.identity import Patient
from agents.reading.reader import Reader
from priorauth.case import Case, DocumentKind, LineOfBusiness, ServiceLine, Side
from priorauth.criteria import Criterion
from priorauth.evaluation import Inherited, evaluate
from priorauth.facts import Activity, Assertion, Conditions, Fact, OxygenSource, TreatmentOutcome
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.nodes import Verification
from priorauth.policy import Policy, Relation, relate
from priorauth.rulebook import RuleBook, read_rule_book
from priorauth.value import Value
from tests.building.cases import ORDERED, a_case, a_document, a_line, a_member
from tests.building.facts import a_fact

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).parent / "policies"
SEEN = ORDERED - dt.timedelta(days=3)


class RuleCase(Value):
    """One sentence about a policy."""

    name: str
    policy: str
    facts: tuple[Mapping[str, Any], ...] = ()
    note: str | None = None
    note_kind: DocumentKind = DocumentKind.VISIT_NOTE
    line: Mapping[str, Any] = Field(default_factory=dict)
    member: Mapping[str, Any] = Field(default_factory=dict)
    line_of_business: LineOfBusiness | None = LineOfBusiness.MEDICARE_FFS
    plan_id: str | None = None
    documents: tuple[Mapping[str, Any], ...] = ()
    relation: Relation | None = None
    expect: Mapping[str, Status]

    @property
    def service_line(self) -> ServiceLine:
        return a_line(**self.line)

    @property
    def case(self) -> Case:
        note = () if self.note is None else (a_document(kind=self.note_kind, date=SEEN, text=self.note),)
        sent = tuple(a_document(**{"id": f"s{number}", "text": ""} | one) for number, one in enumerate(self.documents))
        return a_case(
            member=a_member(**self.member),
            services=(self.service_line,),
            documents=(*note, *sent),
            line_of_business=self.line_of_business,
            plan_id=self.plan_id,
        )


@cache
def rule_book() -> RuleBook:
    return read_rule_book(ROOT)


@cache
def _reader() -> Reader:
    skills = rule_book().skills
    return Reader(skills.vocabulary, skills.clinical.scale)


@cache
def read_cases() -> tuple[RuleCase, ...]:
    """The cases of all files; what a file states beside its cases is the default of each of them."""
    return tuple(case for path in sorted(CASES.glob("*.yaml")) for case in _cases_of(path))


@cache
def redundant_words() -> frozenset[str]:
    """Changes of a policy that no case can notice; each is listed beside the cases, with the reason."""
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in CASES.glob("*.yaml"))
    return frozenset(change for written in files for change in written.get("redundant", ()))


_OF_A_FILE = ("cases", "redundant", "sisters")


def _cases_of(path: Path) -> Iterator[RuleCase]:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    defaults = {key: value for key, value in written.items() if key not in _OF_A_FILE}
    for case in written["cases"]:
        yield _case(defaults, {key: value for key, value in case.items() if key != "alone"})
    for sister, differs in written.get("sisters", {}).items():
        lacks = differs.get("lacks", ())
        own = defaults | {"policy": sister} | {key: value for key, value in differs.items() if key != "lacks"}
        for case in written["cases"]:
            if not case.get("alone"):
                yield _case(own, _of_sister(case, sister, lacks))


def _of_sister(case: Mapping[str, Any], sister: str, lacks: Sequence[str]) -> Mapping[str, Any]:
    expect = {name: status for name, status in case["expect"].items() if name.split(".")[0] not in lacks}
    return dict(case) | {"name": f"{case['name']} ({sister})", "expect": expect}


def _case(defaults: Mapping[str, Any], case: Mapping[str, Any]) -> RuleCase:
    line = defaults.get("line", {}) | case.get("line", {})
    return RuleCase.model_validate({**defaults, **case, "line": line})


def statuses(case: RuleCase, policy: Policy) -> dict[str, Status]:
    """The status of every node of a policy's criteria in the case, by the node's id (``adult``, ``test.2.1``)."""
    return {name: status for one in policy.criteria for name, status in node_statuses(case, policy, one)}


def node_statuses(case: RuleCase, policy: Policy, criterion: Criterion) -> Iterator[tuple[str, Status]]:
    """The status of a criterion and of every node below it, as :func:`priorauth.coverage.assess_line` judges them."""
    inherited = Inherited(id=policy.id, source=policy.citation.title, verification=Verification.UNVERIFIED)
    waiting = [evaluate(criterion, _inquiry(case.name), inherited)]
    while waiting:
        result = waiting.pop()
        waiting.extend(result.children)
        yield result.id, result.status


def relation(case: RuleCase, policy: Policy) -> Relation | None:
    match = relate(policy, case.case, case.service_line)
    return match.relation if match else None


@cache
def _inquiry(name: str) -> Inquiry:
    case = next(case for case in read_cases() if case.name == name)
    skills = rule_book().skills
    return Inquiry(
        case=case.case,
        line=case.service_line,
        line_index=0,
        facts=facts_of(case),
        providers=(),
        vocabulary=skills.vocabulary,
        scale=skills.clinical.scale,
        presumed_absent=skills.coverage.presumed_absent,
    )


def facts_of(case: RuleCase) -> tuple[Fact, ...]:
    """The facts that the case states, or that the reader finds in its note."""
    stated = tuple(build_fact(written, f"f{number}") for number, written in enumerate(case.facts, start=1))
    if case.note is None:
        return stated
    one = case.case
    patient = Patient(name=one.member.name, birth_date=one.member.birth_date)
    return (*_reader().read(one.documents, patient).facts, *stated)


def build_fact(written: Mapping[str, Any], fact_id: str) -> Fact:
    """A fact from its short form. Raises ValueError for a word that means nothing."""
    concept = next((key for key in written if key in rule_book().skills.vocabulary.by_id), None)
    if concept is None:
        raise ValueError(f"no concept among {', '.join(map(str, written))}")
    given: dict[str, Any] = {"id": fact_id, "on": SEEN} | _stated(concept, written[concept])
    conditions: dict[str, Any] = {}
    for word, value in written.items():
        if word != concept:
            _WORDS[word](value, given, conditions)
    assertion = given.pop("assertion", Assertion.PRESENT)
    return a_fact(concept, assertion, conditions=Conditions(**conditions), **given)


def _stated(concept: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if value in set(Assertion):
        return {"assertion": Assertion(value)}
    if value in set(TreatmentOutcome):
        return {"outcome": TreatmentOutcome(value)}
    number, _, unit = str(value).partition(" ")
    canonical = rule_book().skills.vocabulary.by_id[concept].unit
    if unit not in ("", canonical):
        raise ValueError(f"{concept} is measured in {canonical}, not in {unit}")
    return {"value": Decimal(number), "unit": canonical}


def _days(value: str) -> int:
    number, _, unit = value.partition(" ")
    return int(number) * {"days": 1, "weeks": 7}[unit]


_WORDS: dict[str, Any] = {
    **{one.value: lambda _, __, cond, one=one: cond.update(activity=one) for one in Activity},
    **{one.value: lambda _, __, cond, one=one: cond.update(oxygen=one) for one in OxygenSource},
    **{one.value: lambda _, __, cond, one=one: cond.update(side=one) for one in Side},
    "method": lambda value, _, cond: cond.update(method=rule_book().skills.vocabulary.by_id[value].id),
    "dated": lambda value, given, _: given.update(on=value),
    "undated": lambda _, given, __: given.update(on=None),
    "lasted": lambda value, given, _: given.update(duration_days=_days(value)),
    "weak": lambda _, given, __: given.update(confidence=50),
    "doubt": lambda value, given, _: given.update(doubt=value),
    "superseded": lambda _, given, __: given.update(superseded_by="an addendum"),
}


def cases_about(policy_id: str) -> Sequence[RuleCase]:
    return [case for case in read_cases() if case.policy == policy_id]
