"""The skills' rules, with the numbers of the contract, written out so that a unit test depends on no rule file."""

import datetime as dt
from typing import Any

from pydantic import TypeAdapter

from priorauth.criteria import Criterion
from priorauth.evaluation import Inherited
from priorauth.inquiry import Inquiry, KnownProvider
from priorauth.nodes import Verification
from priorauth.policy import Alignment, Policy
from priorauth.rubric import ConfidenceScale
from priorauth.skill import (
    ClinicalRules,
    ComplianceItemName,
    ComplianceRules,
    CoverageRules,
    GateName,
    PolicyFit,
    SynthesisRules,
)
from tests.building.cases import a_case, a_line
from tests.building.facts import VOCABULARY, a_lookup

SCALE = ConfidenceScale(
    levels={"explicit_with_specifics": 95, "explicit": 85, "implied": 60, "vague": 40, "absent": 0},
    deductions={"unsigned": 10, "undated": 5, "copied_forward": 10, "scanned": 10},
    floor=70,
    warn_below=60,
)
CLINICAL_RULES = ClinicalRules(scale=SCALE, max_articles=3, max_trials=2)

_BLOCKING = {"patient", "provider_npi", "diagnosis_codes", "procedure_codes", "notes_present", "notes_quality"}
COMPLIANCE_RULES = ComplianceRules(
    penalty=0.1,
    minimum_clinical_sentences=2,
    plan_types=("Medicare", "Medicaid", "Commercial"),
    items=tuple(
        {
            "name": name,
            "title": name.value.replace("_", " ").capitalize(),
            "blocking": name.value in _BLOCKING,
            "informational": name.value == "insurance_id",
            "ask": f"Send the {name.value.replace('_', ' ')}.",
        }
        for name in ComplianceItemName
    ),
    service_types=(
        {"first": "00100", "last": "01999", "service_type": "Procedure", "category": "anesthesia"},
        {"first": "10004", "last": "69990", "service_type": "Procedure", "category": "surgery"},
        {"first": "E0100", "last": "E8002", "service_type": "Device", "category": "durable medical equipment"},
    ),
)
COVERAGE_RULES = CoverageRules(
    presumed_absent=80,
    not_checked=("eligibility", "earlier use"),
    out_of_scope=({"first": "90785", "last": "90899", "what": "behavioral health services"},),
)
SYNTHESIS_RULES = SynthesisRules(
    gates=tuple({"name": name, "title": name.value, "asks": "Does it pass?"} for name in GateName),
    weights={"criteria": 0.4, "extraction": 0.3, "compliance": 0.2, "policy": 0.1},
    levels={"high": 0.80, "medium": 0.50},
    failed_agent_penalty=0.20,
    policy_fit={
        PolicyFit.BOUND_AND_ALIGNED: 1.0,
        PolicyFit.GENERAL_NECESSITY_MET: 0.75,
        PolicyFit.BOUND_ALIGNMENT_UNCLEAR: 0.5,
        PolicyFit.NO_POLICY_BORDERLINE: 0.25,
        PolicyFit.DIAGNOSIS_OUTSIDE: 0.0,
    },
    disclaimer="AI-assisted draft. A clinician decides.",
)

INHERITED = Inherited(id="criterion", source="The source", verification=Verification.VERIFIED, send="The report.")
_CRITERION: TypeAdapter[Criterion] = TypeAdapter(Criterion)


def a_criterion(**given: Any) -> Criterion:
    """A node as an author writes it."""
    return _CRITERION.validate_python(given)


def an_inquiry(*facts: Any, **given: Any) -> Inquiry:
    """A question about the first line of the default case; ``line`` and ``case`` change what is asked about."""
    line = given.pop("line", a_line())
    case = given.pop("case", None) or a_case(services=(line,))
    defaults: dict[str, Any] = {
        "providers": (),
        "vocabulary": VOCABULARY,
        "scale": SCALE,
        "presumed_absent": 80,
    }
    return Inquiry(case=case, line=line, line_index=0, facts=facts, **defaults | given)


def known_provider(*taxonomies: str, role: Any = "ordering", specialty: str = "Internal Medicine") -> KnownProvider:
    return KnownProvider(role=role, specialty=specialty, taxonomies=taxonomies, evidence=a_lookup())


def a_top_criterion(id: str = "coughs", **given: Any) -> dict[str, Any]:
    """A top-level criterion of a policy, with all that one must state; it asks for a cough unless given otherwise."""
    stated = {
        "id": id,
        "title": f"Title of {id}",
        "text": "The patient coughs.",
        "source": "Section 1",
        "verification": "verified",
    }
    asked = given if given else {"finding": "cough"}
    return stated | {"send": "The visit note."} | asked


def a_policy(id: str = "NCD-1", **given: Any) -> Policy:
    """A national policy that binds the default line and asks for a cough."""
    defaults: dict[str, Any] = {
        "title": "Home oxygen",
        "kind": "ncd",
        "version": "1",
        "effective": dt.date(2020, 1, 1),
        "citation": {"title": "NCD 1", "url": "https://policies.example/1"},
        "codes": ({"code": "E1390", "verification": "verified"},),
        "diagnoses": {"alignment": Alignment.DOCUMENTED},
        "specialty": {"taxonomies": ("207R",)},
        "criteria": (a_top_criterion(),),
    }
    return Policy.model_validate({"id": id} | defaults | given)


def a_general_policy(**given: Any) -> Policy:
    """The policy for lines that no other binds; it allow-lists 73721 for commercial plans."""
    listed = {"code": "73721", "verification": "unverified", "lines_of_business": ("commercial",)}
    return a_policy("GENERAL", **{"title": "Reasonable and necessary", "general": True, "codes": (listed,)} | given)
