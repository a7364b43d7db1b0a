"""Cues that do not mean what they mean elsewhere, for some kinds of concept.

The groups of the vocabulary that this module knows: ``need`` (what "must" be is needed now), ``of_caregiver`` (what is
said of a wife or a daughter is said of the caregiver), ``lies_in_the_past`` (what is told as past is stated all the
same: one has quit), ``said_by_not`` (the concept is a negation, which "not" in a cue states).
"""

import re

from agents.reading.cues import Kind
from agents.reading.lexicon import Hit
from agents.reading.marked import Marked
from priorauth.vocabulary import Concept, ConceptKind

_TREATED_FOR = re.compile(
    r"\b(?:cpap|apap|bipap|pap|oxygen|o2|surgery|therapy|treat\w*|seen|set up|follow\w*|medications?)\b[^.;,]{0,60}"
    r"(?<!monitored )(?<!watched )(?<!checked )(?<!monitor )\bfor "
    r"(?:(?:his|her|the|known|severe|moderate|mild|chronic) )*$"
)
_SEEN_FOR = re.compile(r"\b(?:saw|seen|visit\w*|appointment|in person)\b[^.;,]{0,60}\bfor (?:his|her|their) $")
_TRIAL_DONE = re.compile(
    r"\b(?:completed|finished|underwent|did|used|tried|had)\b(?! not)[^.;,]{0,40}\btrial (?:of|with) [^.;,]{0,40}$"
)
_SEEN_ON = re.compile(
    r"\b(?!reports?\b|results?\b|information\b|data\b|word\b|notes?\b|records?\b|news\b|updates?\b|read\b)\w+"
    r" (?:on|by|per) (?:(?:the|her|his|recent|repeat|prior|a|last) )?$"
)
"""What was looked for in a test: "no DVT on duplex" denies the clot, and the duplex was done."""
_MUST = Marked(
    "must|has to|have to|had to|need|required to", r"\b(?:must|has to|have to|had to|needs? to|required to)\b"
)
_LATER = re.compile(
    r"\b(?:if|when|will|would|should|may|might|could|expect\w*|anticipat\w*|in the future|eventually|later)\b"
)


def as_meant(kinds: frozenset[Kind], folded: str, start: int, hit: Hit, concept: Concept) -> frozenset[Kind]:
    """The kinds of cue that count for a mention in a statement that begins at ``start``."""
    if not kinds:
        return kinds
    before = (start, hit.start)
    if concept.kind is ConceptKind.CONDITION and _TREATED_FOR.search(folded, *before):
        kinds -= {Kind.FUTURE}
    if concept.kind is ConceptKind.CONDITION and _SEEN_FOR.search(folded, *before):
        kinds -= {Kind.PAST}
    if Kind.PLANNED in kinds and _TRIAL_DONE.search(folded, *before):
        kinds -= {Kind.PLANNED}
    if "need" in concept.groups and _MUST.search(folded, *before) and not _LATER.search(folded, *before):
        kinds -= {Kind.FUTURE}
    if concept.kind is ConceptKind.EVENT and Kind.NEGATED in kinds and _SEEN_ON.search(folded, *before):
        kinds -= {Kind.NEGATED}
    if "lies_in_the_past" in concept.groups:
        kinds -= {Kind.PAST}
    return kinds - {Kind.FAMILY} if "of_caregiver" in concept.groups else kinds


def denies_itself(words: str, concept: Concept) -> bool:
    """Whether the words of a cue hold a "not", or open with a "never", that states the concept's absence."""
    return (" not " in f" {words} " or words.startswith("never ")) and "said_by_not" not in concept.groups
