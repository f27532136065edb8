"""A figure over the years, with gaps where there is no report."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from . import canvas
from .canvas import BLUE, ORANGE, SMALL


@canvas.chart
def trend(
    table: pd.DataFrame,
    *,
    value: str,
    label: str | None = None,
    mark=None,
    ax: Axes | None = None,
    title: str | None = None,
) -> Axes:
    """A column over the years: a dot for each report, a line only between reports of consecutive years.

    Args:
        table: columns ``year`` and the one named by ``value``, a row a report.
        value: the column to draw.
        label: label of the vertical axis, with the unit.
        mark: rows to show beside the line, such as the report being read: same columns, and ``name``.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    rows = table.dropna(subset=["year", value]).sort_values("year").drop_duplicates("year")
    if rows.empty:
        return canvas.nothing(ax, title)
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    drawn = rows.set_index(rows["year"].astype(int))[value].astype(float).reindex(years)
    ax = canvas.axes(ax, width=8, height=3.8)
    ax.plot(drawn.index, drawn, color=BLUE, marker="o", markersize=4, linewidth=1.2)
    for row in [] if mark is None else mark.dropna(subset=["year", value]).itertuples():
        ax.plot(row.year, getattr(row, value), "o", color=ORANGE, markersize=8, zorder=4)
        place = {"textcoords": "offset points", "xytext": (-8, 6), "ha": "right", "fontsize": SMALL}
        ax.annotate(row.name, (row.year, getattr(row, value)), **place)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("year of the report")
    ax.set_ylabel(label or value)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=9))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,g}"))
    there = drawn.dropna()
    return canvas.finish(ax, title or value, "line chart of", "report", there.index, there)
