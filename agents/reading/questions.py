"""Questions and keys whose answer stands apart: on the next line, behind dots, under "Q:" and "A:".

What only leads the eye is blanked, sign for sign, and an answer on the next line belongs to the question above it, so
that both are read as one statement: "Do you smoke?" and below it "No".
"""

import re
from collections.abc import Sequence

_LEADERS = re.compile(r"(?<=[\s\w):?\"'])\.{3,}(?=\s|$)", re.MULTILINE)
_TO_NOTHING = re.compile(
    r"\.{3,}(?:(?<=\.{4})|(?<=[ \t]\.{3}))(?=[ \t]*$(?!\n[ \t]*(?:[0-9]|(?:x|yes|no|none|neg|pos)\b))"
    r"|[ \t]{2,}[a-z](?:[^\s.]|[ ](?! )){2,50}[ ]?\.{4,})",
    re.MULTILINE | re.IGNORECASE,
)
"""What dots lead to no answer from: the line ends with them, or the next prompt follows."""
_PROMPT = re.compile(r"(?:^[ \t]*|(?<=[ \t]{2}))(?P<prompt>[^\s.](?:[^\s.]|[ \t](?![ \t])|\.(?=\w)){0,70}[ \t]*)$")
_LONGEST_PROMPT = 120
_LETTERS = re.compile(
    r"^[ \t]*Q[ \t]?[0-9]{0,2}[:.)][ \t]*\S.*\n[ \t]*A[ \t]?[0-9]{0,2}[:.)](?=[ \t]*\S)", re.MULTILINE
)
_BESIDE = re.compile(r"^[ \t]*Q[ \t]?[0-9]{0,2}[:.)][ \t]*[^\n?]{3,100}\?[ \t]+(?:A[:.)])?(?=[ \t]*\S)", re.MULTILINE)
_ASKED_BESIDE = re.compile(r"(?<![^\n?]{40})\?(?=[ \t]+$)")
"""A short question asks for what its words name: "Q: BMI?   31.2"."""
_LETTER = re.compile(r"(?:^|(?<=\n)|(?<=[ \t]))[ \t]*[QA][ \t]?[0-9]{0,2}[:.)]", re.MULTILINE)
_BARE = r"(?:no|none|never|nope|nil|yes|denies|denied|negative|neg|positive|n|y|n/a)"
_SAID = rf"{_BARE}\b(?=[ \t]*(?:$|[\n.,;!(-]))[^:?\n]{{0,60}}"
_ANSWER = re.compile(rf"{_SAID}$", re.IGNORECASE)
_ONLY_ANSWER = re.compile(rf"{_BARE}[.!]?$", re.IGNORECASE)
_FIGURE = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?(?:\s?/\s?[0-9]{1,3})?(?:\s?[a-z%/0-9]{1,8})?$", re.IGNORECASE)
_FIGURE_NEXT = re.compile(r"[ \t]*[0-9]")
_LONGEST_QUESTION = 120
_LONGEST_KEY = 48
_ASKED_ABOVE = re.compile(rf"\?(?=[ \t]*\n[ \t]*{_SAID}(?:\n|$))", re.IGNORECASE)


def unlettered(text: str) -> str:
    """The text with dots that lead to an answer and the letters of questions and answers blanked; as long as it was."""
    text = _LEADERS.sub(_blank, text) if "..." in text else text
    text = _LETTERS.sub(_on_one_line, text)
    return _BESIDE.sub(lambda pair: _LETTER.sub(_blank, _ASKED_BESIDE.sub(":", pair.group())), text)


def _on_one_line(pair: re.Match[str]) -> str:
    """A question with the place of its answer: behind it where a figure answers what it names, else below it."""
    shown = _LETTER.sub(_blank, pair.group())
    if _FIGURE_NEXT.match(pair.string, pair.end()) is None:
        return shown
    return _ASKED_BESIDE.sub(":", shown.replace("\n", " "))


def unanswered(text: str) -> Sequence[tuple[int, int]]:
    """Where a text holds prompts whose dots lead to nothing; they state nothing."""
    found = list[tuple[int, int]]()
    for dots in _TO_NOTHING.finditer(text) if "..." in text else ():
        line = text.rfind("\n", 0, dots.start()) + 1
        begin = max(line, dots.start() - _LONGEST_PROMPT)
        prompt = _PROMPT.search(text[begin : dots.start()])
        if prompt is not None:
            found.append((begin + prompt.start("prompt"), dots.end()))
    return found


def _blank(match: re.Match[str]) -> str:
    return "".join("\n" if sign == "\n" else " " for sign in match.group())


def mask_questions(folded: str) -> str:
    """The folded text with the question marks as colons that an answer on the next line follows."""
    return _ASKED_ABOVE.sub(":", folded) if "?" in folded else folded


def is_answer(question: str, line: str) -> bool:
    """Whether a line answers the line before it: a question, or a key with a colon."""
    if question.endswith("?"):
        return len(question) <= _LONGEST_QUESTION and _ANSWER.match(line) is not None
    if not question.endswith(":") or len(question) > _LONGEST_KEY:
        return False
    return _ONLY_ANSWER.match(line) is not None or _FIGURE.match(line) is not None
