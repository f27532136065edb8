"""How hard a report is to read: the length of its sentences and clauses, and a published measure for Chinese."""

from __future__ import annotations

import pandas as pd

from .errors import ReportError

CLAUSE_ENDS = frozenset("，,；;：:。！？!?")
_CONNECTIVES = ("d", "c")  # ICTCLAS: adverb, conjunction


def readability(tokens: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """Length and readability of a report or of groups of its sentences; the higher the harder.

    The three measures are those of Xu Wei, Yao Zhenye and Chen Donghua, 中文年报可读性：衡量与检验 (会计研究 2021, 3),
    which were made and tested on annual reports of firms: characters a clause, the share of adverbs and conjunctions
    in a sentence's words (mean over sentences), and the mean of the two. Their abstract does not say what ends a
    clause; here ，；：。！？ do. Characters are those of words, numbers and time words, not punctuation.

    Args:
        tokens: table of `tokens` made with ``pos=True``.
        by: column that groups the tokens, such as ``section`` after `locate`; a token without a group is left out.

    Returns:
        A row a group, in their order: ``group`` (null without ``by``), ``sentences, clauses, characters`` (counts),
        ``characters_per_sentence``, ``readability1`` (characters a clause), ``readability2`` (share), ``readability3``
        (their mean).

    Raises:
        ReportError: where a column is missing, or no token is left.

    >>> from govreport import read_report
    >>> from govreport.tokens import tokens
    >>> rows = readability(tokens(read_report(text="经济稳步增长，但是困难很多。"), pos=True))
    >>> rows[["sentences", "clauses", "characters", "readability1"]].to_dict("records")
    [{'sentences': 1, 'clauses': 2, 'characters': 12, 'readability1': 6.0}]
    """
    if missing := [column for column in ("sentence_id", "token", "kind", "pos", by) if column and column not in tokens]:
        raise ReportError(f"The tokens table has no column {', '.join(missing)}: make it with tokens(…, pos=True).")
    ends = tokens["token"].isin(CLAUSE_ENDS)
    rows = tokens.assign(
        group=tokens[by] if by else None,
        clause=ends.cumsum(),
        length=tokens["token"].str.len(),
        connective=tokens["pos"].isin(_CONNECTIVES),
        word=tokens["kind"] == "word",
    )
    rows = rows[(rows["kind"] != "punct") & (rows["group"].notna() if by else True)]
    if rows.empty:
        raise ReportError("There is no word to measure the readability of.")
    made = rows.groupby("group", sort=False, dropna=False)[list(rows)].apply(_measures).reset_index()
    return made.astype(dict.fromkeys(("sentences", "clauses", "characters"), "int64"))


def _measures(rows: pd.DataFrame) -> pd.Series:
    """The measures of one group."""
    sentences = rows.groupby("sentence_id")
    clauses = len(rows.drop_duplicates(["sentence_id", "clause"]))
    characters = rows["length"].sum()
    words = sentences["word"].sum()
    connectives = (sentences["connective"].sum() / words).dropna().mean()
    values = {"sentences": len(sentences), "clauses": clauses, "characters": characters}
    values["characters_per_sentence"] = characters / len(sentences)
    values |= {"readability1": characters / clauses, "readability2": connectives}
    return pd.Series(values | {"readability3": (characters / clauses + connectives) / 2})
