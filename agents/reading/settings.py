"""Under which conditions a value was measured: what the words of its own clause say, and nothing else.

A clause that names two activities, or both room air and oxygen, names none for certain.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from agents.reading.lexicon import Hit, Layer, Phrase
from agents.reading.tables import phrases
from agents.reading.text import matches_at
from priorauth.case import Side
from priorauth.facts import Activity, Conditions, OxygenSource

_ACTIVITIES: dict[Activity, str] = {
    Activity.REST: """
        at rest|@ rest|resting|rest|seated|sitting|sitting quietly|at-rest|supine rest|min rest|minutes of rest
        minutes rest|after resting|resting comfortably|lying quietly|awake
    """,
    Activity.EXERTION: """
        exertion|exertional|on exertion|exercise|ambulation|ambulating|ambulated|ambulatory saturation
        ambulatory sat|ambulatory spo2|ambulatory o2 sat|ambulatory oximetry|walking|walked|walk|walks|6mwt|6 mwt
        6 minute walk|six minute walk|6 min walk|with activity|activity|stairs|treadmill|hallway walk
        minute walk test|ambulatory|while walking|minutes of walking|on ambulation|w/ ambulation|with exertion
        stair climbing|climbing stairs|w/ exertion|w/ walking
    """,
    Activity.RECOVERY: """
        recovery|recovered|recovering|post exercise|postexercise|after exercise|after walking|post walk|recovers
        after ambulation|after recovery|post ambulation|after exertion|came up to|after she settled
        after he settled|after the walk|following exercise|following ambulation|after walk|post exertion
        post-walk rest|after activity
    """,
    Activity.SLEEP: """
        asleep|during sleep|in sleep|while sleeping|sleeping|overnight|nocturnal|nighttime|night time|while asleep
        overnight oximetry|nocturnal oximetry|sleep oximetry|during the night|at night
    """,
}

_OXYGEN: dict[OxygenSource, str] = {
    OxygenSource.ROOM_AIR: """
        room air|on air|ambient air|without oxygen|without o2|without supplemental oxygen|off oxygen|off o2
        without supplemental o2|on no oxygen|fio2 0.21|fio2 21 %|fio2 21|fio2 .21|fio2 of 0.21|fio2: 0.21
        fio2 = 0.21|no supplemental oxygen|no supplemental o2|not on oxygen|breathing air|w/o oxygen|w/o o2
        no o2 given|no oxygen given|no oxygen|no o2|0 l|0 lpm
    """,
    OxygenSource.SUPPLEMENTAL: """
        on oxygen|with oxygen|supplemental oxygen|supplemental o2|on o2|with o2|on supplemental|nasal cannula|n/c
        via cannula|venturi mask|venturi|nonrebreather|non-rebreather|non rebreather|face mask
        with supplementation|via mask|on home oxygen|on home o2|simple mask|high flow|hfnc|on continuous oxygen
        using oxygen|using o2|wearing oxygen|wearing o2|trach collar|with supplemental|on her oxygen|on his oxygen
        with the oxygen|on the oxygen|with her oxygen|with his oxygen|with oxygen on|with added oxygen
        concentrator|oxymizer|on portable oxygen|while on oxygen|oxygen on
    """,
    OxygenSource.PAP: """
        on cpap|with cpap|on bipap|with bipap|on pap|with pap|during pap|at optimal pressure|during titration
        on apap|on autopap|titration|cpap of|cpap at|while on pap|using cpap|under cpap|residual
    """,
}
_CAPITALS: dict[Any, str] = {
    OxygenSource.ROOM_AIR: "RA",
    OxygenSource.SUPPLEMENTAL: "NC|NRB|HFNC",
}

_SIDES: dict[Side, str] = {
    Side.LEFT: "left|left-sided|lt",
    Side.RIGHT: "right|right-sided|rt",
    Side.BILATERAL: """
        bilateral|bilaterally|bilat|both knees|both legs|b/l|both sides|both feet|both lower extremities|both eyes
        both upper lids|both upper eyelids|both lids|right and left|left and right
    """,
}
_BEHIND_A_LETTER = """
        knee|shoulder|hip|MFC|LFC|patella|TKA|TKR|THA|THR|UKA|tibial|tibia|femoral|femur|displaced
        distal femur|groin|leg|arm|foot|ankle|thigh|buttock|LE|UE|lower extremity|upper extremity|BKA|AKA
        transtibial|transfemoral|ACL|MCL|LCL|medial meniscus|total knee|total hip|hip/groin|patellar
        acetabular|sciatica|radicular|calf|GSV|SSV|great saphenous|small saphenous|eye|upper lid|upper eyelid
        UL|lid|MRD|MRD1|hand|face
    """
"""What makes the letter before it a side: "R TKA", "L femoral neck"."""


_SIGNS = """
        drawer|Lachman|McMurray|SLR|Spurling|Spurling's|FABER|FADIR|pivot shift|valgus stress|varus stress|laxity
        straight leg raise|Hoffmann|crepitus|effusion|Phalen|Tinel|foot drop|footdrop
    """
"""What makes the letter behind it a side: "Lachman 2+ R"."""
_ANSWERS = ("", "+ ", "(+) ", "positive ", "pos ", "1+ ", "2+ ", "3+ ")


def _abbreviated(letter: str) -> str:
    before = [f"{letter} {part}" for part in phrases(_BEHIND_A_LETTER)]
    behind = [f"{sign} {answer}{letter}" for sign in phrases(_SIGNS) for answer in _ANSWERS]
    return "|".join([*before, *behind])


_SIDE_CAPITALS: dict[Side, str] = {
    Side.BILATERAL: "OU|O.U.|BLE|B LE|B/L LE",
    Side.LEFT: _abbreviated("L") + "|OS|O.S.|L KNEE|LT|LLE|L LEG",
    Side.RIGHT: _abbreviated("R") + "|OD|O.D.|R KNEE|RT|RLE|R LEG",
}
_NOT_SETTINGS = """
        no dyspnea at rest|dyspnea at rest|sob at rest|rest pain|pain at rest|on exertion dyspnea
        dyspnea on exertion|dyspnea with exertion|sob with exertion|doe|bed rest|rest of|the rest|activity level
        activities of daily living|at rest dyspnea|walk test planned|right atrial|right heart|right ventricular
        left ventricular|right ventricle|left ventricle|left atrial|right now|all right|sleeping well
        nocturnal restlessness|nocturnal oxygen|nocturnal dyspnea|exercise intolerance|exercise tolerance
        exercise program|pulmonary rehabilitation|daily activities|short of breath with activity
        shortness of breath on exertion|shortness of breath with exertion|no exertional|pain with activity
        restless|rest 2x|ambulatory referral|ambulatory clinic|ambulatory surgery|exertional dyspnea
        exertional breathlessness|activity modification|shortness of breath at rest|left-handed|right-handed
        left untreated|walks daily
    """

NO_CONDITIONS = Conditions()
"""What a clause without conditions states: one object, since most clauses are such."""

LITRES = re.compile(
    r"(?<![\w.])(?P<flow>[0-9]{1,2}(?:\.[0-9]+)?)\s?(?:l\s?/\s?m(?:in(?:ute)?)?\b|l\s?pm\b"
    r"|liters?\b(?!\s?/\s?h)(?:\s?(?:per|/|a)\s?min(?:ute)?)?|litres?\b(?:\s?(?:per|/)\s?min(?:ute)?)?"
    r"|l\b(?=\s?(?:o2|oxygen|nc\b|n/c|via|by\b|nasal|cont|pulse|supplemental)))"
    r"|(?<![\w.])(?P<bare>[1-9]|1[0-5]|[0-9]\.5)\s?l\b(?!\s?[/.'0-9]|\s(?:knee|hip|shoulder"
    r"|leg|arm|upper|lower|sided?|foot|hand))"
    r"|\b(?:on|o2|oxygen|at|with|to|o2 at|of oxygen)\s(?P<after>[0-9]{1,2}(?:\.[0-9]+)?)\s?l\b(?!\s?/\s?h)"
)


_FLOW = re.compile(r"[0-9](?<!\w.)(?:[0-9]?(?:\.[0-9]+)?\s?l(?:\b|pm|it))")
"""The figure of a flow, which is quick to look for."""
_LITRE = re.compile(r"l(?:(?<=[0-9].)|(?<=[0-9]\s.))")
"""The letter without which there is no flow; quicker still."""
_BEFORE_FLOW = re.compile(r"\b(?:on|o2|oxygen|at|with|to|o2 at|of oxygen)\s$")
_LONGEST_BEFORE = 10


def setting_phrases() -> Iterator[Phrase]:
    """Every condition of the tables."""
    tables: list[dict[Any, str]] = [dict(_ACTIVITIES), dict(_OXYGEN), _CAPITALS, dict(_SIDES), dict(_SIDE_CAPITALS)]
    for table in tables:
        for meaning, block in table.items():
            yield from (Phrase(words, Layer.SETTING, meaning) for words in phrases(block))
    yield from (Phrase(words, Layer.SETTING, None) for words in phrases(_NOT_SETTINGS))


def _only(meanings: Iterable[Any], kind: type) -> Any:
    """The one meaning of a kind that is named, None where there are several or none."""
    named = {meaning for meaning in meanings if isinstance(meaning, kind)}
    return named.pop() if len(named) == 1 else None


@cache
def without_flow(
    activity: Activity | None = None, oxygen: OxygenSource | None = None, side: Side | None = None
) -> Conditions:
    """The conditions of these kinds: one object each, since a record names the same few again and again."""
    return Conditions(activity=activity, oxygen=oxygen, side=side)


def litres_in(folded: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """The flows of oxygen that a stretch names."""
    if not _LITRE.search(folded, start, end):
        return iter(())
    return matches_at(LITRES, folded, _flow_starts(folded, start, end), end)


def _flow_starts(folded: str, start: int, end: int) -> Iterator[int]:
    """Where a flow can begin: at a word before its figure ("on 2 l"), or at the figure."""
    for figure in _FLOW.finditer(folded, start, end):
        word = _BEFORE_FLOW.search(folded, max(start, figure.start() - _LONGEST_BEFORE), figure.start())
        if word is not None:
            yield word.start()
        yield figure.start()


def names_litres(folded: str, start: int, end: int) -> bool:
    """Whether a stretch names a flow of oxygen."""
    return next(litres_in(folded, start, end), None) is not None


def conditions_in(hits: Iterable[Hit], folded: str) -> Conditions:
    """The conditions that a clause states; ``hits`` are its phrases of the setting layer, ``folded`` its text."""
    meanings = [hit.meaning for hit in hits]
    flows = {Decimal(match["flow"] or match["after"] or match["bare"]) for match in litres_in(folded)}
    flows.discard(Decimal(0))
    if flows:
        meanings.append(OxygenSource.SUPPLEMENTAL)
    if not meanings:
        return NO_CONDITIONS
    activities = {meaning for meaning in meanings if isinstance(meaning, Activity)}
    if Activity.RECOVERY in activities:
        activities = {Activity.RECOVERY}
    activity, oxygen, side = _only(activities, Activity), _only(meanings, OxygenSource), _only(meanings, Side)
    if len(flows) == 1 and oxygen is OxygenSource.SUPPLEMENTAL:
        return Conditions(activity=activity, oxygen=oxygen, litres_per_minute=flows.pop(), side=side)
    return without_flow(activity, oxygen, side)


def is_contested(hits: Iterable[Hit], folded: str) -> bool:
    """Whether a clause names two activities, or both room air and oxygen."""
    meanings = {hit.meaning for hit in hits}
    activities = {meaning for meaning in meanings if isinstance(meaning, Activity)}
    oxygen = {meaning for meaning in meanings if isinstance(meaning, OxygenSource)}
    flows = any(Decimal(match["flow"] or match["after"] or match["bare"]) for match in litres_in(folded))
    if flows:
        oxygen.add(OxygenSource.SUPPLEMENTAL)
    return (len(activities) > 1 and Activity.RECOVERY not in activities) or len(oxygen) > 1


def over(own: Conditions, wider: Conditions) -> Conditions:
    """A value's own conditions, completed from a wider scope that names none of them differently.

    A lead that names activity and oxygen together is one setting: a value that states either differently has another.
    """
    if own is NO_CONDITIONS or wider is NO_CONDITIONS:
        return wider if own is NO_CONDITIONS else own
    pairs = ((own.activity, wider.activity), (own.oxygen, wider.oxygen))
    differs = any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs)
    both = wider.activity is not None and wider.oxygen is not None
    if differs and both:
        wider = Conditions(side=wider.side, method=wider.method)
    oxygen = own.oxygen or wider.oxygen
    return Conditions(
        activity=own.activity or wider.activity,
        oxygen=oxygen,
        litres_per_minute=own.litres_per_minute or (wider.litres_per_minute if own.oxygen is None else None),
        side=own.side or wider.side,
        method=own.method or wider.method,
    )
