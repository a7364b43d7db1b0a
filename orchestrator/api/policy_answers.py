"""The shapes of what is told of the rule book, and of a policy that is tried on a record."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from priorauth.case import MAX_DIAGNOSES, Document, LineOfBusiness, ServiceLine, Sex, SubmittedDocument
from priorauth.contractors import Contractor
from priorauth.explain import ExplainedNode, criteria_tree, explained
from priorauth.fields import EARLIEST_BIRTH, OptionalDate, ShortText, StateCode, possible
from priorauth.layers import PolicyKind
from priorauth.policy import Policy
from priorauth.policy_verification import PolicyVerification, verification_of
from priorauth.policy_versions import PolicyChange, changes_of_policy
from priorauth.requirements import RelatedListing, listings_of
from priorauth.rulebook import RuleBook
from priorauth.trial import PolicyTrial
from priorauth.value import Value

MAX_TRIAL_DOCUMENTS = 20


class PolicyItem(Value):
    """A policy of the library. No states means everywhere; ``about`` are the indications that it names, in words."""

    id: str
    title: str
    kind: PolicyKind
    version: str
    effective: dt.date
    ends: dt.date | None
    general: bool
    citation_url: str
    codes: tuple[str, ...]
    contractors: tuple[str, ...]
    states: tuple[str, ...]
    lines_of_business: tuple[LineOfBusiness, ...]
    plan_id: str | None
    about: tuple[str, ...]
    verification: PolicyVerification
    links: dict[str, str]


class PolicyList(Value):
    """The rule book in force. ``as_of`` is the day of the answer, by which a reader tells what is in force."""

    rule_book: str
    as_of: dt.date
    policies: tuple[PolicyItem, ...]


class PolicyVersionItem(Value):
    """A version of a policy in this library. ``changes`` are from the version before it; the oldest has none."""

    version: str
    effective: dt.date
    ends: dt.date | None
    changes: tuple[PolicyChange, ...]


class PolicyAnswer(Value):
    """One version of a policy with its codes, criteria and prose.

    ``criteria`` are the criteria as trees; ``tree`` says them in words, indented by level, with marks in brackets of
    what is unverified, from a secondary source, or a person's to decide. ``described`` has the official descriptions of
    the diagnosis codes that it names, where they are known. ``versions`` are all in this library, the newest first.
    """

    policy: Policy
    tree: tuple[str, ...]
    criteria: tuple[ExplainedNode, ...]
    verification: PolicyVerification
    as_of: dt.date
    contractors: tuple[Contractor, ...]
    programs: tuple[RelatedListing, ...]
    described: Mapping[str, str]
    versions: tuple[PolicyVersionItem, ...]


class TrialMember(Value):
    """What a trial may say of an invented patient. No name: a trial is about nobody."""

    birth_date: Annotated[OptionalDate, possible("Birth date", EARLIEST_BIRTH)] = None
    sex: Sex | None = None
    state: StateCode | None = None


class TrialRequest(Value):
    """A record to try a policy on. Without a code, the service is the first that the policy names."""

    documents: tuple[SubmittedDocument, ...] = Field(min_length=1, max_length=MAX_TRIAL_DOCUMENTS)
    diagnoses: tuple[ShortText, ...] = Field(default=(), max_length=MAX_DIAGNOSES)
    service: ServiceLine = ServiceLine()
    member: TrialMember = TrialMember()
    line_of_business: LineOfBusiness | None = None
    plan_id: ShortText | None = None


class TrialAnswer(Value):
    """What a policy makes of the record: no review, stored nowhere, and it decides nothing.

    ``documents`` are the texts as they were read: the offsets of evidence count code points in them. ``took_ms`` is how
    long reading and evaluating took.
    """

    trial: Literal[True] = True
    policy_id: str
    version: str
    documents: tuple[Document, ...]
    found: PolicyTrial
    took_ms: float


def show_policy_item(policy: Policy) -> PolicyItem:
    """A policy in the list."""
    return PolicyItem(
        id=policy.id,
        title=policy.title,
        kind=policy.kind,
        version=policy.version,
        effective=policy.effective,
        ends=policy.ends,
        general=policy.general,
        citation_url=policy.citation.url,
        codes=tuple(entry.code for entry in policy.codes),
        contractors=policy.contractors,
        states=policy.states,
        lines_of_business=policy.lines_of_business,
        plan_id=policy.plan_id,
        about=tuple(name.replace("_", " ") for name in policy.diagnoses.indications),
        verification=verification_of(policy),
        links={"self": f"/api/policies/{policy.id}"},
    )


def show_policy(policy: Policy, rules: RuleBook, as_of: dt.date, described: Mapping[str, str]) -> PolicyAnswer:
    """A version of a policy, with all that the library holds beside it."""
    return PolicyAnswer(
        policy=policy,
        tree=tuple("  " * depth + said for depth, said in criteria_tree(policy)),
        criteria=explained(policy),
        verification=verification_of(policy),
        as_of=as_of,
        contractors=rules.contractors.named(policy.contractors),
        programs=listings_of(policy, rules.programs),
        described=described,
        versions=_versions(rules.versions(policy.id)),
    )


def _versions(versions: Sequence[Policy]) -> tuple[PolicyVersionItem, ...]:
    """``versions``: the newest first."""
    before = (*versions[1:], None)
    return tuple(
        PolicyVersionItem(
            version=one.version,
            effective=one.effective,
            ends=one.ends,
            changes=changes_of_policy(older, one) if older else (),
        )
        for one, older in zip(versions, before, strict=True)
    )
