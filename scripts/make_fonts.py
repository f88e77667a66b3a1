"""Cut the fonts that the documents are printed with: ``make fonts``.

Whole font families are large and are not on a bare machine, so the templates carry subsets: Latin,
Cyrillic, punctuation and currency of Noto Sans and Noto Sans Mono, and the few signs that Noto Sans
lacks, out of DejaVu Sans. The same sources and the same fontTools (it is locked in
``requirements/``) give the same bytes: the sources are known by their SHA-256, and the time in the
``head`` table stays that of the source.

Usage: ``python scripts/make_fonts.py [FOLDER]``; FOLDER is ``templates/fonts`` of the repository
when it is left out.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

INSTALLED = Path("/usr/share/fonts/truetype")
PACKAGES = "fonts-noto-core fonts-noto-mono fonts-dejavu-core"
"""The Debian packages that hold the sources: 20201225-1 of Noto, 2.37-6 of DejaVu (Debian 12)."""

FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum")
"""Layout features that text needs; small capitals, old figures and so on would double the size."""

SPACES = "\u0020\u00a0"
"""In every subset: a font without a space prints the glyph for "missing", and a checker of PDF/A or
PDF/UA refuses the file."""


def _points(*ranges: tuple[int, int]) -> frozenset[int]:
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


TEXT = _points(
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x017F),  # Latin Extended-A
    (0x0218, 0x021B),  # Romanian s and t with comma below
    (0x02BC, 0x02BC),  # the Ukrainian apostrophe, as a letter
    (0x0300, 0x0304),  # accents that are written over a letter (word stress)
    (0x0306, 0x0308),
    (0x030C, 0x030C),
    (0x0327, 0x0328),
    (0x0391, 0x03A9),  # Greek: formulas, units
    (0x03B1, 0x03C9),
    (0x0400, 0x052F),  # Cyrillic and its supplement
    (0x1E80, 0x1E85),  # Welsh
    (0x1E9E, 0x1E9E),  # capital sharp s
    (0x1EF2, 0x1EF3),
    (0x2000, 0x206F),  # General Punctuation, with U+2011, the hyphen that does not break
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2116, 0x2116),  # numero
    (0x2122, 0x2122),  # trade mark
    (0x2150, 0x215E),  # fractions
    (0x2190, 0x2193),  # arrows and operators: Noto Sans has few, Noto Sans Mono has more
    (0x2200, 0x2265),
    (0xFB01, 0xFB02),  # fi, fl
)
BOXES = _points((0x2500, 0x257F))
"""Lines of a tree drawn in characters; monospaced text only."""

SYMBOLS = frozenset(
    map(
        ord,
        SPACES
        + "\u2011"
        + "←↑→↓↔↕↗↘↳⇄⇒⇐"
        + "−≈≠≤≥±×÷∞√∑∆"
        + "■□▢▣▪▫▲△▶▷▸▼▽◀◁◆◇○●◉◐"
        + "★☆☎☏☐☑☒☞⚐⚑⚠⚡⚙"
        + "✁✂✆✉✎✏✓✔✕✖✗✘✚➔➜➤❶❷❸❹❺❻❼❽❾❿"
        + "①②③④⑤⑥⑦⑧⑨⑩"
        + "⌂⏎",
    )
)


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: where it comes from, what is kept of it, what it is called."""

    name: str
    source: str
    sha256: str
    points: frozenset[int]
    features: tuple[str, ...] = FEATURES
    family: str | None = None


FACES = (
    Face(
        "NotoSans-Regular.ttf",
        "noto/NotoSans-Regular.ttf",
        "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
        TEXT,
    ),
    Face(
        "NotoSans-Bold.ttf",
        "noto/NotoSans-Bold.ttf",
        "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5",
        TEXT,
    ),
    Face(
        "NotoSans-Italic.ttf",
        "noto/NotoSans-Italic.ttf",
        "5d7618dda819443fd07301c84adcee9fe8960c873ea5e5e1f0f59db384b78082",
        TEXT,
    ),
    Face(
        "NotoSans-BoldItalic.ttf",
        "noto/NotoSans-BoldItalic.ttf",
        "4315b26e5afb62f70f5ffe0edaa3363e57765ff2af2beda12b6fef197e3e5f5a",
        TEXT,
    ),
    Face(
        "NotoSansMono-Regular.ttf",
        "noto/NotoSansMono-Regular.ttf",
        "6b692c4b6d15ccf59f1c1fe8d11cb8a92f51960f3e9f1f523781755a3af7e29f",
        TEXT | BOXES,
    ),
    # Under a name of its own: on a machine that has the whole DejaVu Sans, the two must not mix.
    Face(
        "BcpSymbols-Regular.ttf",
        "dejavu/DejaVuSans.ttf",
        "abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322",
        SYMBOLS,
        features=(),
        family="BCP Symbols",
    ),
    Face(
        "BcpSymbols-Bold.ttf",
        "dejavu/DejaVuSans-Bold.ttf",
        "0d977336a6d5fba34eab8e3199eb218327161b5143749f802982c2bc34df0c96",
        SYMBOLS,
        features=(),
        family="BCP Symbols",
    ),
)

LICENCE_RECORD = 13
NAMES_KEPT = (0, 1, 2, 3, 4, 5, 6, 7, LICENCE_RECORD, 14)
"""Copyright, family, style, unique, full and PostScript name, version, trade mark, licence."""


class SourceError(Exception):
    """A source font is missing, or is not the one that the subsets were cut from."""


def read_source(face: Face, installed: Path = INSTALLED) -> bytes:
    """The bytes of the whole font, when they are those that ``face`` names.

    Raises :class:`SourceError` with a sentence and the remedy.
    """
    path = installed / face.source
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read ({error.strerror}). "
            f"Fix: apt-get install --no-install-recommends {PACKAGES}"
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != face.sha256:
        raise SourceError(
            f"{path} is another release of the font (SHA-256 {found}, expected {face.sha256}). "
            "Fix: take the packages of Debian 12, or put the new sums into scripts/make_fonts.py "
            "and look at the printed documents again."
        )
    return data


def cut(face: Face, data: bytes) -> bytes:
    """The subset of the font ``data``; the same bytes whenever it is called."""
    options = subset.Options(
        layout_features=list(face.features),
        name_IDs=list(NAMES_KEPT),
        name_languages=["*"],
        notdef_outline=True,
        hinting=False,  # paper and today's screens do not use it, and it is half of the file
        recalc_timestamp=False,
        canonical_order=True,
    )
    if not face.features:
        options.drop_tables += ["GDEF", "GPOS", "GSUB", "MATH"]
    options.drop_tables += ["FFTM"]  # when FontForge ran: of no use, and fontTools warns of it
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(face.points))
    cutter.subset(font)
    if face.family is not None:
        _rename(font, face.family)
    result = BytesIO()
    subset.save_font(font, result, options)
    return result.getvalue()


def _rename(font: TTFont, family: str) -> None:
    """Give the font a family name of its own; copyright and licence stay."""
    names = font["name"]
    style = names.getDebugName(2)
    full = family if style in ("Book", "Regular") else f"{family} {style}"
    for record in list(names.names):
        new = {1: family, 3: full, 4: full, 6: full.replace(" ", "-")}.get(record.nameID)
        if record.nameID == 2 and style == "Book":
            new = "Regular"
        if new is not None:
            names.setName(new, record.nameID, record.platformID, record.platEncID, record.langID)


def licence(data: bytes) -> str:
    """The copyright notice and the licence that the font itself carries, as plain text."""
    names = TTFont(BytesIO(data))["name"]
    text = f"{names.getDebugName(0)}\n\n{names.getDebugName(LICENCE_RECORD)}\n"
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))


def make(folder: Path, installed: Path = INSTALLED) -> dict[str, int]:
    """Write every subset and the licence of the symbols into ``folder``; give name → size in bytes.

    Raises :class:`SourceError`, before anything is written.
    """
    sources = [(face, read_source(face, installed)) for face in FACES]
    made = {face.name: cut(face, data) for face, data in sources}
    symbols = next(data for face, data in sources if face.family is not None)
    made["DEJAVU-LICENSE.txt"] = licence(symbols).encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return {name: len(data) for name, data in made.items()}


def main() -> int:
    """Make the fonts and say how large they are."""
    default = Path(__file__).resolve().parent.parent / "templates" / "fonts"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    try:
        sizes = make(folder)
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    for name, size in sizes.items():
        print(f"{size:8,}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
