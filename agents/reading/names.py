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


def same_person(name: str, patient: str) -> bool:
    """Whether a written name can be the patient's."""
    family, given = _family_and_given(patient)
    words = set(words_of(name))
    if not family or not words:
        return True
    theirs_family, theirs_given = _family_and_given(name)
    shares_family = any(word in words for word in family if len(word) > 1)
    if "," not in name and len(theirs_given) >= 1 and not set(theirs_family) & set(family) and set(family) & words:
        rest = [word for word in words_of(name) if word not in family]
        return shares_family and (not given or any(_same_given(given[0], word) for word in rest))
    if not shares_family:
        return False
    return not given or not theirs_given or _given_fit(given, theirs_given)


def _given_fit(given: Sequence[str], theirs: Sequence[str]) -> bool:
    """The first names are the same, or one goes by a middle name."""
    return _same_given(given[0], theirs[0]) or theirs[0] in given[1:] or given[0] in theirs[1:]
