"""``az`` and ``azd`` as small programs on the path, which ask a server in the test what they answer.

Their answers stand in ``answers.json``, each with the page that it imitates. A command that is not there is an error.
"""

import copy
import json
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer, ThreadingTCPServer
from typing import Any

from tests.infra.azure.foundry import Foundry, Refusal
from tests.infra.azure.management import Management

ANSWERS = json.loads((Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))
_PROGRAM = f"""#!{sys.executable} -SE
import json, os, socket, sys
body = None
if "--body" in sys.argv:
    body = sys.argv[sys.argv.index("--body") + 1]
    if body.startswith("@"):
        body = open(body[1:], encoding="utf-8").read()
with socket.create_connection(("127.0.0.1", int(os.environ["SCRIPTED_AZURE_PORT"]))) as server:
    asked = {{"program": os.path.basename(sys.argv[0]), "arguments": sys.argv[1:], "body": body}}
    server.sendall(json.dumps(asked).encode() + b"\\n")
    told = json.loads(server.makefile().read())
sys.stdout.write(told["out"])
sys.stderr.write(told["err"])
sys.exit(told["code"])
"""


@dataclass
class Azure:
    """What the programs answer, and what they were asked. A test changes ``answers`` and ``errors`` before it asks."""

    environment: dict[str, str]
    foundry: Foundry = field(default_factory=Foundry)
    management: Management = field(default_factory=Management)
    answers: dict[str, Any] = field(
        default_factory=lambda: {one["command"]: copy.deepcopy(one["answer"]) for one in ANSWERS}
    )
    errors: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    images: set[str] = field(default_factory=set)

    def answer(self, program: str, arguments: list[str], body: str | None) -> Mapping[str, Any]:
        """Output, error and exit code of one call."""
        command = self._command(program, arguments)
        self.asked.append(" ".join((program, *arguments)))
        try:
            return _said(self._told(command, arguments, body))
        except Refusal as refusal:
            return {"out": "", "err": f"ERROR: {refusal}\n", "code": refusal.code}

    def times(self, command: str) -> int:
        """How often a command was called."""
        return sum(call.startswith(command) for call in self.asked)

    def _told(self, command: str, arguments: list[str], body: str | None) -> Any:
        if command in self.errors:
            raise Refusal(self.errors[command])
        if command == "azd env get-values":
            return self.environment
        if command == "az rest agents":
            return self.foundry.answer(_option(arguments, "--method"), _option(arguments, "--url"), body)
        if command == "az rest management":
            return self.management.answer(_option(arguments, "--method"), _option(arguments, "--url"))
        if command == "az network vnet subnet show":
            return self.management.subnet(_option(arguments, "--ids"))
        if command == "az cognitiveservices account purge" and self.management.is_private:
            return self.management.purge(_option(arguments, "--name"))
        if command == "az acr build":
            self.images.add(_option(arguments, "--image"))
        if command == "az acr repository show" and _option(arguments, "--image") not in self.images:
            raise Refusal("manifest unknown: manifest tagged by that name is not found. Correlation ID: 0.")
        if command not in self.answers:
            raise Refusal(f"this command is not scripted: {command}", code=99)
        return self.answers[command]

    def _command(self, program: str, arguments: list[str]) -> str:
        words: list[str] = []
        for argument in arguments:
            if argument.startswith("-"):
                break
            words.append(argument)
        if words == ["rest"]:
            words.append(_interface(_option(arguments, "--url")))
        return " ".join((program, *words))


@contextmanager
def azure_at(folder: Path, environment: dict[str, str]) -> Iterator[tuple[Azure, dict[str, str]]]:
    """Azure, and the process environment in which its programs come first on the path."""
    azure = Azure(environment)

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            asked = json.loads(self.rfile.readline())
            told = azure.answer(asked["program"], asked["arguments"], asked["body"])
            self.wfile.write(json.dumps(told).encode())

    with serving(ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        path = f"{programs_in(folder)}:/usr/bin:/bin"
        yield azure, {"SCRIPTED_AZURE_PORT": str(port), "PATH": path, "HOME": str(folder)}


@contextmanager
def serving(server: TCPServer) -> Iterator[int]:
    """The port of a server on the loopback."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def programs_in(folder: Path, *names: str) -> Path:
    """A folder that holds the programs, and Python by the name that the callers use."""
    place = folder / "bin"
    place.mkdir(exist_ok=True)
    for name in names or ("az", "azd"):
        (place / name).write_text(_PROGRAM, encoding="utf-8")
        (place / name).chmod(0o755)
    if not (place / "python3").exists():
        (place / "python3").symlink_to(shutil.which("python3") or sys.executable)
    return place


def _said(told: Any) -> Mapping[str, Any]:
    return {"out": "" if told is None else json.dumps(told), "err": "", "code": 0}


def _interface(url: str) -> str:
    if url.startswith("https://management.azure.com/"):
        return "management"
    return "agents" if "/agents" in url else "logs"


def _option(arguments: list[str], name: str) -> str:
    return arguments[arguments.index(name) + 1]
