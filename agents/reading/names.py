"""Whether two written names can be one person's.

The same person may be written "Doe, John", "J. Doe", "JOHN Q DOE JR"; a nickname or an initial is the same person.
"""

import re
import unicodedata
from collections.abc import Sequence

from agents.reading.tables import phrases

_TITLES = frozenset(
    phrases(
        """
        mr|mrs|ms|miss|dr|jr|sr|ii|iii|iv|md|phd|esq|prof
        """
    )
)
_NICKNAMES = tuple(
    frozenset(group.split())
    for group in (
        "robert bob bobby rob robbie bert",
        "william bill billy will liam willie",
        "elizabeth liz beth betty lizzie eliza betsy libby",
        "richard rick dick richie rich ricky",
        "james jim jimmy jamie",
        "john jack johnny jon",
        "margaret peggy meg maggie marge greta",
        "katherine catherine kathryn kate kathy cathy katie kay kitty",
        "michael mike mickey mick",
        "thomas tom tommy",
        "edward ed ted eddie ned",
        "charles charlie chuck chas",
        "joseph joe joey",
        "patricia pat patty trish tricia",
        "susan sue susie suzanne",
        "deborah debra deb debbie",
        "barbara barb babs",
        "jennifer jen jenny",
        "anthony tony",
        "daniel dan danny",
        "david dave davey",
        "steven stephen steve",
        "ronald ron ronnie",
        "dorothy dot dottie",
        "theodore ted teddy theo",
        "henry hank harry",
        "francis frank fran",
        "frances fran frannie",
        "lawrence larry",
        "gerald jerry gerry",
        "samuel sam sammy",
        "benjamin ben benny",
        "alexander alex al xander",
        "nicholas nick nicky",
        "christopher chris kit",
        "matthew matt",
        "andrew andy drew",
        "timothy tim",
        "gregory greg",
        "kenneth ken kenny",
        "donald don donnie",
        "rebecca becky becca",
        "victoria vicky tori",
        "pamela pam",
        "sandra sandy",
        "cynthia cindy",
        "jacqueline jackie",
        "teresa theresa terry tess",
        "virginia ginny ginger",
        "harold hal harry",
        "raymond ray",
        "leonard len lenny leo",
        "philip phillip phil",
        "walter walt wally",
        "albert al bert",
        "alfred al fred",
        "frederick fred freddy",
        "eugene gene",
        "judith judy",
        "mary molly polly mae",
        "ann anne anna annie nancy",
        "helen nell nellie",
        "eleanor ellie nora nell",
        "abigail abby gail",
        "jose pepe",
        "francisco paco pancho",
        "guadalupe lupe",
    )
)


_SHORTEST_WITH_A_SLIP = 5
"""Letters: in shorter names another letter is another name."""
_NO_NAMES = frozenset(
    phrases(
        """
        pleasant|female|male|man|woman|well|alert|elderly|year|old|none|self|new|established|cooperative|comfortable
        education|instructions|information|copy|home|portal|active|current|history|reports|denies|presents
        states|request|letter|medical|necessity|prior|authorization|see|above|below|attached|review|insurance
        name|address|phone|unknown|report|summary|care|oxygen|surgery|knee|sleep|evaluation|visit|note|consult
        consultation|follow|up|appeal|claim|order|the|and|of|for|is|was|in|on|at|to|with|your|patient|signature
        date|file|record|id|number|problem|problems|list|position|status|type

        re|regarding|ref|pt|pts|member|beneficiary|client|subscriber|this|that|he|she|his|her|they|my|our|we|i|dear
        clinic|center|centre|hospital|office|department|dept|institute|associates|group|practice|lab|laboratory|unit
        medicine|family|internal|pulmonary|pulm|cardiology|orthopedic|orthopaedic|orthopedics|rheumatology|neurology
        neurosurgery|oncology|thoracic|vascular|bariatric|pain|spine|wound|hyperbaric|dermatology|endocrinology|endo
        headache|ent|otology|otolaryngology|urology|psychiatry|nephrology|therapy|physical|occupational|rehab
        progress|soap|hpi|cc|chief|complaint|assessment|plan|exam|examination|procedure|operative|discharge|admission
        intake|encounter|telehealth|call|form|checklist|requisition|prescription|written|standard|final|preliminary
        ct|mri|mr|pet|xr|xray|cxr|us|ultrasound|echo|ecg|ekg|eeg|emg|scan|imaging|radiograph|radiology|pathology
        chest|lumbar|cervical|spirometry|polysomnogram|polysomnography|psg|study|test|result|results|collected|specimen
        vital|vitals|signs|temp|temperature|oral|bp|hr|rr|heart|rate|weight|height|bmi|wt|ht|age|sex|gender|dob|mrn|mbi
        birth|born|race|ethnicity|language|caucasian|white|black|african|american|hispanic|asian|latino|latina
        right|left|bilateral|handed|retired|demographics|identification|header|page|fax|confidential|account|acct
        medicare|medicaid|plan|payer|policy|primary|secondary|referral|provider|physician|doctor|dr|prof|md|do|rn|np|pa
        dpt|rrt|phd|facs|dds|pharmd|lcsw|nurse|ma|contact|emergency|mother|father|brother|sister|son|daughter|spouse
        husband|wife|child|aunt|uncle|niece|nephew|cousin|friend|neighbor|partner|guardian|guarantor|donor|caregiver
        grade|class|scale|score|index|status|level|stage|mini|mental|mallampati|gleason|kellgren|epworth|foley
        catheter|pharmacy|diagnosis|depression|performance|accepted|nursing|terrace|attn|french
        january|february|march|april|may|june|july|august|september|october|november|december
        monday|tuesday|wednesday|thursday|friday|saturday|sunday
        """
    )
)


def is_no_name(word: str) -> bool:
    """Whether a word is a heading's, a form's or a sentence's, and names no person here."""
    return plain(word) in _NO_NAMES


def plain(name: str) -> str:
    """The name in small letters without accents."""
    if name.isascii():
        return name.lower()
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).lower()


def words_of(name: str) -> list[str]:
    """The words of a name, titles and suffixes left out."""
    return [
        word for word in re.findall(r"[^\W\d_]+", plain(name).replace("'", "").replace("’", "")) if word not in _TITLES
    ]


def _family_and_given(name: str) -> tuple[list[str], list[str]]:
    """The words of the family name and of the given names; "Doe, John" and "John Doe" alike."""
    if "," in name:
        family, _, given = name.partition(",")
        if words_of(given):
            return words_of(family), words_of(given)
    parts = [words_of(part) for part in name.replace(",", " ").split()]
    parts = [part for part in parts if part]
    if not parts:
        return [], []
    return parts[-1], [word for part in parts[:-1] for word in part]


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _same_given(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (
        _same_word(one, other)
        or (len(short) >= 3 and long.startswith(short))
        or any(one in group and other in group for group in _NICKNAMES)
    )


def _is_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter wrong, missing, added or exchanged with its neighbor."""
    if min(len(one), len(other)) < _SHORTEST_WITH_A_SLIP or abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    while rest and others and rest[-1] == others[-1]:
        rest, others = rest[:-1], others[:-1]
    return max(len(rest), len(others)) == 1 or (len(rest) == 2 and rest == others[::-1])


def _without_slip(name: str, family: Sequence[str]) -> str:
    """The written name with a family name that is misspelled by one letter put right."""
    words = words_of(name)
    if any(word in words for word in family):
        return name
    slips = {word: right for word in words for right in family if _is_slip(word, right)}
    return re.sub(r"[^\W\d_]+", lambda found: slips.get(found[0], found[0]), plain(name))


def same_person(name: str, patient: str) -> bool:
    """Whether a written name can be the patient's. One letter of the first or of the family name may be wrong."""
    family, given = _family_and_given(patient)
    written = _without_slip(name, family)
    words = set(words_of(written))
    if not family or words <= set(words_of(patient)):
        return True
    may_slip = words == set(words_of(name))
    theirs_family, theirs_given = _family_and_given(written)
    shares_family = any(word in words for word in family if len(word) > 1)
    if "," not in name and len(theirs_given) >= 1 and not set(theirs_family) & set(family) and set(family) & words:
        rest = [word for word in words_of(written) if word not in family]
        return shares_family and (not given or any(_given_fit(given, [word], may_slip) for word in rest))
    if not shares_family:
        return False
    return not given or not theirs_given or _given_fit(given, theirs_given, may_slip)


def _given_fit(given: Sequence[str], theirs: Sequence[str], may_slip: bool) -> bool:
    """The first names are the same, or one goes by a middle name, or a letter is wrong where that ``may`` be."""
    return (
        _same_given(given[0], theirs[0])
        or theirs[0] in given[1:]
        or given[0] in theirs[1:]
        or (may_slip and given[0][0] == theirs[0][0] and _is_slip(given[0], theirs[0]))
    )
