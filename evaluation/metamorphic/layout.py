"""The same statements in another order, or with a paragraph between them that says nothing of the matter."""

import re

from evaluation.exam.cases import LabelledCase
from evaluation.metamorphic.change import Submission, rewritten

_MOVABLE = (
    "HPI|History of present illness|S|Subjective|CC|Chief complaint|PMH|Past medical history|PMHx|PSH|Meds|Medications"
    "|Current medications|Allergies|Social history|Social|SH|Family history|FH|ROS|Review of systems|O|Objective|PE"
    "|Exam|Examination|Physical exam|Physical examination|Vitals|Vital signs|Labs|Laboratory|Imaging|X-?rays?"
)
_LAST = "A|P|A/P|A&P|Assessment|Plan|Assessment and plan|Impression|Recommendation|Addendum|Signed|Diagnosis|Orders?"
_HEADING = re.compile(rf"(?im)^[ \t]*(?P<name>{_MOVABLE}|{_LAST})[ \t]*(?::|$)")
_IS_MOVABLE = re.compile(rf"(?i)(?:{_MOVABLE})\Z")
_GAP_BEFORE_PROSE = re.compile(r"\n\n(?=\S)(?![^\n]*\S {3,}\S)")
"""An empty line below which a line begins at the margin and holds no columns."""
_IDLE = (
    "The waiting room was being painted today, so the visit took place in the second room on the left. Parking was "
    "validated at the desk. The new telephone system of the practice was explained."
)


def with_sections_moved(case: LabelledCase) -> Submission | None:
    """The sections before the assessment in the opposite order; the head, the assessment and what follows it stay."""
    return rewritten(case, _with_sections_moved)


def _with_sections_moved(text: str) -> str:
    headings = list(_HEADING.finditer(text))
    movable = [one for one in headings if _IS_MOVABLE.match(one["name"])]
    names = [one["name"].casefold() for one in headings]
    if len(movable) < 2 or len(set(names)) < len(names) or headings[: len(movable)] != movable:
        return text
    starts = [one.start() for one in movable]
    end = headings[len(movable)].start() if len(headings) > len(movable) else None
    if end is None:
        return text
    sections = [text[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    return text[: starts[0]] + "".join(reversed(sections)) + text[end:]


def with_an_idle_paragraph(case: LabelledCase) -> Submission | None:
    """A paragraph about nothing clinical between the first two of each text, or below the last.

    Never before a table: what stands above one holds for its rows, and a paragraph between them would part the two.
    """
    return rewritten(case, _with_an_idle_paragraph)


def _with_an_idle_paragraph(text: str) -> str:
    gap = _GAP_BEFORE_PROSE.search(text)
    at = gap.end() if gap else len(text)
    return f"{text[:at].rstrip()}\n\n{_IDLE}\n\n{text[at:]}".rstrip() + "\n"
