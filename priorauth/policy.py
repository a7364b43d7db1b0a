"""A coverage policy: which services it governs, when and for whom, and its criteria as data.

A policy is one Markdown file in ``policies/<kind>/``: YAML front matter of this shape, prose for people and models.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from priorauth.case import Case, LineOfBusiness, ProviderRole, RequestType, ServiceLine
from priorauth.codes import Icd10CmCode, ProcedureCode
from priorauth.completeness import criteria_problems
from priorauth.criteria import Criterion
from priorauth.fields import StateCode
from priorauth.layers import PolicyKind
from priorauth.nodes import Node, Verification
from priorauth.value import Value


class Citation(Value):
    """Where the policy can be read, and when we last compared it (None: never in full)."""

    title: str
    url: str = Field(pattern=r"^https://")
    read_on: dt.date | None = None


class PolicyCode(Value):
    """A procedure code that the policy governs.

    An unverified code may select the policy; the policy's criteria decide all the same. ``lines_of_business`` limits
    the code to them (the general policy's allow-list); empty means all that the policy has. ``taxonomies`` are the
    qualifications that the policy names for this code.
    """

    code: ProcedureCode
    verification: Verification
    source: str | None = None
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    taxonomies: tuple[str, ...] = ()


class Alignment(StrEnum):
    """How the coded diagnosis must fit the policy.

    ``listed``: the code stands in the covered list. ``indicated``: the code's official description names one of the
    policy's indications. ``documented``: the policy names no diagnosis, so the record must document the coded one.
    """

    LISTED = "listed"
    INDICATED = "indicated"
    DOCUMENTED = "documented"


class DiagnosisEntry(Value):
    """A diagnosis code, or a category that stands for all codes below it."""

    code: Icd10CmCode
    verification: Verification
    source: str | None = None


class Diagnoses(Value):
    """Which diagnoses the policy covers or excludes, and how a coded one is matched."""

    alignment: Alignment
    covered: tuple[DiagnosisEntry, ...] = ()
    excluded: tuple[DiagnosisEntry, ...] = ()
    indications: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_what_it_matches_by(self) -> "Diagnoses":
        needed = {Alignment.LISTED: self.covered, Alignment.INDICATED: self.indications}
        if self.alignment in needed and not needed[self.alignment]:
            raise ValueError(f"alignment '{self.alignment.value}' needs a list to match by")
        return self


class Specialty(Value):
    """Which specialties are appropriate (NUCC codes or their beginnings).

    Where the source names qualifications (``required``), another specialty blocks; else it is shown as a warning.
    """

    taxonomies: tuple[str, ...] = Field(min_length=1)
    required: bool = False
    roles: tuple[ProviderRole, ...] = (ProviderRole.ORDERING, ProviderRole.RENDERING)
    source: str | None = None


class PolicyVersion(Value):
    """Which version of which policy, and when it is in force. Dates are inclusive; ``ends`` None is open-ended.

    ``general`` marks the policy that is used where no other binds; it approves only codes that it lists itself.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z0-9][A-Za-z0-9.()-]*$")]
    version: str
    effective: dt.date
    ends: dt.date | None = None
    general: bool = False

    @field_validator("ends")
    @classmethod
    def _ends_after_it_begins(cls, ends: dt.date | None, info: ValidationInfo) -> dt.date | None:
        effective = info.data.get("effective")
        if ends is not None and effective is not None and ends < effective:
            raise ValueError("ends before it is effective")
        return ends

    def in_force(self, day: dt.date) -> bool:
        """Whether this version is effective on a day."""
        return self.effective <= day and (self.ends is None or day <= self.ends)

    def overlaps(self, other: "PolicyVersion") -> bool:
        """Whether both are versions of one policy that are in force on some same day."""
        return self.id == other.id and (self.in_force(other.effective) or other.in_force(self.effective))


CRITERIA_INCOMPLETE = "criteria_incomplete"
"""The type of the error that a policy raises for what :func:`criteria_problems` tells, place by place."""
CODES_IDLE = "codes_idle"
"""The type of the error that a policy raises for codes for which it asks nothing."""
IDLE_CODE = "no criterion is asked for {code}"


class Policy(PolicyVersion):
    """One version of one coverage policy.

    A local policy names its ``contractors``, and the rule book fills in the states that they serve: no states means
    everywhere. ``states_unverified`` are those of which no source that was read says that the contractor serves them.
    """

    title: str
    kind: PolicyKind
    contractors: tuple[str, ...] = ()
    states: tuple[StateCode, ...] = ()
    states_unverified: tuple[StateCode, ...] = ()
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    plan_id: str | None = None
    citation: Citation
    codes: tuple[PolicyCode, ...] = Field(min_length=1)
    request_types: tuple[RequestType, ...] = ()
    diagnoses: Diagnoses
    specialty: Specialty
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    body: str = ""

    @field_validator("criteria", mode="wrap")
    @classmethod
    def _are_complete(cls, written: Any, validated: Callable[[Any], tuple[Criterion, ...]]) -> tuple[Criterion, ...]:
        criteria = validated(written)
        as_written = [one.model_dump() if isinstance(one, Node) else one for one in written]
        problems = [message for _, message in criteria_problems(as_written)]
        if problems:
            raise PydanticCustomError(CRITERIA_INCOMPLETE, "{problems}", {"problems": "; ".join(problems)})
        return criteria

    @model_validator(mode="after")
    def _asks_something_for_every_code(self) -> "Policy":
        idle = [entry.code for entry in self.codes if not self.criteria_for(entry.code)]
        if idle:
            raise PydanticCustomError(CODES_IDLE, IDLE_CODE, {"code": ", ".join(idle)})
        return self

    def criteria_for(self, code: str) -> tuple[Criterion, ...]:
        """The criteria that are asked for a service code."""
        return tuple(criterion for criterion in self.criteria if criterion.is_for(code))

    def code_entry(self, code: str) -> PolicyCode | None:
        """The policy's entry for a procedure code, if it names it."""
        return next((entry for entry in self.codes if entry.code == code), None)


class Relation(StrEnum):
    """How a policy stands to a service line."""

    BOUND = "bound"
    RELATED = "related"
    UNDETERMINED = "undetermined"


class PolicyMatch(Value):
    """A policy that names the line's code, and whether it binds. ``reason`` is a sentence."""

    policy_id: str
    title: str
    kind: PolicyKind
    version: str
    relation: Relation
    reason: str


def naming(policies: Iterable[Policy], line: ServiceLine) -> tuple[Policy, ...]:
    """The policies, the general one left out, that name the line's code."""
    code = ProcedureCode.parse(line.code)
    return tuple(policy for policy in policies if code and not policy.general and policy.code_entry(code))


def relate(policy: Policy, case: Case, line: ServiceLine) -> PolicyMatch | None:
    """How a policy stands to a service line; None where it does not name the line's code.

    A policy binds when its code, dates, line of business, state and plan all fit. A fact that the case does not give
    and the policy needs makes the relation undetermined; matches in part are related and never bind.
    """
    code = ProcedureCode.parse(line.code)
    entry = policy.code_entry(code) if code else None
    if entry is None:
        return None
    relation, reason = _relation(policy, entry, case, line)
    return PolicyMatch(
        policy_id=policy.id,
        title=policy.title,
        kind=policy.kind,
        version=policy.version,
        relation=relation,
        reason=reason,
    )


def _relation(policy: Policy, entry: PolicyCode, case: Case, line: ServiceLine) -> tuple[Relation, str]:
    as_of = case.as_of(line)
    limits = _limits(policy, entry, case, line)
    outside = [name for name, given, allowed in limits if given is not None and given not in allowed]
    if not policy.in_force(as_of):
        return Relation.RELATED, _not_in_force(policy, as_of)
    if outside:
        return Relation.RELATED, f"It does not apply to this request's {' and '.join(outside)}."
    unknown = [name for name, given, _ in limits if given is None]
    if unknown:
        return Relation.UNDETERMINED, f"Whether it applies depends on the {' and '.join(unknown)}, not given."
    return Relation.BOUND, f"It names {entry.code} and is in force on {as_of.isoformat()}.{_doubt(policy, case)}"


def _limits(
    policy: Policy, entry: PolicyCode, case: Case, line: ServiceLine
) -> list[tuple[str, object, Sequence[object]]]:
    """What the policy is limited to, each by name, with what the case gives; only limits that the policy has."""
    limits = (
        ("line of business", case.line_of_business, entry.lines_of_business or policy.lines_of_business),
        ("member's state", case.member.state, policy.states),
        ("plan", case.plan_id, (policy.plan_id,) if policy.plan_id else ()),
        ("request type", line.request_type, policy.request_types),
    )
    return [limit for limit in limits if limit[2]]


def _not_in_force(version: PolicyVersion, day: dt.date) -> str:
    if day < version.effective:
        return f"This version is in force from {version.effective.isoformat()} on, not on {day.isoformat()}."
    return f"This version ended on {version.ends}; it is not in force on {day.isoformat()}."


def is_for(policy: Policy, case: Case, line: ServiceLine) -> bool:
    """Whether the policy, on a day on which it is in force, governs the line as far as the case tells."""
    code = ProcedureCode.parse(line.code)
    entry = policy.code_entry(code) if code else None
    return entry is not None and all(
        given is None or given in allowed for _, given, allowed in _limits(policy, entry, case, line)
    )


def _doubt(policy: Policy, case: Case) -> str:
    state = case.member.state
    if state not in policy.states_unverified:
        return ""
    return f" Which contractor serves {state} has not been verified in a source."
