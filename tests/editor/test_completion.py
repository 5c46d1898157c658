"""What an editor makes of the schema: the YAML language server completes and marks mistakes."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("HEADWAY_PROGRAM") or ROOT / "build" / "release" / "headway")
SERVER = Path(
    os.environ.get("HEADWAY_YAML_LANGUAGE_SERVER")
    or ROOT / "build" / "editor" / "node_modules" / ".bin" / "yaml-language-server"
)
Message = dict[str, Any]


class Editor:
    """One file in an editor: speaks the Language Server Protocol over the server's pipes."""

    def __init__(self, server: subprocess.Popen[bytes], schema: Path) -> None:
        self.server = server
        self.count = 0
        self.settings = {
            "schemas": {schema.as_uri(): "*.yaml"},
            "validate": True,
            "completion": True,
            "hover": True,
            "schemaStore": {"enable": False},
        }
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})

    def open(self, text: str) -> list[str]:
        """Opens a file; the messages of what is wrong with it."""
        self.count += 1
        self.uri = f"file:///p{self.count}.yaml"
        item = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        while True:
            message = self.read()
            if message.get("method") != "textDocument/publishDiagnostics":
                continue
            if message["params"]["uri"] == self.uri:
                return [found["message"] for found in message["params"]["diagnostics"]]

    def complete(self, text: str) -> set[str]:
        """The words offered at the `|` of a text."""
        before = text[: text.index("|")]
        self.open(text.replace("|", ""))
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        answer = self.ask(
            "textDocument/completion", {"textDocument": {"uri": self.uri}, "position": place}
        )
        return {item["label"] for item in answer["items"]}

    def hover(self, text: str) -> str:
        """What is told about the word at the `|` of a text."""
        before = text[: text.index("|")]
        self.open(text.replace("|", ""))
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        answer = self.ask(
            "textDocument/hover", {"textDocument": {"uri": self.uri}, "position": place}
        )
        return str(answer["contents"])

    def ask(self, method: str, params: Message) -> Message:
        self.count += 1
        number = self.count
        self.write({"id": number, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == number and "method" not in message:
                return message["result"] or {}

    def tell(self, method: str, params: Message) -> None:
        self.write({"method": method, "params": params})

    def write(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def read(self) -> Message:
        """The next message; requests of the server are answered on the way."""
        assert self.server.stdout
        length = 0
        while line := self.server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: Message = json.loads(self.server.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            items = message["params"]["items"]
            answers = [self.settings if item.get("section") == "yaml" else None for item in items]
            self.write({"id": message["id"], "result": answers})
        elif "method" in message and "id" in message:
            self.write({"id": message["id"], "result": None})
        return message


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} is not built")
    if not SERVER.exists() or not shutil.which("node"):
        pytest.skip(f"there is no {SERVER}; ./dev test --editor gets it")
    schema = tmp_path_factory.mktemp("schema") / "headway.schema.json"
    schema.write_bytes(subprocess.run([PROGRAM, "schema"], check=True, capture_output=True).stdout)
    words = [str(SERVER), "--stdio"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        yield Editor(server, schema)
        server.kill()


def test_the_keys_of_a_task_are_offered(editor: Editor) -> None:
    offered = editor.complete("headway: v1\ntasks:\n  train:\n    |\n")
    assert {"command", "depends_on", "retry", "matrix", "repeat", "when"} <= offered


def test_the_keys_inside_of_a_repeat_are_those_of_tasks(editor: Editor) -> None:
    text = "headway: v1\ntasks:\n  a:\n    repeat:\n      tasks:\n        b:\n          |\n"
    assert {"command", "script", "outputs"} <= editor.complete(text)


def test_the_words_of_a_key_are_offered(editor: Editor) -> None:
    offered = editor.complete("headway: v1\ntasks:\n  a:\n    sandbox: |\n")
    assert {"none", "bubblewrap"} <= offered


def test_a_key_is_explained(editor: Editor) -> None:
    told = editor.hover("headway: v1\ntasks:\n  a:\n    allow_fai|lure: true\n")
    assert "its failure fails neither the job" in told


def test_mistakes_are_marked_and_only_those(editor: Editor) -> None:
    assert editor.open("headway: v1\ntasks:\n  a: {command: [x], timeout: 5m}\n") == []
    assert editor.open("headway: v1\ntasks:\n  a: {comand: [x]}\n")
    assert editor.open("headway: v1\ntasks:\n  a: {command: [x], timeout: soon}\n")
    assert editor.open("headway: v1\ntasks:\n  a: {command: [x], script: y}\n")
