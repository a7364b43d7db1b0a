"""One reading for all agents of a case: it goes on while one of them waits, and is stopped when none does."""

import asyncio
from typing import Any, cast

import pytest

from agents.kit import INLINE_CHARACTERS, AgentKit, ModelNames
from agents.reading.reader import Reading
from priorauth.case import Case
from tests.building.cases import a_case

READING = cast(Reading, "a reading")


class Elsewhere:
    """Reads when told to; counts what it began and what was stopped."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.began = 0
        self.stopped = 0
        self.fault: Exception | None = None
        self.has_room = False

    def offer_short(self) -> bool:
        return self.has_room

    async def read(self, _: Case) -> Reading:
        self.began += 1
        try:
            await self.ready.wait()
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        if self.fault is not None:
            raise self.fault
        return READING


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def kit(elsewhere: Elsewhere) -> AgentKit:
    return AgentKit(cast(Any, None), cast(Any, None), ModelNames.all_alike("none"), cast(Any, None), elsewhere)


@pytest.fixture
def case() -> Case:
    one = a_case()
    note = one.documents[0].model_copy(update={"text": "x" * (INLINE_CHARACTERS + 1)})
    return one.model_copy(update={"documents": (note,)})


async def two_that_wait(kit: AgentKit, case: Case) -> list[asyncio.Task[None]]:
    tasks = [asyncio.create_task(kit.prepare(case)) for _ in range(2)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_two_agents_share_one_reading(kit: AgentKit, elsewhere: Elsewhere, case: Case) -> None:
    tasks = await two_that_wait(kit, case)
    elsewhere.ready.set()
    await asyncio.gather(*tasks)

    assert elsewhere.began == 1
    assert kit.read(case) is READING


async def test_one_that_gives_up_leaves_the_reading_to_the_other(
    kit: AgentKit, elsewhere: Elsewhere, case: Case
) -> None:
    first, second = await two_that_wait(kit, case)
    first.cancel()
    await asyncio.wait({first})
    assert elsewhere.stopped == 0

    elsewhere.ready.set()
    await second
    assert kit.read(case) is READING


async def test_where_nobody_waits_any_more_the_reading_is_stopped_and_a_later_one_begins_anew(
    kit: AgentKit, elsewhere: Elsewhere, case: Case
) -> None:
    for task in await two_that_wait(kit, case):
        task.cancel()
        await asyncio.wait({task})
    await asyncio.sleep(0)
    assert elsewhere.stopped == 1

    elsewhere.ready.set()
    await kit.prepare(case)
    assert elsewhere.began == 2


async def test_a_reading_that_fails_fails_for_all_who_wait_and_is_not_kept(
    kit: AgentKit, elsewhere: Elsewhere, case: Case
) -> None:
    tasks = await two_that_wait(kit, case)
    elsewhere.fault = MemoryError()
    elsewhere.ready.set()
    assert [type(end) for end in await asyncio.gather(*tasks, return_exceptions=True)] == [MemoryError, MemoryError]

    elsewhere.fault = None
    await kit.prepare(case)
    assert kit.read(case) is READING


async def test_a_short_record_goes_elsewhere_where_there_is_time(kit: AgentKit, elsewhere: Elsewhere) -> None:
    elsewhere.has_room = True
    elsewhere.ready.set()

    await kit.prepare(a_case())

    assert elsewhere.began == 1
    assert kit.read(a_case()) is READING


@pytest.mark.parametrize("changed", ["text", "name"])
def test_a_reading_is_not_kept_for_another_record_of_the_same_length_or_another_person(changed: str) -> None:
    class Counting:
        reads = 0

        def read(self, *_: Any) -> Reading:
            self.reads += 1
            return cast(Reading, self.reads)

    one = a_case()
    note = one.documents[0]
    other = {
        "text": {"documents": (note.model_copy(update={"text": note.text[::-1]}), *one.documents[1:])},
        "name": {"member": one.member.model_copy(update={"name": "Somebody Else"})},
    }[changed]
    kit = AgentKit(cast(Any, None), cast(Any, Counting()), ModelNames.all_alike("none"), cast(Any, None))
    assert [kit.read(case) for case in (one, one.model_copy(update=other), one)] == [1, 2, 1]
