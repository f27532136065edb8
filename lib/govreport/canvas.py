"""What all charts share: the Chinese font, the style, the making of Axes and the placing of labels."""

import re
from collections.abc import Callable, Iterable
from functools import cache, wraps
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager, style
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from .errors import ReportError
from .width import cells

FONT = "Noto Sans SC"
BLUE, ORANGE, GREEN, PURPLE, SKY, GREY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#999999",
)  # Okabe and Ito
INK, PALE = "#333333", "#E6E6E6"
TITLE, SMALL = 12, 9  # font sizes in points
HATCH = "////"
_STYLE = {
    "figure.dpi": 100,
    "font.family": FONT,
    "text.color": INK,
    "text.parse_math": False,
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "grid.color": PALE,
    "hatch.linewidth": 0.8,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "path",
    "svg.hashsalt": "govreport",
}
_PIECES = re.compile(r"[!-~]{1,24}|[^!-~][，。、；：！？”’）》】…,;:!?)]*")


@cache
def font_path() -> str:
    """Path of the Chinese font; the first call makes it known to matplotlib.

    Raises:
        ReportError: where the package that brings the font is not installed.

    >>> Path(font_path()).name
    'NotoSansSC-Regular.ttf'
    """
    package = find_spec("zhplot")  # found, never imported: importing it changes matplotlib's settings
    path = Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf" if package else None
    if path is None or not path.is_file():
        raise ReportError("The Chinese font of the charts is missing: install the package zhplot, which brings it.")
    font_manager.fontManager.addfont(path)
    return str(path)


def chart(draw: Callable[..., Axes]) -> Callable[..., Axes]:
    """Decorator of a chart: the one style holds while it draws; an empty table gives an Axes that says so.

    Every setting of matplotlib is restored afterwards.
    """

    @wraps(draw)
    def drawn(table, **options):
        font_path()
        plt.draw_if_interactive()  # loads the backend first: loaded inside, what it sets would be undone at the end
        with style.context(["default", _STYLE]):
            return nothing(options.get("ax"), options.get("title")) if table.empty else draw(table, **options)

    return drawn


def axes(ax: Axes | None, *, rows: int = 0, width: float = 8, height: float | None = None) -> Axes:
    """``ax``, or the Axes of a new figure of ``width`` by ``height`` inches, else high enough for ``rows`` labels."""
    if ax is not None:
        return ax
    return plt.subplots(figsize=(width, height or 1.2 + 0.27 * max(rows, 2)), layout="constrained")[1]


def nothing(ax: Axes | None, title: str | None) -> Axes:
    """An Axes that says there was nothing to draw."""
    ax = axes(ax, width=6, height=2)
    ax.text(0.5, 0.5, "nothing to show", ha="center", va="center", color=GREY, transform=ax.transAxes)
    ax.set(xticks=[], yticks=[], label="nothing to show")
    ax.spines[:].set_visible(False)
    return _headline(ax, title or "")


def wrap(text: str, width: int, *, lines: int = 1) -> str:
    r"""``text`` in at most ``lines`` lines of about equal length and ``width`` cells, cut with … where it is longer.

    Breaks stand at spaces and between Chinese characters, never before a closing mark.

    >>> wrap("坚持扩增量、提质量", 12, lines=2)
    '坚持扩增\n量、提质量'
    >>> wrap("社会消费品零售总额", 10)
    '社会消费…'
    """
    whole = _lines(text, width)
    if len(whole) > lines:
        last = whole[lines - 1]
        while last and cells(last) > width - 2:
            last = last[:-1]
        return "\n".join([*whole[: lines - 1], f"{last}…"])
    while width > 1 and len(_lines(text, width - 1)) == len(whole):
        width -= 1
    return "\n".join(_lines(text, width))


def _lines(text: str, width: int) -> list[str]:
    seen = "".join(character for character in " ".join(text.split()) if category(character) != "Cf")
    done, line = [], ""
    for piece in _PIECES.findall(seen):
        if line and cells((line + piece).rstrip()) > width:
            done, line = [*done, line.strip()], ""
        line += piece
    return [*done, line.strip()]


def name_rows(ax: Axes, names: Iterable[str], *, at: float = 0, width: int = 32) -> None:
    """Name the rows of a chart from the top down, each at its number plus ``at``, in at most ``width`` cells."""
    names = [wrap(str(name), width) for name in names]
    ax.set_yticks([y + at for y in range(len(names))], names)
    ax.set_ylim(len(names) - 0.5 + at, -0.5 + at)
    ax.tick_params(axis="y", length=0)


def label_ends(ax: Axes, ends: Iterable[float], labels: Iterable[str]) -> None:
    """Write a label to the right of each row's end and make room for the longest."""
    ends, labels = list(ends), list(labels)
    for y, (x, label) in enumerate(zip(ends, labels, strict=True)):
        ax.annotate(label, (x, y), (6, 0), textcoords="offset points", va="center", fontsize=SMALL)
    needed = SMALL * 0.55 * max(map(cells, labels)) + 10
    part = min(0.6, needed / _points(ax))
    scale = ax.xaxis.get_transform()
    left, right = scale.transform([ax.get_xlim()[0], max(ends)])
    ax.set_xlim(right=scale.inverted().transform([right + (right - left) * part / (1 - part)])[0])


def legend(ax: Axes, looks: dict[str, dict]) -> None:
    """A legend in one line between title and chart: name and look (keywords of a patch) of each entry."""
    handles = [Patch(label=name, **look) for name, look in looks.items()]
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2, "borderpad": 0}
    ax.legend(handles=handles, ncols=len(handles), columnspacing=1.2, handlelength=1.2, **place)


def finish(ax: Axes, title: str, kind: str, noun: str, names: Iterable, values: Iterable) -> Axes:
    """Set the title and, as the label of the Axes, what the alt text says: the first things drawn and the last."""
    pairs = [f"{name} {value}" for name, value in zip(names, values, strict=True)]
    listing = ", ".join(pairs if len(pairs) < 5 else [*pairs[:3], "…", pairs[-1]])
    ax.set_label(f"{kind} {len(pairs)} {noun}{'' if len(pairs) == 1 else 's'} ({listing})")
    return _headline(ax, title)


def _headline(ax: Axes, title: str) -> Axes:
    """Set the title over the chart, left aligned, in lines that fit; bring Axes made elsewhere into the style."""
    width = int(_points(ax) / (TITLE * 0.52))
    lines = [wrap(line, width, lines=len(line) + 1) for line in title.splitlines()]
    ax.set_title("\n".join(lines), loc="left", fontsize=TITLE, fontfamily=FONT, pad=26 if ax.get_legend() else 10)
    ax.xaxis.label.set_fontfamily(FONT)
    ax.yaxis.label.set_fontfamily(FONT)
    ax.tick_params(labelfontfamily=FONT)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _points(ax: Axes) -> float:
    """Width of the Axes in points, as far as known before the layout."""
    return ax.get_position().width * ax.figure.get_figwidth() * 72


def in_chinese(value: float) -> str:
    """A round number with 万, 亿 or 万亿, as reports write it.

    >>> [in_chinese(value) for value in (500, 1e5, 1e9, 2e13)]
    ['500', '10万', '10亿', '20万亿']
    """
    for size, name in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if value >= size:
            return f"{value / size:g}{name}"
    return f"{value:g}"


def one_group(table: pd.DataFrame) -> pd.DataFrame:
    """The table, where it holds one group at most; an error where it holds several."""
    if "group" in table and table["group"].nunique() > 1:
        raise ReportError("This chart draws one group: keep the rows of one value of the column group.")
    return table
