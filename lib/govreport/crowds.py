"""Charts of many reports: which write alike, and where wording travels."""

import numpy as np
from matplotlib.axes import Axes

from . import canvas
from .canvas import BLUE, GREY, ORANGE, PALE


@canvas.chart
def pair_similarity(pairs, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Similarity of every two places as a histogram for neighbours and one for all other pairs, each of its own total.

    Args:
        pairs: columns ``similarity`` and ``neighbours`` (bool), a row a pair.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    ax = canvas.axes(ax, width=8, height=3.6)
    edges = np.histogram_bin_edges(pairs["similarity"], bins=20)
    looks = {"neighbours": (True, ORANGE), "other pairs": (False, GREY)}
    means = {}
    for name, (near, colour) in looks.items():
        values = pairs.loc[pairs["neighbours"] == near, "similarity"]
        weights = np.full(len(values), 1 / max(len(values), 1))
        ax.hist(values, edges, weights=weights, color=colour, alpha=0.55, label=name)
        means[name] = values.mean()
        ax.axvline(means[name], color=colour, linewidth=2)
    ax.set_xlabel("similarity of two reports (cosine); lines: means")
    ax.set_ylabel("share of pairs")
    canvas.legend(ax, {name: {"color": colour, "alpha": 0.55} for name, (_, colour) in looks.items()})
    shown = [f"{mean:.2f}" for mean in means.values()]
    return canvas.finish(ax, title or "Similarity", "two histograms with the means of", "group", means, shown)


@canvas.chart
def phrase_spread(phrases, *, n: int = 20, ax: Axes | None = None, title: str | None = None) -> Axes:
    """In how many reports a phrase stands: a row a phrase, a dot for each of two years, a line between them.

    Args:
        phrases: ``phrase`` and two columns of counts, the earlier first.
        n: how many phrases, those with the largest later count.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    before, after = (column for column in phrases if column != "phrase")
    rows = phrases.sort_values([after, before, "phrase"], ascending=[False, False, True]).head(n)
    ax = canvas.axes(ax, rows=len(rows), width=8)
    for y, row in enumerate(rows.itertuples(index=False)):
        counts = row._asdict()
        ax.plot([counts[before], counts[after]], [y, y], color=PALE, linewidth=4, zorder=1)
        ax.plot(counts[before], y, "o", color=BLUE, markersize=6, zorder=2)
        ax.plot(counts[after], y, "D", color=ORANGE, markersize=5, zorder=3)
    canvas.name_rows(ax, rows["phrase"])
    ax.set_xlim(left=-0.5)
    ax.set_xlabel("reports that have the phrase")
    canvas.legend(ax, {before: {"color": BLUE}, after: {"color": ORANGE}})
    return canvas.finish(ax, title or "Phrases", "dumbbell chart of", "phrase", rows["phrase"], rows[after])
