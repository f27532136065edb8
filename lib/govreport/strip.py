"""The strip map: a report by part and section, each where it stands in the text."""

import math
from collections.abc import Iterator

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from . import canvas
from .canvas import BLUE, GREEN, GREY, HATCH, ORANGE, SKY

PARTS = {  # part_kind: name in the legend, colour
    "front": ("before the first part", GREY),
    "review": ("review", BLUE),
    "plan": ("plan", ORANGE),
    "self": ("the government's own construction", GREEN),
    "appendix": ("appendix", SKY),
}


@canvas.chart
def structure_map(units, *, missing=(), ax: Axes | None = None, title: str | None = None) -> Axes:
    """Strip map of the report: a row for each part and section, drawn where it stands, as wide as its characters.

    White lines divide the units (headings, items, paragraphs) in a row; the colour is the kind of the part.

    Args:
        units: `units` of one report: columns ``kind``, ``level``, ``part_kind``, ``start``, ``end``, ``text``.
        missing: entries of the table of contents that the text lacks; they are listed, hatched, without a place.
        ax: see the module.
        title: see the module.
    """
    spans = list(_spans(units))
    names = [name for name, *_ in spans]
    ends = [int(inside["end"].max()) for *_, inside in spans]
    sizes = [end - int(inside["start"].min()) for end, (*_, inside) in zip(ends, spans, strict=True)]
    ax = canvas.axes(ax, rows=len(spans) + len(missing))
    for y, (_, level, inside) in enumerate(spans):
        _strip(ax, y, 0.8 if level == 1 else 0.5, inside, max(ends))
    absent = {"facecolor": "none", "edgecolor": "#CCCCCC", "hatch": HATCH}
    ax.barh(range(len(spans), len(spans) + len(missing)), max(ends), height=0.5, **absent)
    canvas.name_rows(ax, names + list(missing), width=44)
    ax.set_xlim(left=0)
    canvas.label_ends(ax, ends, [f"{size:,} 字" for size in sizes])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_xlabel("characters (字) from the start of the report")
    kinds = set(units["part_kind"])
    looks = {name: {"color": colour} for kind, (name, colour) in PARTS.items() if kind in kinds}
    canvas.legend(ax, looks | ({"in the contents, not in the text": absent} if len(missing) else {}))
    kind = f"strip map of {max(ends):,} characters with {len(missing)} missing entries and"
    return canvas.finish(ax, title or "The report by part and section", kind, "row", names, sizes)


def _spans(units: pd.DataFrame) -> Iterator[tuple[str, int, pd.DataFrame]]:
    """Name, level and units of what stands before the first heading, then of each part and section."""
    headings = units[(units["kind"] == "heading") & (units["level"] <= 2)]
    marks = [("(before the first heading)", 3, units["start"].min())]
    marks += zip(headings["text"], headings["level"], headings["start"], strict=True)
    for place, (name, level, start) in enumerate(marks, start=1):
        stop = min((other for _, rank, other in marks[place:] if rank <= level), default=math.inf)
        inside = units[(units["start"] >= start) & (units["start"] < stop)]
        if len(inside):
            yield name, level, inside


def _strip(ax: Axes, y: int, height: float, inside: pd.DataFrame, total: int) -> None:
    """A row of the map: a bar for each run of one part_kind, white lines between paragraphs that are not too near."""
    kinds = inside["part_kind"].fillna("front")
    for _, run in inside.groupby(kinds.ne(kinds.shift()).cumsum()):
        start, colour = run["start"].min(), PARTS[kinds[run.index[0]]][1]
        ax.barh(y, run["end"].max() - start, height, left=start, color=colour, edgecolor=colour, linewidth=0.5)
    begins = inside.loc[inside["kind"].isin(["heading", "item", "paragraph"]), "start"]
    begins = begins[begins.diff() > total / 250]
    ax.vlines(begins, y - height / 2, y + height / 2, color="white", linewidth=0.6)
