"""Make the font Sverka Sans: a subset of Source Sans 3 under a name of its own.

    python tools/make_font.py FOLDER

FOLDER holds SourceSans3-Regular.ttf and SourceSans3-Semibold.ttf, release 3.052 (`npm pack source-sans@3.52.0`
unpacks them into package/TTF). Writes src/sverka/publish/fonts: one .ttf per weight for drawing, one .woff2 for
pages, and advances.json, the widths of the letters. The same sources and the same fonttools give the same bytes.

The licence (SIL OFL 1.1) keeps the name "Source" for the original: a changed version must bear another, and copyright
and licence stay in the file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Sverka Sans"
VERSION = "Version 1.000"
FONTS = Path(__file__).resolve().parent.parent / "src" / "sverka" / "publish" / "fonts"

SOURCES = {
    "Regular": (
        "SourceSans3-Regular.ttf",
        "4644c81b86ec9caaa76b634889968ed3c4f4f52f054855933acc7c2b21e53b0f",
    ),
    "SemiBold": (
        "SourceSans3-Semibold.ttf",
        "a3f4f8dcf343a8f24dc61951de93f3ba1558b15cd250ba24af8a40e957081b7d",
    ),
}

LETTERS = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x017F),
    (0x0218, 0x021B),
    (0x0300, 0x030C),  # accents put on letters
    (0x0400, 0x04FF),  # Cyrillic; ң ө ү are U+04A3, U+04E9, U+04AF
)
SIGNS = "\u2007\u2009\u202f–—‘’‚“”„†‡•…‰′″‹›€№™←↑→↓−≈≠≤≥■□▲▼●○✓"

FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]  # figures are tabular without asking

# Entries of the name table that the licence wants kept as they are.
KEPT = {0, 7, 8, 9, 11, 13, 14}  # copyright, trademark, manufacturer, designer, vendor URL, licence, its URL


def main(folder: Path) -> None:
    """Make both weights from the sources in a folder."""
    advances = {}
    for weight, (name, digest) in SOURCES.items():
        source = folder / name
        if hashlib.sha256(source.read_bytes()).hexdigest() != digest:
            sys.exit(f"{source} is not the file of release 3.052")
        font = subset_of(source)
        rename(font, weight)
        save(font, weight)
        advances[weight] = advances_of(font)
    text = json.dumps(advances, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (FONTS / "advances.json").write_text(text + "\n", encoding="utf-8")


def subset_of(source: Path) -> TTFont:
    """The letters and features we need, without hints: what is drawn must not depend on the screen."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=FEATURES, name_IDs=sorted(KEPT), notdef_outline=True
    )
    options.drop_tables += ["DSIG", "BASE"]
    subsetter = subset.Subsetter(options)
    wanted = {code for first, last in LETTERS for code in range(first, last + 1)} | {
        ord(sign) for sign in SIGNS
    }
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


def rename(font: TTFont, weight: str) -> None:
    """Give it our own name. Windows groups only Regular and Bold (ids 1, 2); 16 and 17 say the true weight."""
    file_name = f"{FAMILY.replace(' ', '')}-{weight}"
    names = {1: FAMILY, 2: "Regular", 3: f"{VERSION};{file_name}", 4: FAMILY, 5: VERSION, 6: file_name}
    if weight != "Regular":
        names |= {1: f"{FAMILY} {weight}", 4: f"{FAMILY} {weight}", 16: FAMILY, 17: weight}
    table = font["name"]
    table.names = [name for name in table.names if name.nameID in KEPT and name.langID == 0x409]
    for name_id, text in names.items():
        table.setName(text, name_id, 3, 1, 0x409)
    table.names.sort()


def save(font: TTFont, weight: str) -> None:
    """Write the .ttf and the .woff2 of one weight."""
    file_name = f"{FAMILY.replace(' ', '')}-{weight}"
    font.save(FONTS / f"{file_name}.ttf", reorderTables=True)
    font.flavor = "woff2"
    font.save(FONTS / f"{file_name}.woff2", reorderTables=False)
    font.flavor = None


def advances_of(font: TTFont) -> dict[str, int]:
    """How far each letter moves the pen, in thousandths of the font size."""
    per_em, metrics = font["head"].unitsPerEm, font["hmtx"]
    letters = font.getBestCmap()
    return {chr(code): round(metrics[glyph][0] * 1000 / per_em) for code, glyph in sorted(letters.items())}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
