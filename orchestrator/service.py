"""The running service, as a request sees it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from orchestrator.bulletin import Bulletin
from orchestrator.desk import Desk
from orchestrator.documents.signing import Sign
from orchestrator.intake import Intake
from orchestrator.pipeline import Pipeline
from orchestrator.readiness import Composed
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.uploads.reading import FileReader
from priorauth.people import Person

DEVELOPMENT_ACTOR = "development"


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that a request may use. ``pipeline`` has its agents under guard; ``sign`` signs PDFs, off the loop;
    ``files`` reads the text of files that are given for a case.
    """

    settings: Settings
    composed: Composed
    pipeline: Pipeline
    database: Database
    bulletin: Bulletin
    intake: Intake
    desk: Desk
    now: Callable[[], dt.datetime]
    sign: Sign
    files: FileReader

    def scope(self, purpose: Purpose, person: Person | None = None) -> Scope:
        """On behalf of the one tenant, as the person who is signed in. Until sign-in exists, that is a seeded one."""
        return Scope(self.settings.tenant, person.id if person else DEVELOPMENT_ACTOR, purpose, person)


def running_service(request: Request) -> Service:
    """The service of the application that received the request."""
    return cast(Service, request.app.state.service)


Running = Annotated[Service, Depends(running_service)]
