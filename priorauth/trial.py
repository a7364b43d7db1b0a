"""What a policy makes of a record that is nobody's case."""

from priorauth.facts import Fact, Quarantine
from priorauth.findings import DiagnosisCheck, LineAssessment
from priorauth.value import Value


class PolicyTrial(Value):
    """A policy on a record: its criteria with their statuses, and what was read. It is no review and decides nothing.

    ``line`` names the policy where it governs the service, and says whether it would bind.
    """

    line: LineAssessment
    facts: tuple[Fact, ...]
    quarantined: tuple[Quarantine, ...]
    diagnoses: tuple[DiagnosisCheck, ...]
