"""Cases go on while server processes are killed: none is lost, none is doubled. The whole of it is ``make soak``."""

import pytest

from evaluation.load.soak import Plan, soak
from evaluation.stores import STORES


@pytest.mark.parametrize(
    ("store", "plan"),
    [
        ("sqlite", Plan(cases=60, processes=1, between_kills=(1.0, 2.0), most_kills=4)),
        ("postgres", Plan(cases=60, processes=2, between_kills=(0.5, 1.5), most_kills=4)),
    ],
)
def test_no_case_is_lost_or_doubled_while_processes_are_killed(store: str, plan: Plan) -> None:
    with STORES[store]() as opened:
        soaked = soak(opened, plan)

    assert soaked.kills >= 1
    assert (soaked.completed, soaked.lost, soaked.doubled) == (plan.cases, 0, 0)
    assert soaked.verified, soaked.said
    assert soaked.outcome.refused == []
