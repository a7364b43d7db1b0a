"""What a letter takes from a case's review: services, policies, providers and documents, by name."""

from collections.abc import Iterator

from priorauth.acts import InformationItem
from priorauth.deciders import assessments
from priorauth.determination import AdverseReason, LineDetermination
from priorauth.findings import NotEvaluated
from priorauth.letters.model import (
    AskedItem,
    Category,
    NamedPolicy,
    NamedProvider,
    Place,
    ReviewedDocument,
)
from priorauth.policy import PolicyMatch, Relation
from priorauth.revision import Revision


def asked_item(item: InformationItem, revision: Revision) -> AskedItem:
    """What is asked for, with the criterion and the policy that it serves."""
    criterion = next(
        (
            one.result.label
            for line in assessments(revision)
            if item.line in (None, line.line)
            for one in (*line.criteria, *line.universal)
            if one.result.id == item.criterion_id and item.policy_id in (None, one.policy_id)
        ),
        None,
    )
    policy = named_policy(revision, item.line, item.policy_id) if item.policy_id else None
    return AskedItem(what=item.what, request=item.request, criterion=criterion, policy=policy)


def approved_service(line: LineDetermination, revision: Revision) -> dict[str, object]:
    """The fields of an ``ApprovedService``."""
    return _service(line, revision) | {
        "units": line.units,
        "begins": line.begins,
        "ends": line.ends,
        "conditions": line.conditions,
    }


def adverse_service(line: LineDetermination, reason: AdverseReason, revision: Revision) -> dict[str, object]:
    """The fields of an ``AdverseService``."""
    return _service(line, revision) | {
        "units": line.units,
        "fact": reason.fact,
        "policy": named_policy(revision, line.line, reason.policy_id),
        "provision": reason.provision,
        "explanation": reason.explanation,
    }


def _service(line: LineDetermination, revision: Revision) -> dict[str, object]:
    category = _category(revision, line.line)
    return {
        "code": line.code,
        "category": Category(name=category) if category else None,
        "requested_units": line.requested_units,
        "side": line.side,
        "place": Place(code=line.place_of_service) if line.place_of_service else None,
        "policies": tuple(
            _named(match, revision) for match in _matches(revision, line.line) if match.relation is Relation.BOUND
        ),
    }


def _category(revision: Revision, line: str) -> str | None:
    if isinstance(revision.compliance, NotEvaluated):
        return None
    return next((one.category for one in revision.compliance.service_types if one.line == line), None)


def _matches(revision: Revision, line: str | None) -> Iterator[PolicyMatch]:
    yield from (match for one in assessments(revision) if line in (None, one.line) for match in one.policies)


def named_policy(revision: Revision, line: str | None, policy_id: str) -> NamedPolicy | None:
    """A policy that was applied to a line (None: to any), by its id."""
    return next((_named(match, revision) for match in _matches(revision, line) if match.policy_id == policy_id), None)


def _named(match: PolicyMatch, revision: Revision) -> NamedPolicy:
    cited = () if isinstance(revision.coverage, NotEvaluated) else revision.coverage.citations
    url = next((one.url for one in cited if (one.policy_id, one.version) == (match.policy_id, match.version)), None)
    return NamedPolicy(id=match.policy_id, title=match.title, version=match.version, url=url)


def named_providers(revision: Revision) -> Iterator[NamedProvider]:
    """The case's providers, with the registry's name where the request gives none."""
    checks = () if isinstance(revision.coverage, NotEvaluated) else revision.coverage.providers
    for provider in revision.case.providers:
        known = next((check.name for check in checks if check.npi == provider.npi and check.name), None)
        yield NamedProvider(name=provider.name or known, npi=provider.npi or None)


def reviewed_documents(revision: Revision) -> Iterator[ReviewedDocument]:
    """The documents that were read, without any that holds another person's pages: its title may name that person."""
    found = () if isinstance(revision.clinical, NotEvaluated) else revision.clinical.quarantined
    of_others = {one.document_id for one in found}
    for document in revision.case.documents:
        if document.id not in of_others:
            yield ReviewedDocument(kind=document.kind, title=document.title or None, date=document.date)
