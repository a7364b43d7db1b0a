"""The apps: what their environments hold, and that each agent and each lookup of the registries is there."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from agents.registry import AGENTS
from mcp_servers.registry import SERVERS
from orchestrator.settings import NAMED, Settings
from priorauth.settings import variables_of
from telemetry import measures
from tests.infra.bicep.findings import MAIN, Said, Tree, shown
from tests.infra.bicep.tree import BicepFile, Group, Value

_OF_TELEMETRY = (
    "PRIORAUTH_TELEMETRY",
    "APPLICATIONINSIGHTS_CONNECTION_STRING",
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
)
_LOOKUP_URLS = tuple(f"PRIORAUTH_MCP_{served.name.upper()}_URL" for served in SERVERS)
BESIDE: Mapping[str, str] = {
    "APPLICATIONINSIGHTS_CONNECTION_STRING": "telemetry.exporting reads it",
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": "azure-monitor-opentelemetry-exporter reads it",
    "AZURE_CLIENT_ID": "azure-identity reads it",
}
"""What is read beside the settings, and by whom."""
ENVIRONMENTS: Mapping[str, frozenset[str]] = {
    "infra/modules/lookup.bicep": frozenset(_OF_TELEMETRY),
    "infra/modules/orchestrator.bicep": frozenset(
        {
            *_OF_TELEMETRY,
            *_LOOKUP_URLS,
            "AZURE_CLIENT_ID",
            "DATABASE_URL",
            "PRIORAUTH_AGENTS",
            "PRIORAUTH_ALLOW_UNAUTHENTICATED",
            "PRIORAUTH_DATABASE_IDENTITY",
            "PRIORAUTH_DATA_DIR",
            "PRIORAUTH_FOUNDRY_PROJECT",
            "PRIORAUTH_MODEL",
            "PRIORAUTH_MODEL_ENDPOINT",
            "PRIORAUTH_MODEL_NAME",
            "PRIORAUTH_SIGNING_KEY",
            "PRIORAUTH_WEBHOOK_SECRET",
            "PRIORAUTH_WEBHOOK_TIMEOUT_SECONDS",
            "PRIORAUTH_WEBHOOK_URL",
        }
    ),
}
"""What each app is told, and nothing else."""
_OWN_MEASURES = {
    measures.AGENT_DURATION,
    measures.MESSAGES_UNDELIVERED,
    measures.QUEUE_DEPTH,
    measures.REVIEW_DURATION,
}
_FRAMEWORKS_MEASURES = {"gen_ai.client.operation.duration", "gen_ai.client.token.usage", "http.server.request.duration"}
"""Those that docs/how-to/telemetry.md lists beside ours."""

_ROLES_AND_ATTRIBUTES = {"priorauth.orchestrator", "priorauth.lookup-", "priorauth.agent", "priorauth.outcome"}


def unknown_variable(tree: Tree) -> Said:
    """A variable that nothing reads."""
    known = {*variables_of(Settings, NAMED), *BESIDE}
    for file in tree.files.values():
        for name, line, _ in _variables(file):
            if name not in known:
                yield file.name, line, f"nothing reads {name}"


def told_plainly(tree: Tree) -> Said:
    """A setting that is never shown, and that an app is told as a plain value instead of by a secret of the vault."""
    hidden = {name for name, place in variables_of(Settings, NAMED).items() if not _is_shown(place)}
    for file in tree.files.values():
        for name, line, plainly in _variables(file):
            if name in hidden and plainly:
                yield file.name, line, f"{name} is a secret and told as a plain value"


def environment(tree: Tree) -> Said:
    """A variable that the app's table does not have, one of the table that the app is not told, or one told twice."""
    for file in tree.files.values():
        told = list(_variables(file))
        expected = ENVIRONMENTS.get(file.name, frozenset())
        names = [name for name, _, _ in told]
        for at, (name, line, _) in enumerate(told):
            if name not in expected and name in {*variables_of(Settings, NAMED), *BESIDE}:
                yield file.name, line, f"{name} is not in the app's table"
            if name in names[:at] and name != "PRIORAUTH_MODEL":  # which stands in either branch of a choice
                yield file.name, line, f"{name} is told twice"
        for name in sorted(expected - set(names)):
            yield file.name, 1, f"the app is not told {name}"


def registries(tree: Tree) -> Said:
    """An agent or a lookup that is missing, or that another stands in the place of."""
    yield from _list(tree, "agents", [name.value for name in AGENTS])
    names = [served.name for served in SERVERS]
    yield from _list(tree, "lookups", names)
    addresses = next(
        (call.body.at("params", "lookupUris") for _, call, _ in tree.calls if call.name == "orchestrator"), None
    )
    for at, name in enumerate(names):
        wanted = f"lookup [ . outputs . uri @{at}"
        found = addresses.at(name) if addresses else None
        if found is None or _indexed(found) != wanted:
            yield (
                MAIN,
                (found or addresses or Value(())).line,
                f"the orchestrator does not get the address of {name} as its own",
            )
        output = tree.main.named(f"SERVICE_{name.upper()}_URI", "output")
        if output and _indexed(output.value) != wanted:
            yield MAIN, output.line, f"{output.name} is not the address of {name}"
        image = tree.main.named("lookupImages", "var")
        items = image.value.group.items if image and image.value.group else ()
        camel = "".join(word.title() if index else word for index, word in enumerate(name.split("_"))) + "Image"
        if at >= len(items) or items[at].words != camel:
            yield MAIN, image.line if image else 1, f"image {at} is not {camel}"


def measured(tree: Tree) -> Said:
    """An alert on a measure that nothing emits, or a measure of ours that no alert looks at."""
    alerts = tree.files["infra/modules/alerts.bicep"]
    seen: set[str] = set()
    for at, line in enumerate(alerts.text.splitlines(), 1):
        for name in _measures_in(line):
            seen.add(name)
            if name not in _OWN_MEASURES | _FRAMEWORKS_MEASURES:
                yield alerts.name, at, f"nothing emits {name}"
    for name in sorted(_OWN_MEASURES - seen):
        yield alerts.name, 1, f"no alert looks at {name}"


def _measures_in(line: str) -> Iterator[str]:
    """The names between double quotes that are formed as measures, attributes of measures left out."""
    quoted = [part for part in line.split('"')[1::2] if part.startswith(("priorauth.", "gen_ai.", "http.server."))]
    return (part for part in quoted if part not in _ROLES_AND_ATTRIBUTES)


def _is_shown(place: Sequence[str]) -> bool:
    """Whether the setting at a place may be printed."""
    field = Settings.model_fields[place[0]]
    for name in place[1:]:
        assert isinstance(field.annotation, type)
        assert issubclass(field.annotation, BaseModel)
        field = field.annotation.model_fields[name]
    return field.repr


def _variables(file: BicepFile) -> Iterator[tuple[str, int, bool]]:
    """The variables that a file tells its apps, and whether plainly: objects of a name in capitals with a value."""
    for one in file.of("resource", "var"):
        for group in one.value.objects():
            entries = group.entries
            name = entries["name"].text if "name" in entries else None
            if name and name.isupper() and entries.keys() & {"value", "secretRef"}:
                yield name, group.line, "value" in entries


def _list(tree: Tree, name: str, wanted: list[str]) -> Said:
    declared = tree.main.named(name, "var")
    items = declared.value.group.items if declared and declared.value.group else ()
    found = [shown(item) for item in items]
    if found != wanted:
        yield (
            MAIN,
            declared.line if declared else 1,
            f"{name} are {', '.join(found)}; the registry has {', '.join(wanted)}",
        )


def _indexed(value: Value) -> str:
    """A value's words, with the number in its brackets."""
    items = [item for atom in value.atoms if isinstance(atom, Group) for item in atom.items]
    return f"{value.words} @{''.join(item.words for item in items)}"
