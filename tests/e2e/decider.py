"""A process that accepts the recommendations of the cases on its standard input, as fast as it can.

Its arguments: the store's address and its name. Each line of the input is a case's id and the digest that was seen; it
writes a line when it is ready, and one for each that it decided.
"""

import asyncio
import sys

from orchestrator.clock import utc_now
from orchestrator.people import PEOPLE
from orchestrator.scope import Purpose, Scope
from orchestrator.store.determinations import determine
from orchestrator.store.engine import Database
from priorauth.determination import AlreadyDetermined
from tests.integration.deciding import LETTERS, REGULATIONS, accepting


async def decide(url: str, name: str) -> None:
    database = Database(url)
    scope = Scope("default", name, Purpose.DETERMINATION, PEOPLE["nurse"])
    tell("ready")
    for line in sys.stdin:
        case_id, digest = line.split()
        try:
            made = await determine(
                database,
                scope,
                case_id,
                accepting(digest),
                utc_now(),
                regulations=REGULATIONS,
                letters=LETTERS,
                put=lambda *_: None,
            )
        except AlreadyDetermined:
            continue
        tell(f"{case_id} {made.authorization_number}")
        await asyncio.sleep(0.02)
    await database.close()


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(decide(sys.argv[1], sys.argv[2]))
