"""How charts look: the pinned font, the colours, the sizes; the same bytes on every machine.

A chart is 360 units wide, so that its 12-unit letters stay legible at 320 px on a phone and measure about 11 pt on
an A4 page.  The ground is transparent; every colour has a twin for dark mode (see :mod:`lyreport.section.svg`).
Colours follow Okabe and Ito's palette for colour-blind readers, darkened to a contrast of 3 : 1 on white and more.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import Any

import matplotlib as mpl
import pylopdf_fonts_zh_cn as pinned
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.textpath import text_to_path
from PIL import Image, ImageColor

from lyreport.errors import Lang
from lyreport.section import svg
from lyreport.section.phrases import DEMONSTRATION

WIDTH = 360
SIZE = 11.5
SMALL = 10.0
FOOT = 14  # room below every chart for the demonstration mark
INK, MUTED, GRID, PALE, PAPER = "#1b1f24", "#55606c", "#d3d9df", "#cfe1f2", "#fffffe"
BLUE, ORANGE, TEAL, PURPLE = "#0f5fa8", "#b3500f", "#2a8c7e", "#7a55a3"
ON_LIGHT = "#1b1f25"  # letters on light segments: the same in both modes
LIGHT = frozenset({"#e29a3a", "#7fb8e6", "#8a949f"})
SERIES = (BLUE, "#e29a3a", TEAL, PURPLE, "#7fb8e6", "#8c6d1f", "#b85c7a", "#8a949f")
RAMP = (BLUE, "#7fb8e6", PALE, GRID, "#8a949f")
DARK = {
    PAPER: "#14181d", INK: "#e8eaed", MUTED: "#aab3bc", GRID: "#454d57", PALE: "#27476a",
    BLUE: "#5b9fe3", ORANGE: "#f0a35e", TEAL: "#5fc6b6", PURPLE: "#b79ae0",
    "#e29a3a": "#e6ab57", "#7fb8e6": "#b5dcf7", "#8c6d1f": "#c9a94f", "#b85c7a": "#e08fab", "#8a949f": "#7b8591",
}  # fmt: skip
FACES = "Noto Sans SC,Source Han Sans SC,Noto Sans CJK SC,PingFang SC,Microsoft YaHei,sans-serif"
"""The pinned font, by which every label is measured, then what readers have: on the page words are set by their own."""
_PNG_SCALE = 2  # 720 px: 117 dpi on paper, and half the bytes of 900
_TINTS = (3, 2, 1)  # thirds of each colour on white: the edges of letters


@cache
def _family() -> str:
    """Register the pinned font by path, once; system fonts are never searched."""
    font_manager.fontManager.ttflist.clear()
    font_manager.fontManager.addfont(str(pinned.sans_path()))
    return font_manager.fontManager.ttflist[-1].name


def _rules() -> dict[str, Any]:
    return {
        "font.family": [_family()],
        "font.size": SIZE,
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.unicode_minus": True,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.labelsize": SIZE,
        "ytick.labelsize": SIZE,
        "figure.dpi": 72,
        "figure.facecolor": "none",
        "svg.fonttype": "none",
        "svg.hashsalt": "lyreport",
        "lines.solid_capstyle": "round",
        "path.simplify": False,
    }


@contextmanager
def pinned_style() -> Iterator[None]:
    """Draw inside this block: our rules alone, and a glyph that the font lacks is an error."""
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(_rules())  # type: ignore[arg-type]  # stubs want literal keys
        warnings.filterwarnings("error", message=r"Glyph .* missing from font")
        warnings.filterwarnings("error", message=r"findfont")
        yield


def mark(figure: Figure, lang: Lang) -> None:
    """Write the demonstration mark into the foot of a chart."""
    height = figure.get_figheight() * 72
    figure.text(1, 3 / height, DEMONSTRATION.say(lang), fontsize=SMALL - 1, color=ORANGE, ha="right", va="bottom")


def as_svg(figure: Figure, *, name: str, title: str) -> bytes:
    """Return the figure as a small SVG with light and dark colours, without date or random ids."""
    stream = BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    FigureCanvasSVG(figure).print_svg(stream, metadata=nothing)  # type: ignore[no-untyped-call]  # no stubs
    return svg.slim(stream.getvalue(), name=name, title=title, dark=DARK, family=FACES, measure=_measured)


def _measured(words: str, size: float) -> float:
    """How wide ``words`` are in the pinned font."""
    face = font_manager.FontProperties(family=[_family()], size=size)
    return float(text_to_path.get_text_width_height_descent(words, face, ismath=False)[0])


def as_png(figure: Figure) -> bytes:
    """Return the figure as a palette PNG on white, 720 px wide, for DOCX."""
    figure.set_dpi(72 * _PNG_SCALE)
    board = FigureCanvasAgg(figure)
    board.draw()  # type: ignore[no-untyped-call]  # no stubs
    pixels = bytes(board.buffer_rgba())  # type: ignore[no-untyped-call]  # no stubs
    picture = Image.frombuffer("RGBA", board.get_width_height(physical=True), pixels)
    ground = Image.new("RGBA", picture.size, "white")
    flat = Image.alpha_composite(ground, picture).convert("RGB")
    palette = _palette(flat)
    stream = BytesIO()
    flat.quantize(palette=palette, dither=Image.Dither.NONE).save(
        stream, "PNG", optimize=True, dpi=(72 * _PNG_SCALE,) * 2
    )
    return stream.getvalue()


def _palette(flat: Image.Image) -> Image.Image:
    """White and the named colours that occur, each in a few tints: a rare colour is never merged with another."""
    found = {pixel for _, pixel in flat.getcolors(flat.width * flat.height) or ()}
    always = map(ImageColor.getrgb, (INK, MUTED, GRID))  # thin lines have no pixel of quite their own colour
    named = dict.fromkeys([*always, *(one for one in map(ImageColor.getrgb, sorted(DARK)) if one in found)])
    tints = [tuple(255 - (255 - part) * third // 3 for part in pixel) for pixel in named for third in _TINTS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for tint in [(255, 255, 255), *tints] for part in tint])
    return palette
