"""The words between a measurement's name and its value, and between one value and the next of the same measurement."""

import re

from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.values import Number

NOT_SATURATION = re.compile(
    r"\b(?:fev1?|fvc|dlco|tlc|rv/tlc|pred(?:icted)?|lvef|ef|hct|hematocrit|fio2|efficiency"
    r"|adheren\w+|compliance|of nights|of sleep|a1c|hba1c|weight|ewl|time|t88|t90|duration"
    r"|minutes|min below|min at|co2|hemoglobin|perfusion|ndi|rvsp|snor\w+|bsa|of time|total time"
    r"|pulse(?! ox)|hr|heart rate|rr|resp|respirations?|bp|temp"
    r"|below|drop|decrease of|fall of|reduction)\b"
)
CONNECTOR = re.compile(
    r"(?:\s*(?:(?:of|is|was|were|at|to|be|=|:|-|~|,|\(|\)|level|levels|reading|readings"
    r"|value|score|result|index|current|today|now|total|measured|calculated|"
    r"on|about|approximately|approx|around|room|air|ra|rest|resting|seated|sitting|exertion"
    r"|ambulation|walking|awake|sleep|asleep|overnight|lowest|nadir|mean|average|avg|baseline"
    r"|"
    r"in|the|clinic|office|again|still|only|down|up|as|low|has|been|by|pulse|ox|oximetry"
    r"|oximeter|finger|probe|scale|grade|stage|gr|obese|with|without|oxygen|o2|kg/m2|kg"
    r"|hand|arm|limb|be|treated|dominant|upper|extremity|cm|%|mmhg|/h|lb|lbs|worst|best|left|right|knee|bilateral|r|l"
    r"|od|os|ou|eye|lid|diagnostic|overall|"
    r"minutes|after|min|rated|rates|graded|dropped|dropping|fell|desaturated|co|and|severity"
    r"|intensity|his|her|patient|recorded|noted|found|patient's|your|for|this|visit|10|0)\b"
    r"|[=:~,()@-]|/h|%))*\s*$"
)
LONG_CONNECTOR = re.compile(r"[^;|]{0,90}$")
OF_ANOTHER = re.compile(
    r"\b(?:lost|loss of|net|gained|gain of|regained|change|excess|decrease|increase|drop|fall|less than)\b[^.;]{0,24}$"
)
IS_LABEL = re.compile(r"[^()]{0,12}\)\s?:")
BRACKETED = re.compile(r"\([^()]*\)")
CHAIN = re.compile(
    r"\b(?:recover|improv|increas|rose|rise|rising|fell|fall|drop|desat|lowest|nadir|end"
    r"|start|to|then|came|walking|rest|exertion|during|on|with|and|after|up|down)\b"
)
MOVES = re.compile(r"\b(?:drop|fall|fell|desat|improv|recover|ris|increas|decreas)\w* to\s*$")
OTHER_PERCENT = re.compile(
    r"\b(?:fev1?|fvc|dlco|tlc|hct|hematocrit|fio2|efficiency|a1c|hba1c|lvef|ef|ejection|sats?|spo2|rvsp|ewl|stenosis"
    r"|occlusion|blockage|rca|lad|lcx|lca|adherence|compliance)\b"
)
"""What a percentage behind it is of, unless it is the measurement's own name."""
_OF_WHAT = re.compile(
    r"\s?(?:%|percent)?\s(?:(?:in-?stent|severe|moderate|mild|proximal|distal|mid|left|right|a|an|the)\s){0,3}"
    r"(?P<what>stenos|restenos|occlu|blockage|narrow|lesion|chance|risk|probab|lad\b|rca\b|lcx\b"
    r"|of (?:patients|nights|the time|cases|normal)|(?:bupi|lido|ropi|mepi)(?:v?a?caine)?\b|marcaine|xylocaine|naropin)"
)


def is_of_another(folded: str, name: str, gap: str, end: int) -> bool:
    """Whether a percentage that ends at ``end`` is called another thing's, by the words before or behind it.

    ``name`` is how its measurement is named, ``gap`` what stands between the two.
    """
    before = OTHER_PERCENT.search(gap)
    after = _OF_WHAT.match(folded, end)
    return (before is not None and before.group() not in name) or (after is not None and after["what"] not in name)


_TO_NAME = re.compile(
    r"(?:\s*\b(?:o2|oxygen|on|by|of|the|his|her|a|an|left|right|bilateral|proximal|distal|mid|high-grade|severe|moderate|lv"
    r"|estimated|calculated|measured|resting|correct|recorded|open-set)\b)*\s?"
)
_TO_NAME_PLAIN = ("", "o2", "oxygen", "on", "by", "of")
_OPENS_VALUE = re.compile(
    r"(?:^(?:=\s)?|[,;(→]|\b(?:an?|the|with|of|has|had|have|is|was|at|to|and|about|approximately|approx|estimated"
    r"|calculated|shows?|showed|scored?|scores|reveals?|revealed|demonstrate[sd]?|measured|there is|found|noted"
    r"|now|only|on|ra|air|echo|tte|duplex|cta|ultrasound|mra)\b:?)\s*~?$|\b(?:echo|tte|duplex|cta|ultrasound|mra|angiogram|impression)\b[^:]{0,20}:\s?$"
    r"|\b(?:done|performed|completed|results?|made|given|[0-9]/[0-9]{2,4})\)?\s?:\s?$"
)
_HAS_ANOTHER = re.compile(r"\s*(?:[:=]|\b(?:is|was|were|normal|preserved|pending|unknown|not|reduced|n/a)\b)")

_RELIEF_BY = re.compile(
    r"\s?(?:%|percent)?\s(?:sustained |temporary |concordant |overall )?(?:pain |symptom )?"
    r"(?:relief|improvement|reduction|better|decrease)(?: (?:in|of) (?:his |her |the )?(?:pain|symptoms))?"
    r"(?: (?:lasting|for|x) \d{1,2} \w+)? (?:after|following|from|with|w/)\s?"
    r"(?:(?:the|his|her|a|an|last|first|second|1st|2nd|third|most|recent|prior|previous|initial|repeat|confirmatory"
    r"|bilateral|left|right)\s)*"
)


_HOPED = re.compile(r"\b(?:hop|wish|want|need|expect|aim|goal|requir|at least|if|until|should|would)\w*[^.;]{0,24}$")


def tells_relief_by(folded: str, number: Number, hit: Hit) -> bool:
    """Whether a percentage is the relief that the treatment named behind it gave: "85 % pain relief after the MBB"."""
    hoped = _HOPED.search(folded[max(0, number.start - 40) : number.start])
    return hoped is None and _RELIEF_BY.fullmatch(folded, number.end, hit.start) is not None


def names_what_precedes(folded: str, statement: Statement, number: Number, hit: Hit) -> bool:
    """Whether a measurement's name stands behind its value: "86 % saturation", "80 % left carotid stenosis".

    A percentage must open its phrase, so that it is not the value of another name, and the name must have no other.
    """
    if number.unit != "%":
        return folded[number.end : hit.start].strip() in _TO_NAME_PLAIN
    return (
        _TO_NAME.fullmatch(folded, number.end, hit.start) is not None
        and _OPENS_VALUE.search(folded[max(statement.start, number.start - 60) : number.start]) is not None
        and _HAS_ANOTHER.match(folded, hit.end, statement.end) is None
    )
