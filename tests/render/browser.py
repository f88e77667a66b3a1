"""A real browser for the tests: headless Chromium, spoken to over its own pipe (the DevTools
protocol), so that nothing is needed but the browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
"""What the browser is called, the smallest first; ``BCP_TEST_BROWSER`` names another."""

SECONDS = 120
"""How long one answer may take on a machine that has much else to do."""


def found() -> str | None:
    """The browser of this machine; None when there is none."""
    named = os.environ.get("BCP_TEST_BROWSER")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One running browser with one page."""

    def __init__(self, program: str) -> None:
        self._folder = tempfile.mkdtemp(prefix="bcp-browser-")
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        # The protocol is spoken on the descriptors 3 and 4 of the browser.
        command = (
            f"exec 3<&{to_browser} 4>&{from_browser}; exec {program} --headless --no-sandbox"
            " --disable-gpu --disable-dev-shm-usage --no-first-run --hide-scrollbars"
            f" --remote-debugging-pipe --user-data-dir={self._folder} about:blank"
        )
        self._process = subprocess.Popen(
            ["bash", "-c", command],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._waiting = b""
        self._number = 0
        self._session: str | None = None
        self.told: list[dict[str, Any]] = []
        """Requests that the page made, and what its console and its policy said."""
        pages = self._ask("Target.getTargets")["targetInfos"]
        target = next(one["targetId"] for one in pages if one["type"] == "page")
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Accessibility"):
            self._ask(f"{domain}.enable")

    def close(self) -> None:
        os.close(self._write)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        shutil.rmtree(self._folder, ignore_errors=True)

    # ── the protocol ───────────────────────────────────────────────────────────────────────────

    def _ask(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._send(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self._note(answer)

    def _send(self, content: bytes) -> None:
        while content:
            content = content[os.write(self._write, content) :]

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            piece = os.read(self._read, 1 << 16)
            assert piece, "the browser has ended"
            self._waiting += piece
        message, _, self._waiting = self._waiting.partition(b"\0")
        return json.loads(message)

    def _note(self, event: dict[str, Any]) -> None:
        watched = (
            "Network.requestWillBeSent",
            "Log.entryAdded",
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Page.javascriptDialogOpening",
            "Page.loadEventFired",
        )
        if event.get("method") in watched:
            self.told.append(event)

    # ── what a person does ─────────────────────────────────────────────────────────────────────

    def open(self, path: Path, hash: str = "") -> None:  # noqa: A002
        """Open a file and wait until it is there."""
        for address in ("about:blank", path.as_uri() + hash):
            self.told.clear()
            self._ask("Page.navigate", url=address)
            while not any(one["method"] == "Page.loadEventFired" for one in self.told):
                self._note(self._receive())

    def value(self, script: str) -> Any:
        """What an expression is in the page; raises AssertionError where it throws."""
        answer = self._ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def text(self, selector: str) -> str:
        """The words that are seen in an element."""
        return self.value(f"document.querySelector({json.dumps(selector)}).innerText")

    def type(self, words: str) -> None:
        """Type words into what has the focus."""
        self._ask("Input.insertText", text=words)

    def press(self, *keys: str, shift: bool = False) -> None:
        """Press keys one after the other: ``Tab``, ``Enter``, ``ArrowDown``, ``/``."""
        for key in keys:
            code = _CODES.get(key, 0)
            text = "\r" if key == "Enter" else key if len(key) == 1 else ""
            more = {"text": text} if text else {}
            about = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
            self._ask("Input.dispatchKeyEvent", type="keyDown", **about, **more)
            self._ask("Input.dispatchKeyEvent", type="keyUp", **about)

    def click(self, selector: str) -> None:
        """Click into the middle of an element, as a mouse does."""
        x, y = self.value(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            " one.scrollIntoView({block: 'center'}); const at = one.getBoundingClientRect();"
            " return [at.x + at.width / 2, at.y + at.height / 2] })()"
        )
        for type_ in ("mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", type=type_, x=x, y=y, button="left", clickCount=1)

    def look(self, width: int, height: int, *, dark: bool = False, paper: bool = False) -> None:
        """Set the size of the window, and how it is looked at."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", media="print" if paper else "", features=[scheme])

    def screenshot(self, path: Path) -> None:
        """Write what is seen into a PNG file."""
        import base64

        path.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot")["data"]))

    def tree(self) -> list[tuple[str, str]]:
        """(role, name) of everything that a screen reader is told."""
        nodes = self._ask("Accessibility.getFullAXTree")["nodes"]
        return [
            (one.get("role", {}).get("value", ""), one.get("name", {}).get("value", ""))
            for one in nodes
            if not one.get("ignored")
        ]


_CODES = {
    "Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowUp": 38,
    "ArrowRight": 39, "ArrowDown": 40,
}  # fmt: skip
