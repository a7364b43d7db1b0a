"""What a clinician decides, and the rules around it, for the tests that decide."""

from orchestrator.app import regulations_of
from orchestrator.settings import REPOSITORY, Settings
from priorauth.decision import Decision, LineDecision
from priorauth.determination import Action, AdverseReason, DeterminationOutcome, LineOutcome, ReasonCode
from priorauth.letters.writing import Correspondence
from priorauth.rulebook import read_rule_book

_BOOK = read_rule_book(REPOSITORY)
REGULATIONS = regulations_of(_BOOK, Settings())
LETTERS = Correspondence(REGULATIONS, _BOOK.letters)


def accepting(digest: str) -> Decision:
    """To accept the recommendation with this digest."""
    return Decision(action=Action.ACCEPT, digest=digest)


RATIONALE = "The pulmonary function report of June shows what the visit note leaves out; she needs it."


def approving_over(digest: str, reason_code: ReasonCode = ReasonCode.CLINICAL_JUDGEMENT) -> Decision:
    """To approve what is recommended to pend with this digest."""
    return Decision(
        action=Action.OVERRIDE,
        digest=digest,
        outcome=DeterminationOutcome.APPROVED,
        reason_code=reason_code,
        rationale=RATIONALE,
    )


def denying(digest: str, policy_id: str, criterion_id: str) -> Decision:
    """To approve nothing of a request with one line, for a criterion."""
    reason = AdverseReason(
        fact="Her saturation at rest on room air was 94 percent on June 1.",
        policy_id=policy_id,
        criterion_id=criterion_id,
        provision="Hypoxemia is documented by a qualifying test.",
        explanation="The plan covers home oxygen where the oxygen in the blood is low; hers was in the usual range.",
    )
    return Decision(
        action=Action.OVERRIDE,
        digest=digest,
        outcome=DeterminationOutcome.ADVERSE,
        reason_code=ReasonCode.EVIDENCE_MISREAD,
        rationale=RATIONALE,
        lines=(LineDecision(line="1", outcome=LineOutcome.DENIED, reason=reason),),
    )
