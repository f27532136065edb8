"""Charts: tables in, matplotlib Axes out.

Every chart takes ``ax``, where to draw, and ``title``, the finding, which stands left aligned over the chart, and
returns its Axes. Without ``ax`` it makes a figure with ``plt.subplots``, so that a notebook shows it under the cell;
a script closes it with ``plt.close(ax.figure)``. A table with nothing to draw gives an Axes that says so.

One style holds while a chart is drawn; the reader's own matplotlib settings stay as they were. The colours are those of
Okabe and Ito (2008), told apart with any colour vision. `describe` gives a chart's alt text.
"""

import math
from collections.abc import Iterator
from functools import wraps

import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator, PercentFormatter
from matplotlib.transforms import Affine2D

from . import canvas
from .canvas import BLUE, GREEN, GREY, HATCH, INK, ORANGE, PALE, PURPLE, SMALL, font_path
from .errors import ReportError

PARTS = {  # part_kind: name in the legend, colour
    "front": ("before the first part", GREY),
    "review": ("review", BLUE),
    "plan": ("plan", ORANGE),
    "self": ("the government's own construction", GREEN),
    "appendix": ("appendix", PURPLE),
}


def describe(ax: Axes) -> str:
    """Alt text of a chart: one sentence, from its title and from what was drawn.

    >>> import pandas as pd
    >>> ax = frequency_bar(pd.DataFrame({"feature": ["发展"], "frequency": [75]}), title="One word")
    >>> describe(ax)
    'One word: bar chart of 1 word (发展 75).'
    """
    title = " ".join(ax.get_title(loc="left").split()).rstrip("。.")
    return ": ".join(part for part in (title, ax.get_label()) if part) + "."


def _chart(draw):
    """Hold the style while ``draw`` works; an empty table gives an Axes that says so."""

    @wraps(draw)
    def chart(table, **options):
        with canvas.styled():
            return canvas.nothing(options.get("ax"), options.get("title")) if table.empty else draw(table, **options)

    return chart


@_chart
def frequency_bar(frequency_table, *, n: int = 20, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Bars of the ``n`` most frequent words; the length is the number of occurrences.

    Args:
        frequency_table: one group of `frequency`: columns ``feature``, ``frequency``.
        n: how many words.
        ax: see the module.
        title: see the module.

    Raises:
        ReportError: where the table holds several groups.
    """
    rows = _largest(_one_group(frequency_table), "frequency", n)
    ax = canvas.axes(ax, rows=len(rows), width=7)
    ax.barh(range(len(rows)), rows["frequency"], color=BLUE, height=0.75)
    canvas.name_rows(ax, rows["feature"])
    canvas.label_ends(ax, rows["frequency"], rows["frequency"].map("{:,}".format))
    ax.set_xlabel("occurrences")
    return _finish(ax, title or "The most frequent words", "bar chart of", "word", rows["feature"], rows["frequency"])


@_chart
def wordcloud(
    frequency_table, *, n: int = 150, aspect: float = 1.8, ax: Axes | None = None, title: str | None = None
) -> Axes:
    """Word cloud of the ``n`` most frequent words, the ten leading ones blue; the same table gives the same picture.

    Words are drawn as outlines, sharp at any size; each patch in ``ax.patches`` has its word as label.

    Args:
        frequency_table: one group of `frequency`: columns ``feature``, ``frequency``.
        n: how many words at most; words that find no room are left out.
        aspect: width of the cloud over its height.
        ax: see the module.
        title: see the module.

    Raises:
        ReportError: where the table holds several groups.
    """
    from wordcloud import WordCloud

    rows = _largest(_one_group(frequency_table), "frequency", n)
    width, height = int(600 * aspect), 600
    cloud = WordCloud(font_path(), width, height, max_words=n, prefer_horizontal=1, random_state=0, margin=4)
    cloud.generate_from_frequencies(dict(zip(rows["feature"], rows["frequency"], strict=True)))
    ax = canvas.axes(ax, width=8, height=8 / aspect + 0.5)
    for place, ((word, _), size, (top, left), _, _) in enumerate(cloud.layout_):
        outline = TextPath((0, 0), word, size=size, prop=font_manager.FontProperties(fname=font_path()))
        flip = Affine2D().scale(1, -1).translate(left, top + outline.get_extents().ymax)
        outline = outline.transformed(flip)
        ax.add_patch(PathPatch(outline, color=BLUE if place < 10 else "#666666", linewidth=0, label=word))
    ax.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    ax.set_axis_off()
    rows = rows.head(len(cloud.layout_))
    return _finish(ax, title or "The most frequent words", "word cloud of", "word", rows["feature"], rows["frequency"])


@_chart
def theme_bar(attention, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Bars of attention: each topic's share of the sentences with policy content, and the number of sentences.

    Args:
        attention: one group of `attention`: columns ``code``, ``topic``, ``sentences``, ``share`` (0 to 1).
        ax: see the module.
        title: see the module.

    Raises:
        ReportError: where the table holds several groups.
    """
    rows = _largest(_with_policy(_one_group(attention)), "share")
    if rows.empty:
        return canvas.nothing(ax, title)
    percent = rows["share"].map("{:.1%}".format)
    ax = canvas.axes(ax, rows=len(rows))
    ax.barh(range(len(rows)), rows["share"], color=BLUE, height=0.75)
    canvas.name_rows(ax, rows["topic"])
    canvas.label_ends(ax, rows["share"], percent + rows["sentences"].map(" ({:,})".format))
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("share of the sentences with policy content (number of sentences)")
    return _finish(ax, title or "Attention to policy topics", "bar chart of", "topic", rows["topic"], percent)


@_chart
def theme_heatmap(attention, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Topics by groups; a cell is the topic's share of the group's sentences with policy content, in percent.

    Args:
        attention: `attention` by a column: ``group``, ``code``, ``topic``, ``share`` (0 to 1). Groups keep the order of
            the table, topics stand by their mean share.
        ax: see the module.
        title: see the module.
    """
    table = attention.fillna({"group": "all"})
    groups = table["group"].unique()
    rows = _with_policy(table)
    if rows.empty:
        return canvas.nothing(ax, title)
    shares = rows.pivot_table(index="topic", columns="group", values="share").reindex(columns=groups).fillna(0)
    shares = shares.loc[shares.mean(axis=1).sort_values(ascending=False, kind="stable").index]
    column = min(1.15, 14 / len(groups))  # inches
    ax = canvas.axes(ax, width=2.6 + column * len(groups), height=1.8 + 0.3 * len(shares))
    peak = shares.to_numpy().max()
    ax.pcolormesh(shares.to_numpy(), cmap="Blues", vmin=0, vmax=1.1 * peak, edgecolors="white")
    cells = shares.stack()
    cells = cells[cells > 0]
    for (topic, group), share in cells.items():
        x, y = shares.columns.get_loc(group) + 0.5, shares.index.get_loc(topic) + 0.5
        ink = "white" if share > 0.6 * peak else INK
        ax.text(x, y, f"{100 * share:.0f}", ha="center", va="center", fontsize=SMALL, color=ink)
    canvas.name_rows(ax, shares.index, at=0.5)
    names = [canvas.wrap(group, max(2, int(column * 72 / SMALL * 2) - 2), lines=3) for group in groups]
    ax.set_xticks([x + 0.5 for x in range(len(groups))], names, fontsize=SMALL, linespacing=1.35)
    ax.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("% of the sentences with policy content in the column")
    cells = cells.sort_values(ascending=False, kind="stable")
    kind = f"heat map of {len(shares)} topics in {len(groups)} groups with"
    names = [f"{topic} in {group}" for topic, group in cells.index]
    return _finish(ax, title or "Attention to policy topics", kind, "cell", names, cells.map("{:.0%}".format))


@_chart
def indicator_dots(
    indicators, *, unit: str = "元", n: int = 20, ax: Axes | None = None, title: str | None = None
) -> Axes:
    """Dots of the ``n`` largest levels in one unit on a log axis; beside each dot the report's words and the period.

    A filled dot is a figure reached, a hollow one a target. A level of zero has no place on a log axis.

    Args:
        indicators: columns ``subject``, ``text``, ``value``, ``unit``, ``measure``, ``period``, ``modality``.
        unit: the base unit to draw, as the column ``unit`` has it.
        n: how many levels.
        ax: see the module.
        title: see the module.
    """
    levels = (indicators["measure"] == "level") & (indicators["unit"] == unit) & (indicators["value"] > 0)
    rows = _largest(indicators[levels], "value", n)
    if rows.empty:
        return canvas.nothing(ax, title)
    ax = canvas.axes(ax, rows=len(rows))
    fill = (rows["modality"] == "target").map({True: "white", False: BLUE})
    ax.scatter(rows["value"], range(len(rows)), c=fill, edgecolors=BLUE, s=45, zorder=3)
    canvas.name_rows(ax, _subjects(rows))
    ax.set_xscale("log")
    ax.set_xlim(left=rows["value"].min() / 2)
    ax.hlines(range(len(rows)), 0, rows["value"], color=PALE, linewidth=1)
    canvas.label_ends(ax, rows["value"], _with_period(rows["text"], rows))
    ax.xaxis.set_major_locator(LogLocator(numticks=9))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: canvas.in_chinese(value)))
    ax.set_xlabel(f"{unit} (log scale)")
    if "white" in set(fill):
        canvas.legend(ax, {"reached": {"color": BLUE}, "target": {"facecolor": "white", "edgecolor": BLUE}})
    kind = "dot plot on a log axis of"
    return _finish(ax, title or f"The largest levels in {unit}", kind, "level", _subjects(rows), rows["text"])


@_chart
def growth_bar(indicators, *, n: int = 30, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Bars of growth (a fall is negative) and of shares, both in percent; those of targets are hatched.

    Args:
        indicators: columns ``subject``, ``value``, ``unit``, ``measure``, ``direction``, ``period``, ``modality``.
        n: how many of each, the largest first.
        ax: see the module.
        title: see the module.
    """
    rows = indicators[(indicators["unit"] == "%") & indicators["value"].notna()]
    rows = rows.assign(percent=rows["value"].where(rows["direction"] != "down", -rows["value"]))
    rows = pd.concat([_largest(rows[rows["measure"] == measure], "percent", n) for measure in ("growth", "share")])
    if rows.empty:
        return canvas.nothing(ax, title)
    growth, target = rows["measure"] == "growth", rows["modality"] == "target"
    ax = canvas.axes(ax, rows=len(rows))
    bars = ax.barh(range(len(rows)), rows["percent"], color=growth.map({True: ORANGE, False: BLUE}), height=0.75)
    for bar, planned in zip(bars, target, strict=True):
        bar.set(hatch=HATCH if planned else None, edgecolor="white")
    canvas.name_rows(ax, _subjects(rows))
    signed = rows["percent"].map("{:+g}%".format).where(growth, rows["percent"].map("{:g}%".format))
    signed = signed.str.replace("-", "−")
    canvas.label_ends(ax, rows["percent"].clip(lower=0), _with_period(signed, rows))
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%".replace("-", "−")))
    ax.set_xlabel("percent")
    legend = {"growth": {"color": ORANGE}, "share": {"color": BLUE}, "target": {"hatch": HATCH, "facecolor": PALE}}
    shown = [growth.any(), (~growth).any(), target.any()]
    canvas.legend(ax, {name: look for (name, look), there in zip(legend.items(), shown, strict=True) if there})
    return _finish(ax, title or "Growth and shares", "bar chart of", "percentage", _subjects(rows), signed)


@_chart
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
        _strip(ax, y, 0.8 if level == 1 else 0.5, inside)
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
    return _finish(ax, title or "The report by part and section", kind, "row", names, sizes)


def _one_group(table: pd.DataFrame) -> pd.DataFrame:
    if "group" in table and table["group"].nunique() > 1:
        raise ReportError("This chart draws one group: keep the rows of one value of the column group.")
    return table


def _largest(table: pd.DataFrame, column: str, n: int | None = None) -> pd.DataFrame:
    return table.sort_values(column, ascending=False, kind="stable").head(len(table) if n is None else n)


def _with_policy(attention: pd.DataFrame) -> pd.DataFrame:
    return attention[(attention["code"] != 0) & (attention["share"] > 0)]


def _subjects(rows: pd.DataFrame) -> pd.Series:
    return rows["subject"].fillna("(no subject found)")


def _with_period(labels: pd.Series, rows: pd.DataFrame) -> pd.Series:
    return labels + rows["period"].map(" ({})".format, na_action="ignore").fillna("")


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


def _strip(ax: Axes, y: int, height: float, inside: pd.DataFrame) -> None:
    """A row of the map: a bar for each run of one part_kind, white lines where its paragraphs begin."""
    kinds = inside["part_kind"].fillna("front")
    for _, run in inside.groupby(kinds.ne(kinds.shift()).cumsum()):
        start = run["start"].min()
        ax.barh(y, run["end"].max() - start, height, left=start, color=PARTS[kinds[run.index[0]]][1])
    inner = inside.loc[inside["kind"].isin(["heading", "item", "paragraph"]), "start"].iloc[1:]
    ax.vlines(inner, y - height / 2, y + height / 2, color="white", linewidth=0.6)


def _finish(ax: Axes, title: str, kind: str, noun: str, names, values) -> Axes:
    """Set the title, and the alt text: the first three things drawn and the last."""
    pairs = [f"{name} {value}" for name, value in zip(names, values, strict=True)]
    listing = ", ".join(pairs if len(pairs) < 5 else [*pairs[:3], "…", pairs[-1]])
    ax.set_label(f"{kind} {len(pairs)} {noun}{'' if len(pairs) == 1 else 's'} ({listing})")
    return canvas.headline(ax, title)
