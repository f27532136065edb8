"""Charts of targets: over the years, across provinces, how firmly put, and what came of them; and of the audit."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from . import canvas
from .canvas import BLUE, GREEN, GREY, INK, ORANGE, PALE, SMALL

TONES = {"hard": (BLUE, "hard (以上, 确保)"), "soft": (ORANGE, "soft (左右, 力争)"), "none": (GREY, "no such word")}


@canvas.chart
def target_years(
    panel, *, outcomes=None, unit: str = "percent", ax: Axes | None = None, title: str | None = None
) -> Axes:
    """A target over the years, and what the report of the next year claims.

    Args:
        panel: one indicator's targets of one place: columns ``year``, ``low``, ``high``; a range is a bar.
        outcomes: columns ``year`` and ``value``.
        unit: label of the vertical axis.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    rows = panel.dropna(subset=["year", "low"]).sort_values("year")
    ax = canvas.axes(ax, width=8, height=4)
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    ax.vlines(rows["year"], rows["low"], rows["high"], color=BLUE, linewidth=5, alpha=0.4)
    line = rows.set_index("year")["low"].reindex(years)
    ax.plot(line.index, line, color=BLUE, marker="o", markersize=4, linewidth=1.2, label="target")
    if outcomes is not None and len(outcomes):
        claimed = outcomes.set_index("year")["value"].reindex(years)
        ax.plot(claimed.index, claimed, "D", color=ORANGE, markersize=5, label="claimed in the next report")
    ax.set_ylim(bottom=0)
    ax.set_xlabel("year")
    ax.set_ylabel(unit)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=9))
    ax.grid(axis="y")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    return canvas.finish(ax, title or "Targets", "line chart of", "target", rows["year"].astype(int), rows["low"])


@canvas.chart
def target_places(
    panel, *, nation=None, unit: str = "percent", ax: Axes | None = None, title: str | None = None
) -> Axes:
    """One target of many places: a dot each, a bar where it is a range, the colour how firmly it is put.

    Args:
        panel: one indicator and year: columns ``region``, ``low``, ``high``, ``constraint``.
        nation: the national target, a line across.
        unit: label of the horizontal axis.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    rows = panel.dropna(subset=["low"]).sort_values(["low", "high", "region"], ascending=[False, False, True])
    ax = canvas.axes(ax, rows=len(rows), width=7)
    for y, row in enumerate(rows.itertuples()):
        colour = TONES[row.constraint][0]
        ax.plot([row.low, row.high], [y, y], color=colour, linewidth=4, alpha=0.5)
        ax.plot(row.low, y, "o", color=colour)
    canvas.name_rows(ax, rows["region"])
    if nation is not None:
        ax.axvline(nation, color=INK, linewidth=1, linestyle="--", zorder=0)
        ax.annotate(
            f"the nation: {nation:g}", (nation, len(rows) - 0.6), (4, 0), textcoords="offset points", fontsize=SMALL
        )
    ax.grid(axis="x")
    ax.set_xlabel(unit)
    there = [tone for tone in TONES if tone in set(rows["constraint"])]
    canvas.legend(ax, {TONES[tone][1]: {"color": TONES[tone][0]} for tone in there})
    return canvas.finish(ax, title or "Targets", "dot chart of", "place", rows["region"], rows["low"])


@canvas.chart
def target_tones(panel, *, by: str = "period", ax: Axes | None = None, title: str | None = None) -> Axes:
    """How firmly targets are put: the shares of hard, soft and unhedged ones in each group.

    Args:
        panel: targets with a number: columns ``constraint`` and the one named by ``by``.
        by: the groups, in order.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    counts = panel.groupby([by, "constraint"]).size().unstack(fill_value=0).reindex(columns=list(TONES), fill_value=0)
    shares = counts.div(counts.sum(axis=1), axis=0)
    ax = canvas.axes(ax, rows=len(shares), width=8)
    left = pd.Series(0.0, index=shares.index)
    for tone, (colour, _) in TONES.items():
        ax.barh(range(len(shares)), shares[tone], left=left, color=colour, height=0.75)
        left += shares[tone]
    canvas.name_rows(ax, [f"{name} (n = {n})" for name, n in counts.sum(axis=1).items()])
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.set_xlabel("share of the targets")
    canvas.legend(ax, {name: {"color": colour} for colour, name in TONES.values()})
    hard = shares["hard"].map("{:.0%} hard".format)
    return canvas.finish(ax, title or "How firmly targets are put", "stacked bars of", "group", shares.index, hard)


@canvas.chart
def target_results(table, *, unit: str = "percent", ax: Axes | None = None, title: str | None = None) -> Axes:
    """Target and claimed outcome of each place, joined; the colour says which is higher.

    Args:
        table: columns ``region``, ``low`` (the target) and ``value`` (the outcome).
        unit: label of the horizontal axis.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    rows = table.assign(gap=table["value"] - table["low"]).sort_values(["gap", "region"], ascending=[False, True])
    ax = canvas.axes(ax, rows=len(rows), width=7)
    for y, row in enumerate(rows.itertuples()):
        ax.plot([row.low, row.value], [y, y], color=GREEN if row.gap >= 0 else ORANGE, linewidth=2.5)
        ax.plot(row.low, y, "|", color=INK, markersize=11, markeredgewidth=2)
        ax.plot(row.value, y, "o", color=GREEN if row.gap >= 0 else ORANGE)
    canvas.name_rows(ax, rows["region"])
    ax.grid(axis="x")
    ax.set_xlabel(f"{unit} (| the target, ● the outcome claimed a year later)")
    canvas.legend(ax, {"target reached": {"color": GREEN}, "not reached": {"color": ORANGE}})
    return canvas.finish(
        ax, title or "Target and outcome", "dumbbell chart of", "place", rows["region"], rows["gap"].round(2)
    )


@canvas.chart
def audit_intervals(rows, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """What each figure can stand for against what the other figures make, in percent off the figure as written.

    Args:
        rows: rows of `govreport.audit`; those whose computed interval has two ends are drawn.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    rows = rows[
        (rows["computed_low"] > 0) & rows["computed_high"].lt(float("inf")) & rows["stated_high"].lt(float("inf"))
    ]
    if rows.empty:
        return canvas.nothing(ax, title)
    ax = canvas.axes(ax, rows=2 * len(rows), width=8)
    for y, row in enumerate(rows.itertuples()):
        for kind, colour, at in (("stated", BLUE, -0.15), ("computed", ORANGE, 0.15)):
            ends = [(getattr(row, f"{kind}_{end}") / row.stated - 1) * 100 for end in ("low", "high")]
            ax.plot(ends, [y + at] * 2, color=colour, linewidth=6, solid_capstyle="butt", marker="|", markersize=12)
    canvas.name_rows(ax, [f"{row.relation}: {' , '.join(row.texts)}" for row in rows.itertuples()], width=52)
    ax.axvline(0, color=PALE, zorder=0)
    ax.set_xlabel("percent off the figure as written")
    canvas.legend(ax, {"what the figure can stand for": {"color": BLUE}, "what the others make": {"color": ORANGE}})
    return canvas.finish(
        ax, title or "Stated and computed", "interval chart of", "relation", rows["text"], rows["verdict"]
    )
