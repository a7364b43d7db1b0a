"""The service's settings, read from the environment once, at the edge."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from priorauth.case import LineOfBusiness, RequestType
from priorauth.inputs import AgentName
from priorauth.setting_types import OptionalPath, OptionalText, WebAddress
from priorauth.settings import REPOSITORY, ReviewSettings, settings_in

NAMED = {"database_url": "DATABASE_URL"}
"""The variables of the fields that go by another name than theirs."""


class Settings(ReviewSettings):
    """What an operator may set. Each field is the environment variable ``PRIORAUTH_<FIELD>`` unless it says otherwise.

    ``database_url`` is ``DATABASE_URL``; without it the store is a SQLite file in ``data_dir``. With
    ``database_identity`` ``azure``, Postgres is signed in to by Azure identity and no password. ``agents`` says where
    the agents run: in this process, each at its ``agent_<name>_url``, or as hosted agents of ``foundry_project``, where
    each is called ``foundry_agent_prefix`` and its name, at its own endpoint or by reference (``foundry_called_by``).
    The two ``assume_*`` fields are what a request of the small API, which carries neither, is read as; the result
    prints them. ``signing_key`` is a PKCS#12 file that signs documents, with its password; without it, a key is made in
    ``data_dir``. Limits: ``max_body_bytes`` of a request, ``max_concurrent_reviews`` in this process and, where it is
    set, ``max_concurrent_reviews_overall`` in all processes on one store, ``max_waiting_cases`` before no more are
    taken, ``lease_seconds`` until the others take over from a process that was not heard of, ``case_timeout_seconds``
    of one review with all its agents. Messages go to ``webhook_url``, signed with ``webhook_secret``; without an
    address, none are made.
    """

    data_dir: Path = REPOSITORY / "var"
    database_url: OptionalText = None
    database_identity: str = Field(default="", pattern="^(|azure)$")
    icd10_database: Path = REPOSITORY / "var" / "icd10-cm.sqlite"
    agents: str = Field(default="inprocess", pattern="^(inprocess|http|foundry)$")
    agent_compliance_url: WebAddress = None
    agent_clinical_url: WebAddress = None
    agent_coverage_url: WebAddress = None
    agent_synthesis_url: WebAddress = None
    foundry_project: WebAddress = None
    foundry_agent_prefix: str = Field(default="priorauth-", pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,40}$")
    foundry_called_by: str = Field(default="endpoint", pattern="^(endpoint|reference)$")
    allow_unauthenticated: bool = False
    tenant: str = "default"
    signing_key: OptionalPath = None
    signing_key_password: OptionalText = Field(default=None, repr=False)
    assume_line_of_business: LineOfBusiness | None = LineOfBusiness.MEDICARE_FFS
    assume_request_type: RequestType | None = RequestType.INITIAL
    max_body_bytes: int = Field(default=4 * 1024 * 1024, ge=1024)
    max_concurrent_reviews: int = Field(default=2, ge=1, le=64)
    max_concurrent_reviews_overall: int | None = Field(default=None, ge=1)
    lease_seconds: float = Field(default=10, ge=1)
    max_waiting_cases: int = Field(default=1000, ge=1)
    case_timeout_seconds: float = Field(default=300, gt=0)
    webhook_url: WebAddress = None
    webhook_secret: OptionalText = Field(default=None, repr=False)
    webhook_timeout_seconds: float = Field(default=10, gt=0)

    @model_validator(mode="after")
    def _knows_where_its_agents_are(self) -> Self:
        missing = [name.value for name in AgentName if self.agents == "http" and self.agent_url(name) is None]
        if missing:
            raise ValueError(f"agents that run elsewhere need an address each; missing: {', '.join(missing)}")
        if self.agents == "foundry" and self.foundry_project is None:
            raise ValueError("hosted agents need their project; PRIORAUTH_FOUNDRY_PROJECT is missing")
        return self

    @model_validator(mode="after")
    def _has_one_way_to_sign_in(self) -> Self:
        if not self.database_identity:
            return self
        url = urlsplit(self.store_url)
        if not url.scheme.startswith("postgresql") or not url.username or url.password:
            raise ValueError("PRIORAUTH_DATABASE_IDENTITY needs a DATABASE_URL of Postgres with a user and no password")
        return self

    @property
    def hosted_agents(self) -> Mapping[AgentName, str]:
        """What each agent is called in the Foundry project."""
        return {agent: f"{self.foundry_agent_prefix}{agent.value}" for agent in AgentName}

    @property
    def store_url(self) -> str:
        """The SQLAlchemy address of the store, with its driver."""
        if self.database_url is None:
            return f"sqlite:///{self.data_dir / 'priorauth.sqlite'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def agent_url(self, agent: AgentName) -> str | None:
        """Where an agent's server is, where one is set."""
        if self.agents == "foundry":
            return f"{self.foundry_project}/agents/{self.hosted_agents[agent]}"
        value = getattr(self, f"agent_{agent.value}_url")
        return str(value) if value is not None else None


def read_settings(environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """The settings of an environment, this process's by default. Raises :class:`SettingsInvalid`."""
    return settings_in(os.environ if environment is None else environment, Settings, NAMED, **overrides)
