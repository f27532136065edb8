"""Charts of words: what is distinctive, where terms stand in a report, and how they come and go over the years."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from . import canvas
from .canvas import BLUE, GREEN, INK, ORANGE, PALE, PURPLE, SMALL
from .network import cooccurrence_network

_COLOURS = (BLUE, ORANGE, GREEN, PURPLE)


@canvas.chart
def keyness_bar(
    keyness, *, n: int = 15, names=("target", "reference"), ax: Axes | None = None, title: str | None = None
) -> Axes:
    """Bars of signed G²: the ``n`` most distinctive features of the target to the right, of the reference to the left.

    Args:
        keyness: table of `govreport.keyness`: columns ``feature``, ``g2``, ``n_target``, ``n_reference``.
        n: how many features of each.
        names: what the two groups are called.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    ordered = keyness[keyness["g2"] != 0].sort_values("g2", ascending=False, kind="stable")
    ends = [ordered[ordered["g2"] > 0].head(n), ordered[ordered["g2"] < 0].tail(n)]
    rows = pd.concat(ends, ignore_index=True)
    if rows.empty:
        return canvas.nothing(ax, title)
    ax = canvas.axes(ax, rows=len(rows), width=8)
    ax.barh(range(len(rows)), rows["g2"], color=np.where(rows["g2"] > 0, BLUE, ORANGE), height=0.75)
    ax.axvline(0, color=INK, linewidth=0.8)
    canvas.name_rows(ax, rows["feature"])
    for y, row in enumerate(rows.itertuples()):
        place = {"xytext": (6 if row.g2 > 0 else -6, 0), "ha": "left" if row.g2 > 0 else "right"}
        counts = f"{row.n_target:,} : {row.n_reference:,}"
        ax.annotate(counts, (row.g2, y), textcoords="offset points", va="center", fontsize=SMALL, **place)
    ax.margins(x=0.18)
    ax.set_xlabel("G², signed (occurrences in the one : in the other)")
    looks = {f"distinctive of {name}": {"color": colour} for name, colour in zip(names, (BLUE, ORANGE), strict=True)}
    canvas.legend(ax, looks)
    return canvas.finish(
        ax, title or "Keyness", "bar chart of", "word", rows["feature"], rows["g2"].map("{:.1f}".format)
    )


@canvas.chart
def keyness_scatter(
    keyness, *, n: int = 12, names=("target", "reference"), ax: Axes | None = None, title: str | None = None
) -> Axes:
    """Every feature by its occurrences in the two groups, on log axes (the idea of scattertext, Kessler 2017).

    On the line a feature is as frequent in the one as in the other, relative to their sizes. The ``n`` most
    distinctive of each side are named. No occurrence is drawn as half an occurrence.

    Args:
        keyness: table of `govreport.keyness`: columns ``feature``, ``g2``, ``log_ratio``, ``n_target``,
            ``n_reference``.
        n: how many features of each side are named.
        names: what the two groups are called.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    from adjustText import adjust_text

    rows = keyness.assign(x=keyness["n_reference"].clip(lower=0.5), y=keyness["n_target"].clip(lower=0.5))
    ordered = rows[rows["g2"] != 0].sort_values("g2", ascending=False, kind="stable")
    named = pd.concat([ordered[ordered["g2"] > 0].head(n), ordered[ordered["g2"] < 0].tail(n)])
    ax = canvas.axes(ax, width=8, height=7)
    ax.scatter(rows["x"], rows["y"], s=8, color=PALE, linewidth=0)
    ax.scatter(named["x"], named["y"], s=14, color=np.where(named["g2"] > 0, BLUE, ORANGE), linewidth=0)
    ax.set(xscale="log", yscale="log", xlabel=f"occurrences in {names[1]}", ylabel=f"occurrences in {names[0]}")
    of_sizes = (rows["y"] / rows["x"] / 2 ** rows["log_ratio"]).median()  # the same in every row
    ends = np.array([rows["x"].min(), rows["x"].max()])
    ax.plot(ends, ends * of_sizes, color=INK, linewidth=0.8)
    ax.set(xlim=(0.35, 1.8 * rows["x"].max()), ylim=(0.35, 1.8 * rows["y"].max()))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,g}"))
        axis.set_minor_locator(NullLocator())
    places = named.groupby(["x", "y"], sort=False)["feature"].agg("\n".join)  # words of one place share a label
    labels = [ax.text(x, y, words, fontsize=SMALL) for (x, y), words in places.items()]
    lines = {"arrowprops": {"arrowstyle": "-", "color": INK, "linewidth": 0.4}}
    adjust_text(labels, ax=ax, iter_lim=500, expand=(1.15, 1.5), force_text=(0.4, 0.8), **lines)
    canvas.legend(ax, {f"distinctive of {name}": {"color": c} for name, c in zip(names, (BLUE, ORANGE), strict=True)})
    pairs = named["n_target"].astype(str) + " : " + named["n_reference"].astype(str)
    return canvas.finish(ax, title or "Two groups", "scatter plot of", "word", named["feature"], pairs)


@canvas.chart
def term_places(kwic, *, length: int, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Where in the report terms stand: a row a term, a tick an occurrence (the lexical dispersion plot).

    Args:
        kwic: table of `govreport.kwic`: columns ``pattern``, ``start``.
        length: characters of the report.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    terms = list(dict.fromkeys(kwic["pattern"]))
    counts = kwic["pattern"].value_counts()
    ax = canvas.axes(ax, rows=len(terms), width=8)
    for y, term in enumerate(terms):
        ax.hlines(y, 0, length, color=PALE, linewidth=6)
        ax.vlines(kwic.loc[kwic["pattern"] == term, "start"], y - 0.35, y + 0.35, color=BLUE, linewidth=1.2)
    canvas.name_rows(ax, [f"{term} ({counts[term]})" for term in terms])
    ax.set_xlim(0, length)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_xlabel("characters (字) from the start of the report")
    return canvas.finish(ax, title or "Where terms stand", "dispersion plot of", "term", terms, counts[terms])


@canvas.chart
def term_trend(table, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Terms over the years, per million words, with 95 % intervals (exact for a count: Garwood 1936), at most four.

    Args:
        table: columns ``year``, ``feature``, ``frequency`` and ``words`` (all words of the report of that year). A line
            joins reports of consecutive years only.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    from scipy.stats import chi2  # takes longer to load than all the rest

    terms = list(dict.fromkeys(table["feature"]))[: len(_COLOURS)]
    years = range(int(table["year"].min()), int(table["year"].max()) + 1)
    ax = canvas.axes(ax, width=8, height=4)
    for term, colour in zip(terms, _COLOURS, strict=False):
        rows = table[table["feature"] == term].set_index("year").reindex(years)
        low = chi2.ppf(0.025, 2 * rows["frequency"]) / 2
        high = chi2.ppf(0.975, 2 * rows["frequency"] + 2) / 2
        scale = 1e6 / rows["words"]
        ax.fill_between(rows.index, np.nan_to_num(low) * scale, high * scale, color=colour, alpha=0.15, linewidth=0)
        ax.plot(rows.index, rows["frequency"] * scale, color=colour, marker="o", markersize=3, linewidth=1.2)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("year of the report")
    ax.set_ylabel("per million words")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=9))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,g}"))
    canvas.legend(ax, {term: {"color": colour} for term, colour in zip(terms, _COLOURS, strict=False)})
    totals = table.groupby("feature")["frequency"].sum()
    return canvas.finish(ax, title or "Terms over the years", "line chart of", "term", terms, totals[terms])


@canvas.chart
def word_network(collocations, *, n: int = 40, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Words that keep company: a line for each of the ``n`` strongest pairs, thicker the stronger (log-likelihood).

    The layout is that of Kamada and Kawai (1989), the same each time.

    Args:
        collocations: table of `govreport.collocations`.
        n: how many pairs at most.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    import networkx

    graph = cooccurrence_network(collocations, n=n)
    if not graph:
        return canvas.nothing(ax, title)
    ax = canvas.axes(ax, width=9, height=8)
    places = _apart(graph, networkx)
    peak = max(weight for *_, weight in graph.edges.data("weight"))
    for first, second, weight in graph.edges.data("weight"):
        (x, y), (u, v) = places[first], places[second]
        ax.plot([x, u], [y, v], color=BLUE, alpha=0.35, linewidth=1 + 4 * weight / peak, zorder=1)
    for word, (x, y) in places.items():
        box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
        ax.text(x, y, word, ha="center", va="center", fontsize=SMALL, bbox=box, zorder=2)
    ax.margins(0.08)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    pairs = [f"{first} {second}" for first, second in graph.edges]
    return canvas.finish(ax, title or "Words that keep company", "network of", "pair", pairs, range(1, len(pairs) + 1))


def _apart(graph, networkx) -> dict[str, tuple[float, float]]:
    """Places of the words: the parts of the graph side by side in rows, the largest first."""
    places, left, bottom, row_height = {}, 0.0, 0.0, 0.0
    for part in sorted(networkx.connected_components(graph), key=lambda words: (-len(words), min(words))):
        size = 1.5 * np.sqrt(len(part))
        inner = networkx.kamada_kawai_layout(graph.subgraph(sorted(part)), scale=size / 3.2)
        if left and left + size > 9:
            left, bottom, row_height = 0.0, bottom - row_height, 0.0
        row_height = max(row_height, size)
        places |= {word: (left + size / 2 + x, bottom - size / 2 + y) for word, (x, y) in inner.items()}
        left += size
    return places
