"""Boxes and prompts of forms. What is not ticked is blanked, so that nothing reads it; offsets stay.

A ticked box keeps its words. A yes/no prompt keeps its answer, and is blanked where neither or both are ticked.
"""

import re

from agents.reading.boxes import Box, labels_of
from agents.reading.text import matches_at

_BOX = re.compile(
    r"(?P<on>\[\s?[x✓✔*]\s?\]|\(\s?[x✓✔]\s?\)|[☒☑✓✔])|(?P<off>\[\s{0,3}_{0,3}\]|\(\s{1,3}\)"
    r"|\(\)|☐|□|(?<![a-z0-9_])_{1,4}(?=\s?(?:yes|no|y|n)\b))"
)
TICKED = re.compile(r"\[\s?[xX✓✔*]\s?\]|\(\s?[xX✓✔]\s?\)|[☒☑✓✔]|(?<![A-Za-z0-9])_+\s?[xX]\s?_+")
_BOX_COLUMNS = re.compile(r"(?:\[\s?[x✓✔*]?\s?\]|[☐☑☒□])\s{0,8}(?:\[\s?[x✓✔*]?\s?\]|[☐☑☒□])")
"""Boxes in columns, whose meaning stands in a header far away: nothing on the line is sure."""
_BOX_SIGNS = frozenset("[(_☐☑☒□✓✔")
_BLANK_TICKED = re.compile(r"(?<![a-z0-9])_+\s?[x✓✔]\s?_+(?![a-z0-9])")
_BLANKS = re.compile(rf"(?P<on>{_BLANK_TICKED.pattern})|(?P<off>_{{2,}})")
"""Lines to write a cross on: where one is crossed, the others of its line are boxes that are not ticked."""
_MAY_CHOOSE = re.compile(r"[/y](?:(?<=/)\s?[na]|(?<=y)(?:es|\s{1,4}n))")
"""What an open choice holds; far quicker to look for."""
_LEADER = re.compile(r"(?<=[\s\w):])\.{3,}")
_LONGEST_LINE = 2_000
_ANSWERS = {"yes": True, "y": True, "no": False, "n": False}
_QUESTION = re.compile(r"\?(?=\s{0,60}(?:yes|no|y|n|never|none|denies|n/a)\b(?!\s?/\s?(?:yes|no|y|n)\b))")
_OPEN_CHOICE = re.compile(
    r"\b(?:yes\s{0,3}/\s{0,3}no|y\s?/\s?n|yes\s+or\s+no|yes\s{1,4}no|(?<![a-z] )y\s{1,4}n|positive\s?/\s?negative"
    r"|pos\s?/\s?neg|present\s?/\s?absent)\b(?!\s*[:=])"
)
_PROMPT_START = re.compile(r".*(?:\s{3,}|[.;|]\s|^)", re.DOTALL)
_LIMITS = r"(?<![a-z0-9.])[0-9.]+(?:\s?%)?\s?-\s?\+?[0-9.]+\s?(?:%|mmhg|mm hg)?"
_REFERENCE = re.compile(
    rf"\[\s?[<>≤≥]?\s?{_LIMITS}\s?\]"
    r"|[(\[]\s?(?:ref(?:erence)?(?: range)?|normal(?: range)?|nl|norm|range|nml)\b[^()\[\]\n]{0,80}[)\]]"
    r"|\b(?:ref(?:erence)?\b\.?(?: range| interval| values?)?|normal (?:range|values?|limits?)|nl range)\b"
    rf"(?:[^.;|\n]|\.(?=[0-9])){{0,60}}?{_LIMITS}"
    rf"|\b(?:normal|norm|nl)\s?:?\s?{_LIMITS}"
)
_REFERENCE_START = re.compile(r"[\[(rn](?:(?<=[\[(])|(?<=r)ef|(?<=n)(?:orm|l))")
"""What every reference range begins with; far quicker to look for."""


_RULE = re.compile(
    r"\((?:must|should|has to|needs to|is to|required|requires|criterion|criteria|limit|threshold)\b[^()\n]{0,80}\)"
    r"(?=\s?[:=])"
)
"""The rule that a form prints before the place for the answer: "Body mass index (must be less than 35): 29.3"."""


def mask_rules(folded: str) -> str:
    """The folded text with the rules that stand in a form's prompts blanked: they are not the patient's."""
    return _RULE.sub(lambda match: " " * len(match.group()), folded)


def mask_references(folded: str) -> str:
    """The folded text with reference ranges blanked: they are the laboratory's, not the patient's."""
    kept: list[str] = []
    end = 0
    starts = (match.start() for match in _REFERENCE_START.finditer(folded))
    for match in matches_at(_REFERENCE, folded, starts):
        kept += (folded[end : match.start()], " " * len(match.group()))
        end = match.end()
    return "".join((*kept, folded[end:]))


def mask_forms(folded: str) -> str:
    """The folded text with unticked boxes and unanswered prompts blanked, sign for sign; the same line once."""
    lines = folded.split("\n")
    masked = {line: "".join(map(_mask_line, _pieces(line))) for line in dict.fromkeys(lines)}
    return "\n".join(map(masked.__getitem__, lines))


def _pieces(line: str) -> list[str]:
    """A line as it is, or, where no form has such a line, in pieces."""
    return [line[at : at + _LONGEST_LINE] for at in range(0, len(line), _LONGEST_LINE)] or [line]


def _mask_line(line: str) -> str:
    """The line masked. Each pattern is only tried where the line holds a sign or word without which it cannot match."""
    if "..." in line:
        line = _LEADER.sub(lambda match: " " * len(match.group()), line)
    may_have_boxes = not _BOX_SIGNS.isdisjoint(line)
    if may_have_boxes and _BOX_COLUMNS.search(line):
        return " " * len(line)
    if _MAY_CHOOSE.search(line):
        line = _mask_open_choice(line)
    boxes = _boxes(line) if may_have_boxes else []
    if boxes:
        line = _mask_boxes(line, boxes)
    return _QUESTION.sub(":", line) if "?" in line else line


def _blank(line: str, start: int, end: int) -> str:
    return line[:start] + " " * (end - start) + line[end:]


def _mask_open_choice(line: str) -> str:
    """Blank "Hypertension: Yes / No": the prompt states nothing."""
    for match in list(_OPEN_CHOICE.finditer(line)):
        line = _blank(line, _prompt_start(line, match.start()), match.end())
    return line


def _prompt_start(line: str, end: int) -> int:
    """Where the prompt that ends before ``end`` begins: after a wide gap, a full stop or the line's beginning."""
    prompt = _PROMPT_START.match(line[:end].rstrip(" :?"))
    return prompt.end() if prompt else 0


def _boxes(line: str) -> list[Box]:
    signs = _BLANKS if "_" in line and _BLANK_TICKED.search(line) else _BOX
    return [Box(*box.span(), ticked=box["on"] is not None) for box in signs.finditer(line)]


def _mask_boxes(line: str, boxes: list[Box]) -> str:
    """Blank all boxes, and what is not ticked with its words; a prompt with no answer or with two, too."""
    labels = labels_of(line, boxes)
    answers = [_ANSWERS.get(line[label.start : label.end]) for label in labels]
    ticked = [answer for box, answer in zip(boxes, answers, strict=True) if box.ticked and answer is not None]
    masked = line
    for box, label in zip(boxes, labels, strict=True):
        masked = _blank(masked, box.start, box.end)
        if not box.ticked:
            masked = _blank(masked, label.start, label.limit)
    if any(answer is not None for answer in answers) and len(ticked) != 1:
        first = min(boxes[0].start, labels[0].start)
        masked = _blank(masked, _prompt_start(line, first), first)
    return masked
