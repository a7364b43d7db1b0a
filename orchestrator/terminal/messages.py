"""``priorauth messages``: what other systems have not taken yet, and sending it again."""

import asyncio
from collections.abc import Sequence

from rich.text import Text

from orchestrator.clock import utc_now
from orchestrator.settings import Settings
from orchestrator.store.conclusion_tables import MessageRow
from orchestrator.store.messages import send_again, undelivered
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import plain, rows, words
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.stored import opened
from orchestrator.terminal.wording import counted


def tell_messages(settings: Settings, screen: Screen) -> Exit:
    """Lists the messages that were not taken yet, those given up first. Raises what :func:`opened` raises."""
    return asyncio.run(_tell_messages(settings, screen))


async def _tell_messages(settings: Settings, screen: Screen) -> Exit:
    async with opened(settings, to_write=False) as database:
        waiting = await database.read(undelivered, settings.tenant)
    screen.show(rows([_row(one) for one in waiting]))
    screen.tell([plain(f"{counted(len(waiting), 'message')} not delivered yet.")])
    return Exit.DONE


def _row(one: MessageRow) -> Sequence[Text]:
    state = f"next try {one.next_try_at:%Y-%m-%d %H:%M:%S} UTC" if one.next_try_at else "given up"
    tried = f"tried {one.attempts} times" if one.attempts != 1 else "tried once"
    failure = f", last: {one.last_failure}" if one.last_failure else ""
    return words(one.id), words(one.case_id), words(one.type), words(f"{tried}{failure}"), words(state)


def send_messages_again(message_ids: Sequence[str], settings: Settings, screen: Screen) -> Exit:
    """Has the named messages, or all that were given up, tried again by the service.

    Raises what :func:`opened` raises and ``UnknownMessage``.
    """
    return asyncio.run(_send_again(message_ids, settings, screen))


async def _send_again(message_ids: Sequence[str], settings: Settings, screen: Screen) -> Exit:
    async with opened(settings, to_write=True) as database:
        count = await database.write(send_again, settings.tenant, message_ids, utc_now())
    screen.show([plain(f"{counted(count, 'message')} will be tried again by the service, at its next look.")])
    return Exit.DONE
