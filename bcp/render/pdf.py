"""HTML → PDF/UA-1: the same bytes on every machine with the same libraries, and nothing fetched.

WeasyPrint is imported on first use, after fontconfig was told to see the shipped fonts alone: with
the fonts of the machine in sight, equal HTML gave other bytes once another font was installed.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bcp.errors import BcpError
from bcp.render import assets

if TYPE_CHECKING:
    import weasyprint  # type: ignore[import-untyped]

VARIANT = "pdf/ua-1"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished file."""

    data: bytes
    pages: int


class Printer:
    """Prints documents; what they share (fonts, parsed style sheets) is made once.

    Raises :class:`~bcp.errors.BcpError` when the text engine (Pango) is missing on this machine.
    """

    def __init__(self) -> None:
        self._weasyprint = _weasyprint()
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

        self._fonts = FontConfiguration()
        self._fetcher = _fetcher(assets.shipped())
        self._styles: dict[str, weasyprint.CSS] = {}

    def laid_out(self, html: str, style: str) -> weasyprint.Document:
        """The pages of one document. ``style`` names a shipped style sheet."""
        with _refusals():
            document = self._weasyprint.HTML(
                string=html, url_fetcher=self._fetcher, base_url=f"{assets.SCHEME}:"
            )
            return document.render(
                stylesheets=[self._style(style)], font_config=self._fonts, pdf_variant=VARIANT
            )

    def print(self, documents: Sequence[tuple[str, str]]) -> Pdf:
        """(html, style) pairs, one after the other in one file; each counts its own pages.

        Title, language and dates of the file are those of the first.
        """
        with _collecting_less():
            laid_out = [self.laid_out(html, style) for html, style in documents]
            pages = [page for document in laid_out for page in _wanted(document.pages)]
            whole = laid_out[0].copy(pages)
            with _refusals():
                data = whole.write_pdf(pdf_variant=VARIANT)
        return Pdf(data, len(pages))

    def _style(self, name: str) -> weasyprint.CSS:
        if name not in self._styles:
            self._styles[name] = self._weasyprint.CSS(
                string=assets.shipped()[f"{assets.SCHEME}:{name}"][0].decode(),
                url_fetcher=self._fetcher,
                base_url=f"{assets.SCHEME}:",
                font_config=self._fonts,
            )
        return self._styles[name]


END = "end"
"""Id of where a document ends. What is laid out on the same page below it is printed too; a page
after that one holds nothing but empty lines to write on."""


def _wanted(pages: Sequence[Any]) -> Sequence[Any]:
    """The pages up to the one with the :data:`END`; all, when the document names none."""
    last = next((n for n, page in enumerate(pages) if END in page.anchors), len(pages) - 1)
    return pages[: last + 1]


@lru_cache(maxsize=1)
def printer() -> Printer:
    """The printer of this process."""
    return Printer()


def _weasyprint() -> Any:
    """The module, imported with the shipped fonts in sight and no others."""
    os.environ["FONTCONFIG_FILE"] = str(assets.fontconfig_file())
    try:
        import weasyprint
    except OSError as error:
        raise BcpError(
            "PDF files cannot be printed: a library is missing ({error}).",
            "On Debian or Ubuntu: apt-get install --no-install-recommends libpangoft2-1.0-0 "
            "libharfbuzz-subset0",
            error=error,
        ) from error
    return weasyprint


def _fetcher(shipped: Mapping[str, tuple[bytes, str]]) -> Any:
    """A fetcher that knows the shipped files and refuses all else, loudly."""
    from weasyprint.urls import (  # type: ignore[import-untyped]
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class ShippedOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            if url not in shipped:
                raise FatalURLFetchingError(url)
            content, media_type = shipped[url]
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    return ShippedOnly()


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn a refused address into an error with a sentence.

    WeasyPrint raises it as a BaseException, so that its own handlers do not swallow it; nothing
    else catches it either.
    """
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        raise BcpError(
            "The document asks for something outside the shipped templates: {error}",
            "Take the reference out of the template; documents fetch nothing.",
            error=error,
        ) from error


@contextmanager
def _collecting_less() -> Iterator[None]:
    """Let the garbage collector run less often: layout makes millions of small, living objects."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
