"""The sections of clinical documents and the headers that open them, as a table."""

import re
from enum import StrEnum

from agents.reading.tables import phrases
from agents.reading.text import has_digit


class Section(StrEnum):
    """What a stretch of a document is about. Sections in ``SILENT`` state nothing about the patient."""

    COMPLAINT = "chief complaint"
    HPI = "history of present illness"
    HISTORY = "past medical history"
    SURGICAL = "past surgical history"
    FAMILY = "family history"
    SOCIAL = "social history"
    MEDICATIONS = "medications"
    ALLERGIES = "allergies"
    ROS = "review of systems"
    EXAM = "physical examination"
    VITALS = "vital signs"
    RESULTS = "results"
    TREATMENTS = "prior treatments"
    INDICATION = "indication"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    ASSESSMENT_AND_PLAN = "assessment and plan"
    FUNCTION = "functional status"
    ADDENDUM = "addendum"
    POLICY = "policy"
    INSTRUCTIONS = "instructions"
    GOALS = "goals"
    SIGNATURE = "signature"
    OTHER = "other"


SILENT = frozenset({Section.POLICY, Section.INSTRUCTIONS, Section.GOALS, Section.SIGNATURE})
_COMPLETED = re.compile(r"\bcompleted (?:in |on )?[0-9]")


def says_nothing(section: Section | None, words: str) -> bool:
    """Whether what stands in a section states nothing; instructions that tell of a completed course do."""
    return section in SILENT and not (section is Section.INSTRUCTIONS and _COMPLETED.search(words))


_HEADERS: dict[Section, str] = {
    Section.COMPLAINT: """
        chief complaint|cc|c.c.|reason for visit|presenting complaint|reason for consultation|reason for referral
    """,
    Section.HPI: """
        hpi|history of present illness|history of the present illness|present illness|subjective|s
        interval history|interval|interval hx|history|hx|history of presenting illness|clinical course
        hospital course|progress|summary|narrative
    """,
    Section.HISTORY: """
        pmh|pmhx|past medical history|past history|medical history|past medical hx|problem list|active problems
        problems|active problem list|comorbidities|comorbid conditions|obesity-related comorbidities|diagnoses
        medical problems|past medical/surgical history|pmh/psh|significant medical history|co-morbidities
        current problems
    """,
    Section.SURGICAL: "psh|past surgical history|surgical history|surgeries|past surgical hx|pshx",
    Section.FAMILY: "fh|fhx|fam hx|famhx|family history|family hx|family medical history|family",
    Section.SOCIAL: "sh|shx|social history|social|social hx|soc hx|habits|soc",
    Section.MEDICATIONS: """
        meds|medications|current medications|home medications|medication list|current meds|active medications
        outpatient medications|rx list|prescriptions
    """,
    Section.ALLERGIES: "allergies|allergy|adverse reactions|nkda|drug allergies|allergies/intolerances",
    Section.ROS: "ros|review of systems|review of symptoms|systems review",
    Section.EXAM: """
        pe|exam|examination|physical exam|physical examination|objective|o|physical|clinical examination
        on examination|focused exam|special tests|musculoskeletal exam|knee exam|o/e|clinical findings|neuro exam
    """,
    Section.VITALS: "vs|vitals|vital signs|vital sign|anthropometrics|measurements|v/s",
    Section.RESULTS: """
        labs|lab|laboratory|laboratory data|results|data|data reviewed|diagnostics|diagnostic studies|imaging
        studies|findings|tests|test results|radiology|diagnostic data|pertinent results|lab results|work-up|workup
        interpretation|impression of study|investigations|laboratory results|pertinent data|diagnostic testing
        procedures
    """,
    Section.TREATMENTS: """
        prior treatment|prior treatments|previous treatment|previous treatments|treatment history|tried
        treatments tried|conservative treatment|conservative therapy|conservative management
        previous weight-loss treatment|weight loss history|prior therapies|interventions|tx|treatment to date
        previous therapy|failed treatments|diet history|weight history
    """,
    Section.INDICATION: """
        indication|indications|clinical history|clinical indication|clinical information|reason for exam
        reason for study|reason for test|history/indication|reason for examination
    """,
    Section.ASSESSMENT: """
        a|assessment|impression|imp|diagnosis|dx|final diagnosis|conclusion|conclusions|discharge diagnosis
        final impression|opinion|clinical impression|diagnostic impression|icd|primary diagnosis
        secondary diagnosis|medical decision making
    """,
    Section.ASSESSMENT_AND_PLAN: """
        a/p|a & p|a&p|assessment and plan|assessment & plan|assessment/plan|impression and plan|impression / plan
        impression/plan|impression & plan|ap|assessment / plan|impression and recommendations
        assessment and recommendations|diagnosis and plan
    """,
    Section.PLAN: """
        p|plan|plan of care|recommendation|recommendations|disposition|treatment plan|orders|order|follow up
        follow-up|rec|plan/recommendations|next steps|referrals|discharge plan|prescription|rx
    """,
    Section.FUNCTION: "functional status|function|functional history|functional limitations|adls|adl|mobility",
    Section.ADDENDUM: """
        addendum|correction|amendment|amended report|corrected report|late entry|addenda|amended|corrected
        corrected result|addendum report
    """,
    Section.POLICY: """
        coverage criteria|policy|medicare criteria|medicare guidelines|coverage guidelines|coverage policy
        criteria|guidelines|qualifying criteria|medicare coverage criteria|medical policy|coverage requirements
        lcd|ncd|policy criteria|requirements|medicare requirements|documentation requirements|coverage
        reference values|reference ranges|reference range|scale|severity scale|normal values|normal ranges|key
        legend|grading scale|grading|scoring|references
    """,
    Section.INSTRUCTIONS: """
        instructions|patient instructions|discharge instructions|education|patient education|after visit summary
        home care|home instructions|precautions|return precautions|aftercare|what to expect|when to call
        safety instructions|system|disclaimer
    """,
    Section.GOALS: """
        goals|goal|treatment goals|targets|target|objectives|short term goals|long term goals|stg|ltg
        patient goals|expected benefit|expected outcome
    """,
    Section.SIGNATURE: """
        signature|signed|attestation|electronically signed|practitioner|physician|provider|cc list|distribution list
    """,
}

HEADERS: dict[str, Section] = {name: section for section, block in _HEADERS.items() for name in phrases(block)}

_BARE = "|".join(
    ("HPI", "PMH", "PMHx", "PSH", "FH", "FHx", "SH", "ROS", "PE", "IMP", "CC", "PLAN", "IMPRESSION", "EXAM", "VS")
)
_MARKUP = r"[#*_>\s]*(?:[A-Z0-9]{1,2}[.)]\s+)?"
_LABEL = re.compile(
    rf"{_MARKUP}(?P<name>[A-Za-z][A-Za-z0-9 ./&'-]{{0,60}}?)\s*(?:\([^()\n]{{0,40}}\))?\s*[*_]*(?:(?P<colon>:)[*"
    rf"_]*|\s-\s|\s{{2,}}|\s*$)"
)
_ABBREVIATION = re.compile(rf"{_MARKUP}(?P<name>{_BARE})(?=\s)")
_DATED = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z /&'-]{2,40}?)\s+(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"|[a-z]{3,9}\.? [0-9]{1,2}, [0-9]{4}|today)\s*(?:\([^()\n]*\))?:",
    re.IGNORECASE,
)


Opening = tuple[Section, str, int, bool]
"""The section that a line opens: section, the header as written, where its content begins, and whether known."""


def _section_named(name: str) -> Section | None:
    """The section that a header names. "System:" in small letters names the device that is used and opens none."""
    if name == "System":
        return None
    return HEADERS.get(" ".join(name.lower().split()))


def opens(line: str) -> Opening | None:
    """The section that a line opens, None where it opens none.

    A label in capitals that stands in no table opens an unknown section, so that the one before it ends.
    """
    label = _LABEL.match(line)
    if label is not None:
        section = _section_named(label["name"])
        rest = line[label.end() :]
        if section is not None and (label["colon"] or len(label["name"]) > 1) and not _is_sentence(label, rest):
            return section, label["name"], label.end(), True
    bare = _ABBREVIATION.match(line)
    if bare is not None:
        return HEADERS[bare["name"].lower()], bare["name"], bare.end(), True
    return _unknown(line, label) if ":" in line else None


def _is_sentence(label: re.Match[str], rest: str) -> bool:
    """Without a colon, a word of the table followed by small letters is only a word: "History - see above"."""
    return not label["colon"] and rest[:1].islower() and not label["name"].isupper()


def _unknown(line: str, label: re.Match[str] | None) -> Opening | None:
    dated = _DATED.match(line)
    if dated is not None:
        section = _section_named(dated["name"])
        if section is not None or dated["name"].isupper():
            return section or Section.OTHER, dated["name"], dated.start(), section is not None
    if label is None or not label["colon"]:
        return None
    name = label["name"]
    closes = len(name) > 3 and name.isupper() and not has_digit(name)
    return (Section.OTHER, name, label.start(), False) if closes else None
