"""Charts of a report's figures as a whole: headline indicators, what is counted by topic, and how good it all is."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from . import canvas
from .canvas import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY

MEASURES = {"level": BLUE, "increment": GREEN, "growth": ORANGE, "share": PURPLE, "pp": SKY, "ratio": INK}


@canvas.chart
def dashboard(headline: pd.DataFrame, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """The headline indicators: bars of growth, and beside each the figure with its period, in the report's words.

    Args:
        headline: table of `govreport.headline`.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    names = headline["english"] + " " + headline["chinese"]
    growth = headline["growth"].astype(float)
    labels = [_label(row) for row in headline.itertuples()]
    ax = canvas.axes(ax, rows=len(headline), width=10)
    colours = (growth < 0).map({True: BLUE, False: ORANGE})
    ax.barh(range(len(headline)), growth.fillna(0), color=colours, height=0.7)
    canvas.name_rows(ax, names, width=66)
    canvas.label_ends(ax, growth.fillna(0).clip(lower=0), labels)
    ax.set_xlim(right=1.2 * ax.get_xlim()[1])  # the long names narrow the axes, and the room for labels with them
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%".replace("-", "−")))
    ax.set_xlabel("growth in percent; no bar where the report gives none")
    return canvas.finish(ax, title or "The headline indicators", "bar chart of", "indicator", names, labels)


def _label(row) -> str:
    """+5.2% · 629.3亿元 (2025), or what of it there is; each with its period where they differ."""
    growth = "" if pd.isna(row.growth) else f"{row.growth:+g}%".replace("-", "−")
    if pd.isna(row.text):
        return growth + _in(row.growth_period)
    if growth and row.growth_period != row.period:
        growth += _in(row.growth_period)
    return " · ".join(filter(None, [growth, row.text + _in(row.period)]))


def _in(period: object) -> str:
    return "" if pd.isna(period) else f" ({period})"


@canvas.chart
def figures_by_topic(indicators: pd.DataFrame, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Stacked bars of the number of figures that stand in sentences of each topic, by what they measure.

    Args:
        indicators: table of `govreport.indicators` with a column ``topic``.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    counts = pd.crosstab(indicators["topic"], indicators["measure"]).reindex(columns=list(MEASURES), fill_value=0)
    totals = counts.sum(axis=1).sort_values(ascending=False, kind="stable")
    counts = counts.loc[totals.index]
    ax = canvas.axes(ax, rows=len(counts))
    left = pd.Series(0, index=counts.index)
    for measure, colour in MEASURES.items():
        ax.barh(range(len(counts)), counts[measure], left=left, color=colour, height=0.75)
        left = left + counts[measure]
    canvas.name_rows(ax, counts.index)
    canvas.label_ends(ax, totals, totals.map(str))
    ax.set_xlabel("figures in the report")
    canvas.legend(ax, {name: {"color": colour} for name, colour in MEASURES.items() if counts[name].any()})
    heading = title or "What the report counts"
    return canvas.finish(ax, heading, "stacked bar chart of", "topic", counts.index, totals)


@canvas.chart
def score_intervals(scores: pd.DataFrame, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Scores as dots with their 95 % intervals.

    Args:
        scores: columns ``field, score, low, high``, a row a score.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    rows = scores.dropna(subset=["score", "low", "high"])
    ax = canvas.axes(ax, rows=len(rows), width=7)
    places = range(len(rows))
    ax.hlines(places, rows["low"], rows["high"], color=BLUE, linewidth=2)
    ax.scatter(rows["score"], places, color=BLUE, s=36, zorder=3)
    canvas.name_rows(ax, rows["field"])
    labels = rows["score"].map("{:.3f}".format)
    canvas.label_ends(ax, rows["high"], labels)
    ax.set_xlabel("share right, with its 95 % interval")
    return canvas.finish(ax, title or "Scores", "dot plot of", "score", rows["field"], labels)
