"""Tokens to term frequencies, the measure that quanteda calls ``textstat_frequency``."""

from collections.abc import Collection

import pandas as pd

from .errors import ReportError
from .tokens import KINDS

COLUMNS = ["feature", "frequency", "rank", "docfreq", "group"]


def frequency(
    tokens: pd.DataFrame,
    *,
    by: str | None = None,
    stopwords: Collection[str] | None = None,
    kinds: Collection[str] = ("word",),
    min_length: int = 1,
) -> pd.DataFrame:
    """Count how often each feature occurs, over all tokens or in each group of them.

    Args:
        tokens: table of `tokens`, of one report or of several (with a ``report`` column).
        by: column that groups the tokens: ``section`` or ``part_kind`` after `locate`, ``report`` in a corpus. A token
            without a group (null: before the first section, say) is left out.
        stopwords: features that are not counted, such as ``stopwords()``; None counts all.
        kinds: kinds of token that are counted: word, number, time, punct.
        min_length: characters that a feature must have; 2 leaves out the words of one character.

    Returns:
        ``feature, frequency`` (occurrences), ``rank`` (1 is the most frequent; features that occur equally often share
        the smallest rank), ``docfreq`` (sentences that hold the feature), ``group`` (null without ``by``). Groups stand
        in the order of the tokens; in each, the most frequent features first, then by code point.

    Raises:
        ReportError: where the table lacks a column, or ``kinds`` names no kind of token.

    >>> from govreport import read_report
    >>> from govreport.tokens import tokens
    >>> words = tokens(read_report(text="民生改善，民生保障。保障民生，就业保障。"))
    >>> frequency(words)[["feature", "frequency", "rank", "docfreq"]].head(2)
      feature  frequency  rank  docfreq
    0      保障          3     1        2
    1      民生          3     1        2
    """
    counted = _counted(tokens, by, stopwords, kinds, min_length)
    keys = ["order", "feature"]
    table = counted.groupby(keys, sort=False).agg(frequency=("feature", "size"), group=("group", "first")).reset_index()
    sentences = counted.drop_duplicates([*keys, "document", "sentence_id"]).groupby(keys, sort=False).size()
    table["docfreq"] = sentences.to_numpy(dtype="int64")
    table["rank"] = table.groupby("order")["frequency"].rank(method="min", ascending=False).astype("int64")
    return table.sort_values(["order", "rank", "feature"], ignore_index=True)[COLUMNS]


def _counted(tokens: pd.DataFrame, by: str | None, stopwords, kinds, min_length: int) -> pd.DataFrame:
    """The tokens that count, each with its ``feature``, ``group``, the group's ``order`` and its ``document``."""
    needed = ["sentence_id", "token", "kind", *([by] if by else [])]
    if missing := [column for column in needed if column not in tokens]:
        raise ReportError(f"The tokens table has no column {', '.join(missing)}: make it with tokens(), then locate().")
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    if unknown := kinds - set(KINDS):
        raise ReportError(f"There is no kind of token {', '.join(sorted(unknown))}: choose among {', '.join(KINDS)}.")
    rows = tokens[tokens["kind"].isin(kinds) & (tokens["token"].str.len() >= min_length)]
    rows = rows[~rows["token"].isin(set(stopwords or ()))]
    rows = rows[rows[by].notna()] if by else rows
    group = rows[by] if by else pd.Series(None, index=rows.index, dtype=object)
    return pd.DataFrame(
        {
            "feature": rows["token"],
            "group": group,
            "order": pd.factorize(group, use_na_sentinel=False)[0],
            "document": rows.get("report", 0),
            "sentence_id": rows["sentence_id"],
        }
    )
