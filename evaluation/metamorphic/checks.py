"""The table of changes that keep an answer."""

from collections.abc import Sequence
from functools import partial

from evaluation.metamorphic.change import Change
from evaluation.metamorphic.dates import FORMS, redated
from evaluation.metamorphic.layout import with_an_idle_paragraph, with_sections_moved
from evaluation.metamorphic.names import renamed
from evaluation.metamorphic.persons import of_race, of_the_other_sex
from evaluation.metamorphic.units import in_other_units

_NAMES = ("Lakeisha Washington", "María-José Núñez-O'Connor")
_RACES = {
    "Black": "Race: Black or African American. Ethnicity: not Hispanic or Latino.",
    "white": "Race: White. Ethnicity: Hispanic or Latino.",
}

CHANGES: Sequence[Change] = (
    *(Change(f"the member's name: {name}", partial(renamed, name=name)) for name in _NAMES),
    Change("the other sex, where nothing asks it", of_the_other_sex, sex_must_not_matter=True),
    *(Change(f"race named: {race}", of_race(race, line)) for race, line in _RACES.items()),
    Change("sections in another order", with_sections_moved),
    *(Change(f"dates as {example}", partial(redated, form=form)) for example, form in FORMS.items()),
    Change("kg and lb, cm and in exchanged", in_other_units),
    Change("an idle paragraph added", with_an_idle_paragraph),
)
"""Each keeps the outcome, its route and the status of every criterion."""
