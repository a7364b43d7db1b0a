"""What a fact rests on."""

from priorauth.evidence import Derived
from priorauth.facts import Computation
from tests.building.facts import a_fact, measured


def test_a_fact_rests_on_its_words():
    fact = a_fact()
    assert fact.grounds == fact.evidence


def test_a_computed_fact_shows_how_it_follows_from_its_words():
    computed = Computation(formula="packs a day times years of smoking", statement="1 pack a day x 30 years: 30.")
    fact = measured("smoking_pack_years", 30, computed=computed)
    assert fact.grounds == Derived(formula=computed.formula, statement=computed.statement, inputs=(fact.evidence,))
