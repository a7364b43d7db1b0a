"""Which model plays each agent: the settings of all agents, each agent's own over them, and what is wrong with them."""

import ipaddress
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

from pydantic import BeforeValidator, SecretStr

from priorauth.setting_types import OptionalPath, OptionalSecret, OptionalText, WebAddress, none_if_empty
from priorauth.value import Value

_MOST_KEY_CHARACTERS = 10_000


class ModelKind(StrEnum):
    """What plays an agent: functions of this code, or a language model behind an address."""

    EMBEDDED = "embedded"
    OPENAI = "openai"
    FOUNDRY = "foundry"


class ModelApi(StrEnum):
    """How a language model is spoken to."""

    CHAT_COMPLETIONS = "chat_completions"
    RESPONSES = "responses"


class ModelSource(Value):
    """What is set of a model, for all agents or for one; what is not set is None.

    ``name`` is the model's as its server calls it, on Azure the deployment's. ``endpoint`` is the address before
    ``/chat/completions`` or ``/responses``. The key stands in ``key`` or in the file ``key_file``.
    """

    kind: Annotated[ModelKind | None, BeforeValidator(none_if_empty)] = None
    name: OptionalText = None
    endpoint: WebAddress = None
    api: Annotated[ModelApi | None, BeforeValidator(none_if_empty)] = None
    key: OptionalSecret = None
    key_file: OptionalPath = None

    def under(self, general: "ModelSource") -> "ModelSource":
        """This agent's settings, filled up with those of all agents.

        A model of another kind takes nothing from them, and one at another address no key: a key is sent nowhere but
        to the address that it was set with.
        """
        if self.kind is not None and self.kind is not (general.kind or ModelKind.EMBEDDED):
            return self
        keeps = self.key is not None or self.key_file is not None or self.endpoint is not None
        return ModelSource(
            kind=self.kind or general.kind,
            name=self.name or general.name,
            endpoint=self.endpoint or general.endpoint,
            api=self.api or general.api,
            key=self.key if keeps else general.key,
            key_file=self.key_file if keeps else general.key_file,
        )


class ServedModel(Value):
    """A language model that can be asked. Without a key, none is sent; Foundry is signed in to without one."""

    kind: ModelKind
    name: str
    endpoint: str
    api: ModelApi
    key: SecretStr | None = None

    @property
    def label(self) -> str:
        """What a record calls it: its kind and its name. No embedded model is called so."""
        return f"{self.kind.value}:{self.name}"


class SourceProblem(NamedTuple):
    """What is wrong with one part of a source."""

    part: str
    message: str


def problems_of(source: ModelSource) -> Iterator[SourceProblem]:
    """Everything that keeps a source from being used, in words that hold no key."""
    if (source.kind or ModelKind.EMBEDDED) is ModelKind.EMBEDDED:
        unused = (part for part in ModelSource.model_fields if part != "kind" and getattr(source, part) is not None)
        yield from (SourceProblem(part, "is set, but the embedded model has no use for it") for part in unused)
        return
    if source.name is None:
        yield SourceProblem("name", "is missing: the model's name as its server calls it, on Azure the deployment's")
    if source.endpoint is None:
        yield SourceProblem("endpoint", "is missing: the server's address, as https://server.example/v1")
    else:
        yield from (SourceProblem("endpoint", message) for message in _problems_of_address(source.endpoint))
    yield from _problems_of_key(source)


def served(source: ModelSource) -> ServedModel | None:
    """The language model that a source without problems names; None for the embedded one.

    Raises ValueError where the source has problems.
    """
    kind = source.kind or ModelKind.EMBEDDED
    if kind is ModelKind.EMBEDDED:
        return None
    if source.name is None or source.endpoint is None or any(problems_of(source)):
        raise ValueError("the model's settings have problems")
    key = source.key if source.key_file is None else SecretStr(source.key_file.read_text(encoding="utf-8").strip())
    return ServedModel(
        kind=kind,
        name=source.name,
        endpoint=source.endpoint.rstrip("/"),
        api=source.api or ModelApi.CHAT_COMPLETIONS,
        key=key,
    )


def _problems_of_address(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        yield "holds a name or a password; a key has its own setting"
    if parts.query or parts.fragment:
        yield "ends in a query; give the address before /chat/completions or /responses"
    if parts.scheme == "http" and not _is_of_ones_own_network(parts.hostname or ""):
        yield "would send the record in the clear; use https outside your own network"


def _is_of_ones_own_network(host: str) -> bool:
    """A host without a dot, as containers call each other, or a private address."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host


def _problems_of_key(source: ModelSource) -> Iterator[SourceProblem]:
    if source.kind is ModelKind.FOUNDRY:
        keys = (part for part in ("key", "key_file") if getattr(source, part) is not None)
        yield from (SourceProblem(part, "is set, but Foundry is signed in to by Azure identity") for part in keys)
        return
    if source.key_file is None:
        return
    if source.key is not None:
        yield SourceProblem("key_file", "is set beside the key itself; set one of them")
    try:
        text = source.key_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        yield SourceProblem("key_file", f"cannot be read: {type(error).__name__}")
        return
    if not text or len(text) > _MOST_KEY_CHARACTERS or len(text.split()) != 1:
        yield SourceProblem("key_file", "holds no key: one word is expected")
