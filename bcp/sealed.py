"""Files encrypted with age (https://age-encryption.org), opened with an age or an SSH key.

Reading them needs the library ``pyrage``, which is an optional part of the installation.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bcp.errors import BcpError
from bcp.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING = ".age"

_USUAL = ("id_ed25519", "id_rsa")
"""SSH keys that are tried when none is named."""
_LONGEST_KEY = 64 * 1024


def opened(content: bytes, name: str, identity: Path | None) -> bytes:
    """The content of an encrypted file. ``identity`` is a file with keys; None: one's SSH keys.

    :raises BcpError: when ``pyrage`` is missing, no key is found, none fits, or the file is not one
        of age's.
    """
    pyrage = _library(name)
    keys = list(_keys(pyrage, identity))
    if not keys:
        raise BcpError(
            "{name} is encrypted, and there is no key to open it with",
            "name the file of your age or SSH key with --identity or BCP_IDENTITY",
            name=name,
        )
    try:
        content = pyrage.decrypt(content, keys)
    except pyrage.DecryptError as error:
        raise BcpError(
            "{name} cannot be opened with your key: {error}",
            "name the right key with --identity, or ask the plan's owner to encrypt it for you too",
            name=name,
            error=str(error).lower(),
        ) from error
    return content


def _library(name: str) -> Any:
    try:
        import pyrage  # type: ignore[import-untyped]
    except ImportError:
        raise BcpError(
            "{name} is encrypted; the library that opens it is not installed",
            "run: pipx inject bcp-as-code pyrage   (or, in a virtual environment: "
            "pip install 'bcp-as-code[age]')",
            name=name,
        ) from None
    return pyrage


def _keys(pyrage: Any, identity: Path | None) -> Iterator[object]:
    if identity is not None:
        yield from _keys_in(pyrage, identity, read_file(identity, _LONGEST_KEY))
        return
    for usual in _USUAL:
        path = Path(os.path.expanduser("~/.ssh")) / usual  # noqa: PTH111 - no error without a home
        try:
            yield from _keys_in(pyrage, path, read_file(path, _LONGEST_KEY))
        except BcpError:
            continue  # not there, or locked with a passphrase: perhaps the next


def _keys_in(pyrage: Any, path: Path, content: bytes) -> list[object]:
    text = content.decode("utf-8", "replace")
    try:
        if "AGE-SECRET-KEY-" in text:
            lines = (line.strip() for line in text.splitlines())
            found = [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
            return [pyrage.x25519.Identity.from_str(line) for line in found]
        return [pyrage.ssh.Identity.from_buffer(content)]
    except Exception as error:  # pyrage's own, which differ from version to version
        raise BcpError(
            "{path} holds no key that can be used: {error}",
            "name a file made by age-keygen, or an SSH key (ed25519 or RSA) without a passphrase",
            path=path,
            error=str(error).lower(),
        ) from error
