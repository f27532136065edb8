"""Charts: tables in, matplotlib Axes out.

Every chart takes ``ax``, where to draw, and ``title``, the finding, which stands left aligned over the chart, and
returns its Axes. Without ``ax`` it makes a figure with ``plt.subplots``, so that a notebook shows it under the cell;
a script closes it with ``plt.close(ax.figure)``. A table with nothing to draw gives an Axes that says so.

One style holds while a chart is drawn; the reader's own matplotlib settings stay as they were. The colours are those of
Okabe and Ito (2008), told apart with any colour vision. `describe` gives a chart's alt text.
"""

import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from matplotlib.transforms import Affine2D

from . import canvas
from .agenda import theme_bar as theme_bar
from .agenda import theme_heatmap as theme_heatmap
from .canvas import BLUE, GREY, HATCH, ORANGE, PALE, font_path
from .contrasts import keyness_bar as keyness_bar
from .contrasts import keyness_scatter as keyness_scatter
from .contrasts import term_places as term_places
from .contrasts import term_trend as term_trend
from .contrasts import word_network as word_network
from .crowds import pair_similarity as pair_similarity
from .crowds import phrase_spread as phrase_spread
from .dashboard import dashboard as dashboard
from .dashboard import figures_by_topic as figures_by_topic
from .dashboard import score_intervals as score_intervals
from .mosaics import coverage_curve as coverage_curve
from .mosaics import province_tiles as province_tiles
from .mosaics import theme_confusion as theme_confusion
from .mosaics import theme_dumbbell as theme_dumbbell
from .mosaics import theme_years as theme_years
from .promises import audit_intervals as audit_intervals
from .promises import target_places as target_places
from .promises import target_results as target_results
from .promises import target_tones as target_tones
from .promises import target_years as target_years
from .strip import structure_map as structure_map
from .trend import trend as trend


def describe(ax: Axes) -> str:
    """Alt text of a chart: one sentence, from its title and from what was drawn.

    >>> import pandas as pd
    >>> ax = frequency_bar(pd.DataFrame({"feature": ["发展"], "frequency": [75]}), title="One word")
    >>> describe(ax)
    'One word: bar chart of 1 word (发展 75).'
    """
    title = " ".join(ax.get_title(loc="left").split()).rstrip("。.")
    return ": ".join(part for part in (title, ax.get_label()) if part) + "."


@canvas.chart
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
    rows = _words(frequency_table, n)
    if rows.empty:
        return canvas.nothing(ax, title)
    ax = canvas.axes(ax, rows=len(rows), width=7)
    ax.barh(range(len(rows)), rows["frequency"], color=BLUE, height=0.75)
    canvas.name_rows(ax, rows["feature"])
    canvas.label_ends(ax, rows["frequency"], rows["frequency"].map("{:,}".format))
    ax.set_xlabel("occurrences")
    return canvas.finish(
        ax, title or "The most frequent words", "bar chart of", "word", rows["feature"], rows["frequency"]
    )


@canvas.chart
def rank_frequency(frequency_table, *, fit=None, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Frequency against rank, both on log axes, with the fitted line: Zipf's picture.

    Args:
        frequency_table: one group of `frequency`: columns ``feature``, ``frequency``.
        fit: slope and intercept of the line through the logarithms, as `scipy.stats.linregress` gives; None draws none.
        ax: see the module.
        title: see the module.

    Raises:
        ReportError: where the table holds several groups.
    """
    rows = _words(frequency_table, len(frequency_table))
    if rows.empty:
        return canvas.nothing(ax, title)
    place = np.arange(1, len(rows) + 1)
    ax = canvas.axes(ax, width=7, height=4)
    ax.scatter(place, rows["frequency"], s=10, color=BLUE)
    if fit is not None:
        ax.plot(place, np.exp(fit.intercept) * place**fit.slope, color=ORANGE)
    ax.set(xscale="log", yscale="log", xlabel="rank (log scale)", ylabel="occurrences (log scale)")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    heading = title or "Frequency falls with rank"
    return canvas.finish(ax, heading, "log-log scatter plot of", "word", rows["feature"], rows["frequency"])


@canvas.chart
def wordcloud(
    frequency_table, *, n: int = 150, aspect: float = 1.8, mask=None, ax: Axes | None = None, title: str | None = None
) -> Axes:
    """Word cloud of the ``n`` most frequent words, the ten leading ones blue; the same table gives the same picture.

    Words are drawn as outlines, sharp at any size; each patch in ``ax.patches`` has its word as label.

    Args:
        frequency_table: one group of `frequency`: columns ``feature``, ``frequency``.
        n: how many words at most; words that find no room are left out.
        aspect: width of the cloud over its height.
        mask: the cloud's shape in place of ``aspect``: a two-dimensional array, true where words may stand.
        ax: see the module.
        title: see the module.

    Raises:
        ReportError: where the table holds several groups.
    """
    from wordcloud import WordCloud

    rows = _words(frequency_table, n)
    if rows.empty:
        return canvas.nothing(ax, title)
    shape = None if mask is None else np.where(mask, 0, 255).astype("uint8")
    height, width = (600, int(600 * aspect)) if shape is None else shape.shape
    options = {"mask": shape, "max_words": n, "prefer_horizontal": 1, "random_state": 0, "margin": 4}
    cloud = WordCloud(font_path(), width, height, **options)
    cloud.generate_from_frequencies(dict(zip(rows["feature"], rows["frequency"], strict=True)))
    ax = canvas.axes(ax, width=8, height=8 * height / width + 0.5)
    for place, ((word, _), size, (top, left), _, _) in enumerate(cloud.layout_):
        outline = TextPath((0, 0), word, size=size, prop=font_manager.FontProperties(fname=font_path()))
        flip = Affine2D().scale(1, -1).translate(left, top + outline.get_extents().ymax)
        outline = outline.transformed(flip)
        ax.add_patch(PathPatch(outline, color=BLUE if place < 10 else "#666666", linewidth=0, label=word))
    ax.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    ax.set_axis_off()
    rows = rows.head(len(cloud.layout_))
    return canvas.finish(
        ax, title or "The most frequent words", "word cloud of", "word", rows["feature"], rows["frequency"]
    )


@canvas.chart
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
    return canvas.finish(ax, title or f"The largest levels in {unit}", kind, "level", _subjects(rows), rows["text"])


@canvas.chart
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
    rows = pd.concat([_largest(rows[rows["measure"] == measure], "value", n) for measure in ("growth", "share")])
    rows = rows.sort_values(["measure", "percent"], ascending=[True, False], kind="stable")
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
    return canvas.finish(ax, title or "Growth and shares", "bar chart of", "percentage", _subjects(rows), signed)


def _words(table: pd.DataFrame, n: int) -> pd.DataFrame:
    return _largest(canvas.one_group(table[table["frequency"] > 0]), "frequency", n)


def _largest(table: pd.DataFrame, column: str, n: int | None = None) -> pd.DataFrame:
    return table.sort_values(column, ascending=False, kind="stable").head(len(table) if n is None else n)


def _subjects(rows: pd.DataFrame) -> pd.Series:
    return rows["subject"].fillna("(no subject found)")


def _with_period(labels: pd.Series, rows: pd.DataFrame) -> pd.Series:
    return labels + rows["period"].map(" ({})".format, na_action="ignore").fillna("")
