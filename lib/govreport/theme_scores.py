"""How well themes are coded, by held-out report: no sentence is judged by a model that saw its report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from .at_hand import gold_sources, report_at_hand
from .bootstrap import interval
from .evaluate import agreement
from .lexicon import data_path
from .lexicon_votes import clauses
from .segmenters import simplified
from .structure import sentences
from .theme_model import TABLE, Model, as_table, fit, vote_features
from .themes import METHODS, codebook, theme_shares, with_neighbours

FOLDS = 10


def theme_gold() -> pd.DataFrame:
    """Every coded sentence: ``report, start, end, coder_a, coder_b`` (null where one coded) and ``gold`` (file)."""
    files = gold_sources().query("kind == 'themes'")["gold"]
    rows = [pd.read_csv(data_path("gold", name)).assign(gold=name.rpartition(".")[0]) for name in files]
    return pd.concat(rows, ignore_index=True).astype({"coder_b": "Int64"})


@cache
def held_out() -> pd.DataFrame:
    """Every coded sentence with what each method says of it, the model fitted without its report (ten folds).

    Returns:
        The columns of `theme_gold`, then ``lexicon, model, combined`` (codes) and ``lead`` (of the combined method's
        share over that of its runner-up).

    Raises:
        ReportError: where a report is not at hand.
    """
    from sklearn.model_selection import GroupKFold

    rows, codes = _all_sentences(), codebook()["code"].to_numpy()
    votes = np.array([vote_features(found, codes) for found in rows["clauses"]])
    gold = rows["coder_a"].notna().to_numpy()
    for method in METHODS:
        rows[method] = -1
    rows["lexicon"] = codes[theme_shares(rows["plain"].tolist(), rows["clauses"].tolist(), "lexicon").argmax(axis=1)]
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(rows, groups=rows["report"]):
        known = train[gold[train]]
        coded = rows["coder_a"].to_numpy()[known].astype(int)
        model = fit(rows["plain"].iloc[known].tolist(), votes[known], coded, codes)
        part = rows.iloc[test]
        own = theme_shares(part["plain"].tolist(), part["clauses"].tolist(), "model", model)
        both = with_neighbours(own, part[["report", "sentence_id"]])
        ordered = np.sort(both, axis=1)
        rows.loc[part.index, "model"] = codes[own.argmax(axis=1)]
        rows.loc[part.index, "combined"] = codes[both.argmax(axis=1)]
        rows.loc[part.index, "lead"] = ordered[:, -1] - ordered[:, -2]
    coded = rows.loc[gold, [*theme_gold().columns, *METHODS, "lead"]].reset_index(drop=True)
    return coded.astype(dict.fromkeys(("start", "end", "coder_a"), "int64"))


def train() -> Model:
    """Fit the model to every coded sentence and write ``data/lexicon/theme_model.csv``.

    Raises:
        ReportError: where a report is not at hand.
    """
    rows, codes = _all_sentences().dropna(subset=["coder_a"]), codebook()["code"].to_numpy()
    votes = np.array([vote_features(found, codes) for found in rows["clauses"]])
    model = fit(rows["plain"].tolist(), votes, rows["coder_a"].to_numpy(int), codes)
    as_table(model).to_csv(data_path("lexicon") / f"{TABLE}.csv", index=False, lineterminator="\n")
    return model


def right(rows: pd.DataFrame, method: str) -> pd.Series:
    """Whether a method's code is that of either coder."""
    return rows[method].eq(rows["coder_a"]) | rows[method].eq(rows["coder_b"]).fillna(False).astype(bool)


def summarise_themes(rows: pd.DataFrame, methods: Sequence[str] = METHODS, clusters: str = "report") -> pd.DataFrame:
    """Accuracy and agreement of each method.

    Args:
        rows: of `held_out`.
        methods: columns of codes.
        clusters: column of what the interval draws.

    Returns:
        ``method, accuracy`` (either coder's code is right), its interval ``low, high``, ``kappa`` (Cohen's, with the
        first coder), ``alpha`` (Krippendorff's), ``n``.
    """
    table = []
    for method in methods:
        hits, one = right(rows, method).astype(float), pd.Series(1.0, index=rows.index)
        found = agreement(rows[method], rows["coder_a"])
        table.append(
            (method, hits.mean(), *interval(hits, one, rows[clusters]), found["kappa"], found["alpha"], len(rows))
        )
    return pd.DataFrame(table, columns=["method", "accuracy", "low", "high", "kappa", "alpha", "n"])


def write_theme_scores() -> None:
    """Write ``theme_methods.csv``, ``theme_scores.csv`` (by topic), ``theme_confusion``, ``_margins`` and ``_decades``.

    Raises:
        ReportError: where a report is not at hand.
    """
    rows = held_out()
    tables = {
        "theme_methods": summarise_themes(rows),
        "theme_scores": pd.concat([_by_topic(rows, method) for method in METHODS], ignore_index=True),
        "theme_confusion": rows.groupby(["coder_a", "combined"]).size().rename("n").reset_index(),
        "theme_margins": _margins(rows),
        "theme_decades": _by_decade(rows),
    }
    for name, table in tables.items():
        table.round(4).to_csv(data_path("reference") / f"{name}.csv", index=False, lineterminator="\n")


def _all_sentences() -> pd.DataFrame:
    """The sentences of every report with coded ones, and coded ones that the structure divides otherwise."""
    gold = theme_gold()
    tables = []
    for name, coded in gold.groupby("report", sort=False):
        report = report_at_hand(name)
        rows = sentences(report)[["sentence_id", "start", "text"]].merge(coded, on="start", how="outer")
        rows["text"] = [
            report.text[int(row.start) : int(row.end)] if row.end == row.end else row.text for row in rows.itertuples()
        ]
        tables.append(rows.assign(report=name))
    rows = pd.concat(tables, ignore_index=True)
    rows["sentence_id"] = rows["sentence_id"].fillna(-10.0 - 10 * rows.index.to_series())  # no neighbour has its number
    rows["plain"] = rows["text"].map(simplified)
    rows["clauses"] = [clauses(text, "themes") for text in rows["plain"]]
    return rows


def _by_topic(rows: pd.DataFrame, method: str) -> pd.DataFrame:
    """Precision, recall and F1 of each topic; a code that either coder gave is right."""
    from sklearn.metrics import precision_recall_fscore_support

    gold = rows[method].where(right(rows, method), rows["coder_a"])
    topics = codebook()
    scores = precision_recall_fscore_support(gold, rows[method], labels=topics["code"], zero_division=0)
    table = topics[["code", "topic"]].assign(**dict(zip(("precision", "recall", "f1", "n"), scores, strict=True)))
    return table.assign(method=method)[["method", "code", "topic", "precision", "recall", "f1", "n"]]


def _by_decade(rows: pd.DataFrame) -> pd.DataFrame:
    """Accuracy of the combined method by the decade of the report, as the year in its file's path says."""
    year = rows["report"].str.extract(r"(19\d\d|20\d\d)", expand=False).astype(int)
    hits = right(rows, "combined").groupby((year // 10 * 10).rename("decade"))
    return hits.agg(accuracy="mean", n="size").reset_index()


def _margins(rows: pd.DataFrame) -> pd.DataFrame:
    """What abstaining buys: for each lead below which a code is unsure, the share of sure ones and their accuracy."""
    hits = right(rows, "combined")
    table = []
    for margin in np.arange(0, 0.95, 0.05).round(2):
        sure = rows["lead"] >= margin
        table.append((margin, sure.mean(), hits[sure].mean(), hits[~sure].mean()))
    return pd.DataFrame(table, columns=["margin", "coverage", "accuracy", "accuracy_unsure"])
