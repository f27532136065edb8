"""Attention: how the sentences of a report, or of its parts, divide among the topics, and how widely they spread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from .errors import ReportError
from .report import Report
from .structure import body, locate, sentences
from .themes import code_themes, codebook

RESAMPLES = 1000
_ENDS = (0.025, 0.975)
COLUMNS = ["group", "code", "topic", "sentences", "share", "low", "high"]
CHARACTERS = ["characters", "share_characters", "low_characters", "high_characters"]


def attention(coded: Report | pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """Shares of attention: how the sentences with policy content, and their characters, divide among the topics.

    The intervals draw the sentences of the group again with replacement (percentile bootstrap, 95 %, 1,000 draws, the
    same each time). They say how far a share rests on few sentences; that some are coded wrong is not in them.

    Args:
        coded: a report (its body is coded), or a table of `code_themes`.
        by: column that groups the sentences: ``section`` or ``part_kind`` after `locate`, ``report`` in a corpus. A
            sentence without a group (null: before the first section, say) is left out.

    Returns:
        ``group`` (null without ``by``), ``code, topic, sentences`` (their number), ``share`` (of the group's sentences
        that have a code other than 0; sums to 1), ``low, high`` (its interval), then the same of the ``characters``
        (null where the table has no ``start`` and ``end``). Groups in the order of the sentences, in each the largest
        topic first, then the smallest code; topics without a sentence have no row.

    Raises:
        ReportError: where the table lacks a column.

    >>> rows = attention(code_themes(["建设学校。", "培养教师。", "修建公路。", "谢谢大家!"]))
    >>> rows[["group", "code", "topic", "sentences", "share"]]
      group  code           topic  sentences     share
    0  None     6       Education          2  0.666667
    1  None    10  Transportation          1  0.333333
    """
    tables = [_shares(group) for group in _groups(_coded(coded), by)]
    if not tables:
        kinds = {"group": object, "topic": "str", "code": "int64", "sentences": "int64"}
        return pd.DataFrame(columns=[*COLUMNS, *CHARACTERS], dtype=float).astype(kinds)
    return pd.concat(tables, ignore_index=True)


def diversity(coded: Report | pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """How widely attention spreads: Shannon's entropy of the shares (Boydstun, Bevan and Thomas 2014).

    Policy Studies Journal 42 (2), which recommends it for agendas, normalised by the logarithm of the number of topics:
    0 where one topic has it all, 1 where all 21 have as much.

    Args:
        coded: as in `attention`.
        by: as in `attention`.

    Returns:
        ``group, sentences`` (with policy content), ``topics`` (that have any), ``h`` (natural logarithm),
        ``h_normalised`` and its interval ``low, high`` (bootstrap as in `attention`; entropy of few sentences is too
        low, in the draws more so, so that the estimate may lie near the upper end).

    >>> rows = diversity(code_themes(["建设学校。", "培养教师。", "修建公路。", "新建医院。"]))
    >>> rows[["sentences", "topics", "h"]].round(3).values.tolist()
    [[4.0, 3.0, 1.04]]
    """
    from scipy.stats import entropy  # takes longer to load than all the rest

    rows, most = [], np.log(len(_policy()))
    for group in _groups(_coded(coded), by):
        counts = group.counts
        h = float(entropy(counts))
        low, high = np.quantile(entropy([drawn for drawn, _ in _draws(group)], axis=1), _ENDS) / most
        rows.append((group.name, int(counts.sum()), int((counts > 0).sum()), h, h / most, low, high))
    return pd.DataFrame(rows, columns=["group", "sentences", "topics", "h", "h_normalised", "low", "high"])


class _Group(NamedTuple):
    """The sentences of one group that have policy content."""

    name: object
    topics: np.ndarray  # of each sentence, its topic's place among the topics
    lengths: np.ndarray  # in characters, nan where unknown

    @property
    def counts(self) -> np.ndarray:
        return np.bincount(self.topics, minlength=len(_policy()))


def _policy() -> pd.DataFrame:
    """The topics other than 0."""
    topics = codebook()
    return topics[topics["code"] != 0].reset_index(drop=True)


def _coded(coded: Report | pd.DataFrame) -> pd.DataFrame:
    return body(locate(coded, code_themes(sentences(coded)))) if isinstance(coded, Report) else coded


def _groups(coded: pd.DataFrame, by: str | None) -> Iterator[_Group]:
    if missing := [column for column in ("code", by) if column and column not in coded]:
        raise ReportError(f"The table has no column {', '.join(missing)}: make it with code_themes(), then locate().")
    counted = coded[coded["code"] != 0]
    known = {"start", "end"} <= set(coded.columns)
    lengths = (counted["end"] - counted["start"]).to_numpy(float) if known else np.full(len(counted), np.nan)
    topics = pd.Index(_policy()["code"]).get_indexer(counted["code"])
    group = counted[by] if by else pd.Series("", index=counted.index)
    for name in group.dropna().unique():
        inside = (group == name).to_numpy()
        yield _Group(name if by else None, topics[inside], lengths[inside])


def _shares(group: _Group) -> pd.DataFrame:
    """The rows of one group."""
    rows = _policy()[["code", "topic"]].assign(group=group.name, sentences=group.counts)
    rows["characters"] = np.bincount(group.topics, group.lengths, len(rows))
    draws = [np.array(each) for each in zip(*_draws(group), strict=True)]
    for share, low, high, whole, drawn in (
        ("share", "low", "high", "sentences", draws[0]),
        ("share_characters", "low_characters", "high_characters", "characters", draws[1]),
    ):
        rows[share] = rows[whole] / rows[whole].sum()
        rows[low], rows[high] = np.quantile(drawn, _ENDS, axis=0)
    rows = rows[rows["sentences"] > 0].sort_values(["sentences", "code"], ascending=[False, True], ignore_index=True)
    return rows[[*COLUMNS, *CHARACTERS]].astype({"group": object})


def _draws(group: _Group) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Shares of sentences and of characters in each draw."""
    chance, n, size = np.random.default_rng(0), len(group.topics), len(_policy())
    for _ in range(RESAMPLES):
        drawn = chance.integers(n, size=n)
        characters = np.bincount(group.topics[drawn], group.lengths[drawn], size)
        yield np.bincount(group.topics[drawn], minlength=size) / n, characters / characters.sum()
