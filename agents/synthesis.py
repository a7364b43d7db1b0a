"""The synthesis agent: the recommendation is computed; a model may only write the prose, and only what is so."""

from pydantic import BaseModel, ConfigDict, Field

from agents.briefing import synthesis_brief
from agents.kit import AgentKit
from agents.spec import AgentSpec, Reasoning
from mcp_clients.ledger import Ledger
from priorauth.inputs import AgentName, SynthesisFindings, SynthesisInput
from priorauth.prose import objections
from priorauth.rationale import computed_synthesis


class SynthesisDraft(BaseModel):
    """A summary of one to three sentences, and the rationale in paragraphs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    summary: str = Field(pattern=r"\S", max_length=2_000)
    rationale: str = Field(pattern=r"\S", max_length=20_000)


def reason(inputs: SynthesisInput, kit: AgentKit) -> Reasoning[SynthesisDraft]:
    """The computed prose; no lookup is needed."""
    yield from ()
    computed = computed_synthesis(inputs, kit.rule_book.skills.synthesis)
    return SynthesisDraft(summary=computed.summary[:2_000], rationale=computed.rationale[:20_000])


def finish(draft: SynthesisDraft, inputs: SynthesisInput, ledger: Ledger, kit: AgentKit) -> SynthesisFindings:
    """The recommendation with the model's prose, or with the computed one where the model says what is not found."""
    computed = computed_synthesis(inputs, kit.rule_book.skills.synthesis)
    if _is_computed(draft, computed) or objections(_prose(draft), computed, inputs):
        return computed
    author = kit.models.by_agent[AgentName.SYNTHESIS]
    return computed.model_copy(update={"summary": draft.summary, "rationale": draft.rationale, "prose_by": author})


def object_to(draft: SynthesisDraft, inputs: SynthesisInput, kit: AgentKit) -> tuple[str, ...]:
    """Why the model's prose may not stand; none where it may."""
    computed = computed_synthesis(inputs, kit.rule_book.skills.synthesis)
    return () if _is_computed(draft, computed) else objections(_prose(draft), computed, inputs)


def _is_computed(draft: SynthesisDraft, computed: SynthesisFindings) -> bool:
    return (draft.summary, draft.rationale) == (computed.summary, computed.rationale)


def _prose(draft: SynthesisDraft) -> str:
    return f"{draft.summary}\n{draft.rationale}"


SYNTHESIS = AgentSpec(
    name=AgentName.SYNTHESIS,
    skill="synthesis",
    lookups=(),
    reads_record=False,
    input=SynthesisInput,
    draft=SynthesisDraft,
    findings=SynthesisFindings,
    reason=reason,
    finish=finish,
    brief=synthesis_brief,
    objections=object_to,
)
