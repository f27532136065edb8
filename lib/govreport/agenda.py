"""Charts of attention: the topics of a report, and of its parts."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from . import canvas
from .canvas import BLUE, INK, SMALL


@canvas.chart
def theme_bar(attention, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Bars of attention: each topic's share of the sentences with policy content, and the number of sentences.

    Args:
        attention: one group of `attention`: columns ``code``, ``topic``, ``sentences``, ``share`` (0 to 1).
        ax: see `govreport.plots`.
        title: see `govreport.plots`.

    Raises:
        ReportError: where the table holds several groups.
    """
    rows = _with_policy(canvas.one_group(attention)).sort_values("share", ascending=False, kind="stable")
    if rows.empty:
        return canvas.nothing(ax, title)
    percent = rows["share"].map("{:.1%}".format)
    ax = canvas.axes(ax, rows=len(rows))
    ax.barh(range(len(rows)), rows["share"], color=BLUE, height=0.75)
    canvas.name_rows(ax, rows["topic"])
    canvas.label_ends(ax, rows["share"], percent + rows["sentences"].map(" ({:,})".format))
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("share of the sentences with policy content (number of sentences)")
    return canvas.finish(ax, title or "Attention to policy topics", "bar chart of", "topic", rows["topic"], percent)


@canvas.chart
def theme_heatmap(attention, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Topics by groups; a cell is the topic's share of the group's sentences with policy content, in percent.

    Args:
        attention: `attention` by a column: ``group``, ``code``, ``topic``, ``share`` (0 to 1). Groups keep the order of
            the table, topics stand by their mean share.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
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
    names = [canvas.wrap(str(group), max(2, int(column * 72 / SMALL * 2) - 2), lines=3) for group in groups]
    ax.set_xticks([x + 0.5 for x in range(len(groups))], names, fontsize=SMALL, linespacing=1.35)
    ax.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("% of the sentences with policy content in the column")
    cells = cells.sort_values(ascending=False, kind="stable")
    kind = f"heat map of {len(shares)} topics in {len(groups)} groups with"
    names = [f"{topic} in {group}" for topic, group in cells.index]
    return canvas.finish(ax, title or "Attention to policy topics", kind, "cell", names, cells.map("{:.0%}".format))


def _with_policy(attention: pd.DataFrame) -> pd.DataFrame:
    return attention[(attention["code"] != 0) & (attention["share"] > 0)]
