"""Which cases wait for somebody: what the next case of a reviewer may be."""

from priorauth.lifecycle import CaseStatus
from priorauth.people import Person, Role

FOR_CLINICIANS = frozenset({CaseStatus.RECOMMENDED, CaseStatus.APPEALED})
"""A draft, or an appeal, that any clinician may take up."""
FOR_PHYSICIANS = frozenset(
    {CaseStatus.ESCALATED, CaseStatus.PEER_TO_PEER_SCHEDULED, CaseStatus.PEER_TO_PEER_HELD},
)
"""What a medical director is to see. A case that waits for information waits for nobody here."""


def own(person: Person | None) -> frozenset[CaseStatus]:
    """Where a case stands that is assigned to this person and waits for them."""
    return FOR_CLINICIANS | FOR_PHYSICIANS if person else frozenset()


def unclaimed(person: Person | None) -> frozenset[CaseStatus]:
    """Where a case stands that is assigned to nobody and waits for one like this person."""
    is_nurse = person is not None and person.role is Role.NURSE_REVIEWER
    return FOR_CLINICIANS if is_nurse else FOR_CLINICIANS | FOR_PHYSICIANS
