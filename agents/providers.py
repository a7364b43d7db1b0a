"""What the registry says of a case's providers."""

from mcp_clients import npi
from mcp_clients.ledger import Answered, Failed, Ledger, NotAsked
from mcp_clients.questions import Question
from priorauth.case import Case, Provider
from priorauth.codes import InvalidCode, Npi
from priorauth.evidence import LookupAnswer
from priorauth.findings import ProviderCheck, ProviderStatus
from priorauth.ledger import LookupCall, LookupOutcome


def questions_about(case: Case) -> list[Question[npi.NpiCheck] | Question[npi.Provider]]:
    """What is asked about each NPI that has the form of one."""
    numbers = dict.fromkeys(number for provider in case.providers if (number := Npi.parse(provider.npi)))
    return [question for number in numbers for question in (npi.npi_validate(number), npi.npi_lookup(number))]


def check_provider(provider: Provider, ledger: Ledger) -> ProviderCheck:
    """A provider by what the ledger holds of its NPI."""
    try:
        number = Npi(provider.npi)
    except InvalidCode as error:
        detail = f"The NPI given is not valid: {error}." if provider.npi else "The request gives no NPI."
        return _check(provider, ProviderStatus.INVALID, detail)
    match ledger.find(npi.npi_lookup(number)):
        case NotAsked(reason=reason):
            return _check(provider, ProviderStatus.NOT_EVALUATED, f"NPI {number} was not looked up. {reason}".strip())
        case Failed(call=call):
            detail = f"NPI {number} could not be verified: the registry lookup failed. {call.detail}"
            return _check(provider, ProviderStatus.NOT_EVALUATED, detail)
        case Answered(value=answer, call=call):
            return _known(provider, number, answer, call)


def _check(provider: Provider, status: ProviderStatus, detail: str) -> ProviderCheck:
    return ProviderCheck(npi=provider.npi[:20], role=provider.role, status=status, name=provider.name, detail=detail)


def _known(provider: Provider, number: Npi, answer: npi.ProviderAnswer, call: LookupCall) -> ProviderCheck:
    found = answer.found
    if found is None:
        return _check(provider, *_unknown(number, answer)).model_copy(update={"evidence": (_evidence(call, answer),)})
    active = found.status is npi.ProviderStatus.ACTIVE
    since = f" since {found.deactivated_on.isoformat()}" if found.deactivated_on else ""
    primary = found.primary_taxonomy
    return ProviderCheck(
        npi=number,
        role=provider.role,
        status=ProviderStatus.ACTIVE if active else ProviderStatus.DEACTIVATED,
        name=found.name,
        specialty=primary.description if primary else None,
        taxonomies=tuple(taxonomy.code for taxonomy in found.taxonomies),
        synthetic=found.synthetic,
        detail=f"NPI {number} is {'active' if active else 'deactivated' + since}.",
        evidence=(LookupAnswer(call_id=call.id, statement=_registered(number, found)),),
    )


def _registered(number: Npi, found: npi.Provider) -> str:
    listed = ", ".join(f"{taxonomy.description} ({taxonomy.code})" for taxonomy in found.taxonomies)
    return f"NPI {number} is registered as {found.name}: {listed or 'no specialty listed'}."


def _unknown(number: Npi, answer: npi.ProviderAnswer) -> tuple[ProviderStatus, str]:
    match answer.outcome:
        case LookupOutcome.NOTHING_FOUND:
            return ProviderStatus.NOT_FOUND, f"NPI {number} was not found in the registry; check the number."
        case LookupOutcome.NOT_IN_SNAPSHOT:
            return (
                ProviderStatus.NOT_IN_SNAPSHOT,
                f"NPI {number} is not in this snapshot of the registry, which says nothing about the provider; "
                "check the number, or verify it with the full registry.",
            )
        case _:
            return ProviderStatus.NOT_EVALUATED, f"NPI {number} could not be verified: {answer.detail}"


def _evidence(call: LookupCall, answer: npi.ProviderAnswer) -> LookupAnswer:
    return LookupAnswer(call_id=call.id, statement=answer.detail or f"NPI registry, {answer.data_version}")
