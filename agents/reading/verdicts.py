"""A row of a list of treatments that closes with a bare word on how it went: "PT 10 visits    nothing".

Under a heading that tells of what was tried, or a column of results, such a word tells that the treatment did not help.
Elsewhere "none" or "0" may as well count refills or side effects, and says nothing.
"""

import re

from agents.reading.columns import head_of
from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.sections import Section

_IN_VAIN = re.compile(
    r"(?:it |did |of |was |were |has been )?(?:nothing|zip|zilch|nada|nil|nope|useless|worthless|in vain|no good|no go"
    r"|no use|no luck|no joy|a bust|no|none|0|zero|min|minimal|little|negligible|worse|same|the same|unchanged"
    r"|still (?:bad|wet|hurts|hurting|in pain|symptomatic)|back to baseline)(?=\s*(?:$|[,;.(]|-\s))"
)
"""How a treatment went that did not help, where the word stands for its result."""
_TRIED = re.compile(
    r"\b(?:tried|trials?|failed|so far|to date|what (?:we|i|she|he|they) (?:did|tried|have done)|conservative|done"
    r"|(?:meds|medications|drugs|given|used) for (?:it|this|that)"
    r"|(?:tx|rx|treatments?|therapy|therapies|medication|drug) (?:log|history|hx|trials?|tried|so far|to date|before)"
    r"|prior|previous|past (?:treatments?|therap\w+|tx|rx))\b"
)
_RESULT = re.compile(
    r"\b(?:results?|outcomes?|responses?|effect|benefit|relief|helped|help|worked|work"
    r"|what happened|how it went|went)\b"
)
_OTHER_MATTER = re.compile(r"\b(?:side|adverse|refills?|allerg\w*|reactions?|plan(?:ned)?|to try|options?)\b")


def was_in_vain(page: Page, statement: Statement) -> bool:
    """Whether the last column of a treatment's row says, in a bare word, that it did not help."""
    if len(statement.cells) < 2:
        return False
    last = statement.cells[-1]
    if _IN_VAIN.match(page.folded, last.start, last.end) is None:
        return False
    head = head_of(page.text, statement, len(statement.cells) - 1)
    if head is not None:
        words = page.folded[head.start : head.end]
        return _RESULT.search(words) is not None and _OTHER_MATTER.search(words) is None
    return _tells_of_trials(page, statement)


def _tells_of_trials(page: Page, statement: Statement) -> bool:
    """Whether the heading over a row, or its section, tells of what was tried before."""
    heading = statement.heading
    if heading is None:
        return statement.section is Section.TREATMENTS
    words = page.folded[heading.start : heading.end]
    return _TRIED.search(words) is not None and _OTHER_MATTER.search(words) is None
