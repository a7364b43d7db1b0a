"""Long records are read in a process of their own, and a process that dies is replaced."""

import psutil

from agents.pool import ReadingPool
from orchestrator.bootstrap import Composition
from tests.integration.review.reviewing import example_case


async def test_a_record_is_read_again_where_the_process_that_read_it_died(composition: Composition) -> None:
    pool = ReadingPool(composition.rule_book.skills)
    case = example_case("01")
    try:
        before = set(psutil.Process().children())
        first = await pool.read(case)
        for child in set(psutil.Process().children()) - before:
            child.kill()
            child.wait()
        second = await pool.read(case)
    finally:
        pool.close()

    assert first.facts == second.facts != ()
