"""Charts of attention over parts, years and places, and of how well it is coded."""

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from . import canvas
from .canvas import BLUE, GREY, INK, ORANGE, PALE, SMALL
from .lexicon import table


@canvas.chart
def theme_dumbbell(
    attention, *, groups=("review", "plan"), n: int = 15, ax: Axes | None = None, title: str | None = None
) -> Axes:
    """Attention of two groups: a row a topic, a dot with its interval for each group, a line between them.

    Args:
        attention: `attention` by a column: ``group``, ``topic``, ``share``, ``low``, ``high``.
        groups: the two groups: the first blue, the second orange.
        n: how many topics, those of the largest mean share.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    rows = attention[attention["group"].isin(groups)]
    if rows.empty:
        return canvas.nothing(ax, title)
    wide = rows.pivot_table(index="topic", columns="group", values="share").reindex(columns=groups).fillna(0)
    wide = wide.loc[wide.mean(axis=1).sort_values(ascending=False, kind="stable").index].head(n)
    ends = rows.set_index(["group", "topic"])
    ax = canvas.axes(ax, rows=len(wide), width=8)
    for y, (topic, pair) in enumerate(wide.iterrows()):
        ax.plot(pair, [y, y], color=PALE, linewidth=4, zorder=1)
        for group, colour, shift in zip(groups, (BLUE, ORANGE), (-0.12, 0.12), strict=True):
            if (group, topic) in ends.index:
                low, high = ends.loc[(group, topic), ["low", "high"]]
                ax.plot([low, high], [y + shift] * 2, color=colour, linewidth=0.9, zorder=2)
            ax.plot(pair[group], y + shift, "o", color=colour, markersize=5, zorder=3)
    canvas.name_rows(ax, wide.index)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.set_xlabel("share of the sentences with policy content, with 95 % intervals")
    canvas.legend(ax, {group: {"color": colour} for group, colour in zip(groups, (BLUE, ORANGE), strict=True)})
    pairs = (wide[groups[1]] - wide[groups[0]]).map("{:+.1%}".format)
    return canvas.finish(ax, title or "Attention of two parts", "dumbbell chart of", "topic", wide.index, pairs)


@canvas.chart
def theme_years(shares, *, columns: int = 4, title: str | None = None) -> Axes:
    """Topics over the years as small multiples, each on its own scale.

    A dot is a report, the line a running mean of five years. It breaks where two years running have no report.

    Args:
        shares: columns ``year``, ``topic``, ``share`` (0 to 1), one report a year; a topic that a year lacks is 0.
        columns: charts side by side.
        title: see `govreport.plots`.
    """
    wide = shares.pivot_table(index="year", columns="topic", values="share").fillna(0)
    wide = wide[wide.mean().sort_values(ascending=False, kind="stable").index]
    every = range(int(wide.index.min()), int(wide.index.max()) + 1)
    line = wide.reindex(every).rolling(5, center=True, min_periods=1).mean()
    near = pd.Series(1, index=wide.index).reindex(every).rolling(3, center=True, min_periods=1).count() > 0
    rows = -(-wide.shape[1] // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(9, 1.35 * rows + 0.7), sharex=True, layout="constrained")
    for ax, topic in zip(np.atleast_1d(axes).flat, wide.columns, strict=False):
        ax.plot(wide.index, wide[topic], ".", color=GREY, markersize=2.5)
        ax.plot(line.index, line[topic].where(near), color=BLUE, linewidth=1.4)
        ax.set_title(topic, fontsize=SMALL, loc="left", pad=3)
        ax.spines[["top", "right"]].set_visible(False)
        ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{round(100 * share, 2):g}%"))
        ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        ax.tick_params(labelsize=SMALL - 1)
    for ax in np.atleast_1d(axes).flat[wide.shape[1] :]:
        ax.set_visible(False)
    figure.suptitle(
        title or "Attention over the years", x=0.01, ha="left", fontsize=canvas.TITLE, fontfamily=canvas.FONT
    )
    figure.supylabel("share of the sentences with policy content", fontsize=SMALL)
    first = np.atleast_1d(axes).flat[0]
    means = wide.mean().map("{:.1%}".format)
    pairs = ", ".join(f"{topic} {mean}" for topic, mean in means.head(3).items())
    first.set_label(
        f"{wide.shape[1]} line charts of shares, {wide.index.min()} to {wide.index.max()} (means {pairs}, …)"
    )
    return first


@canvas.chart
def theme_confusion(confusion, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Confusion of two codings: rows the coder's topic, columns ours, a cell the percent of the row.

    Args:
        confusion: columns ``coder_a``, ``combined`` (codes), ``n``.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    topics = table("topics").set_index("code")["topic"]
    codes = sorted({*confusion["coder_a"], *confusion["combined"]})
    counts = confusion.pivot_table(index="coder_a", columns="combined", values="n", aggfunc="sum")
    counts = counts.reindex(index=codes, columns=codes).fillna(0)
    shares = counts.div(counts.sum(axis=1).replace(0, 1), axis=0)
    ax = canvas.axes(ax, width=9, height=7.2)
    ax.pcolormesh(np.sqrt(shares.to_numpy()), cmap="Blues", vmin=0, vmax=1.1, edgecolors="white", linewidth=0.5)
    for y, x in zip(*np.nonzero(shares.to_numpy() >= 0.02), strict=True):
        share = shares.iat[y, x]
        ax.text(
            x + 0.5,
            y + 0.5,
            f"{100 * share:.0f}",
            ha="center",
            va="center",
            fontsize=SMALL - 1,
            color="white" if share > 0.35 else INK,
        )
    names = [f"{topics[str(code)]} {code}" for code in codes]
    canvas.name_rows(ax, names, at=0.5)
    ax.set_xticks(np.arange(len(codes)) + 0.5, codes, fontsize=SMALL)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("code that we gave (cells: % of the row, from 2 %)")
    ax.set_ylabel("code that the reader gave")
    right = pd.Series(np.diag(shares), index=names).sort_values(kind="stable")
    return canvas.finish(
        ax, title or "Confusion", "confusion matrix of", "topic", right.index, right.map("{:.0%}".format)
    )


@canvas.chart
def province_tiles(values, *, label: str = "share", ax: Axes | None = None, title: str | None = None) -> Axes:
    """The provinces as tiles, about where they lie, the darker the larger the value.

    Tiles take no stand on any border, and give a small province as much room as a large one.

    Args:
        values: columns ``province`` (short name) and ``value`` (0 to 1); a province without one stays empty.
        label: what the value is, for the axis.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    tiles = table("province_tiles").astype({"column": int, "row": int})
    rows = tiles.merge(values, on="province", how="left")
    peak, least = rows["value"].max(), rows["value"].min()
    ax = canvas.axes(ax, width=8, height=7)
    for tile in rows.itertuples():
        known = pd.notna(tile.value)
        depth = 0.15 + 0.75 * (tile.value - least) / ((peak - least) or 1) if known else 0
        ax.add_patch(
            plt.Rectangle(
                (tile.column, -tile.row),
                0.94,
                0.94,
                facecolor=plt.get_cmap("Blues")(depth) if known else "white",
                edgecolor=PALE,
            )
        )
        ink = "white" if depth > 0.55 else INK
        ax.text(tile.column + 0.47, -tile.row + 0.6, tile.province, ha="center", va="center", color=ink)
        if known:
            ax.text(
                tile.column + 0.47,
                -tile.row + 0.28,
                f"{100 * tile.value:.1f}",
                ha="center",
                va="center",
                fontsize=SMALL,
                color=ink,
            )
    ax.set(xlim=(-0.1, 8.1), ylim=(-7.1, 1.1), aspect="equal", xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.set_xlabel(f"{label}, %")
    ordered = rows.dropna(subset=["value"]).sort_values("value", ascending=False, kind="stable")
    return canvas.finish(
        ax, title or "Provinces", "tile map of", "province", ordered["province"], ordered["value"].map("{:.1%}".format)
    )


@canvas.chart
def coverage_curve(margins, *, at: float | None = None, ax: Axes | None = None, title: str | None = None) -> Axes:
    """What abstaining buys: accuracy of the codes that are kept against the share that is kept.

    Args:
        margins: columns ``margin``, ``coverage``, ``accuracy`` (0 to 1).
        at: the margin in use, which is marked.
        ax: see `govreport.plots`.
        title: see `govreport.plots`.
    """
    ax = canvas.axes(ax, width=7, height=4)
    ax.plot(margins["coverage"], margins["accuracy"], color=BLUE, marker="o", markersize=3.5)
    if at is not None:
        row = margins.iloc[(margins["margin"] - at).abs().argmin()]
        ax.plot(row["coverage"], row["accuracy"], "o", color=ORANGE, markersize=8)
        ax.annotate(
            f"lead {row['margin']:g}", (row["coverage"], row["accuracy"]), textcoords="offset points", xytext=(8, 6)
        )
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("share of the sentences whose code is kept")
    ax.set_ylabel("of these, coded as a reader did")
    pairs = margins["coverage"].map("{:.0%}".format)
    return canvas.finish(ax, title or "What abstaining buys", "line chart of", "margin", margins["margin"], pairs)
