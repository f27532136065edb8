"""Topics without a codebook: what words keep together, for contrast with the coded themes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from .dfm import SparseDfm, sparse_dfm
from .errors import ReportError
from .report import Report
from .structure import body, locate
from .tokens import stopwords, tokens

METHODS = ("nmf", "lda")
SHOWN = 10  # terms that stand for a topic


class Topics(NamedTuple):
    """What `topics` found."""

    terms: pd.DataFrame  # topic, rank, feature, weight
    documents: pd.DataFrame  # report, sentence_id, topic, share
    fit: pd.DataFrame  # topic, sentences, coherence
    stability: float  # from 0 to 1


def topics(
    reports: Iterable[Report], *, method: str = "nmf", k: int = 20, min_docfreq: int = 5, seeds: int = 3
) -> Topics:
    """Topics of the sentences of reports, by scikit-learn: NMF of tf-idf, or latent Dirichlet allocation.

    Words of two or more characters count that are on no stop word list and in ``min_docfreq`` sentences.

    Args:
        reports: the reports; names tell them apart.
        method: ``nmf`` or ``lda``.
        k: how many topics.
        min_docfreq: sentences that a word stands in at least.
        seeds: how many fits the stability is of; the tables are of the first.

    Returns:
        `Topics`. A sentence's topic is the one with the largest share of it. ``coherence`` is the mean normalised
        pointwise mutual information of a topic's ten leading terms, by sentences (Bouma 2009); ``stability`` the mean
        overlap (Jaccard) of those terms between fits, topics matched one to one (Greene, O'Callaghan and Cunningham
        2014).

    Raises:
        ReportError: where there is no such method, or fewer than ``k`` words or sentences to fit to.
    """
    if method not in METHODS:
        raise ReportError(f"There is no method {method!r}: choose among {', '.join(METHODS)}.")
    counts, places = _counts(reports, min_docfreq)
    if min(counts.matrix.shape) < k:
        raise ReportError(
            f"There are {counts.matrix.shape[0]} sentences and {counts.matrix.shape[1]} words: too few for {k}."
        )
    fits = [_fit(counts.matrix, method, k, seed) for seed in range(seeds)]
    shares, weights = fits[0]
    leading = [np.argsort(-weights, axis=1, kind="stable")[:, :SHOWN] for _, weights in fits]
    terms = pd.DataFrame(
        [
            (topic, rank + 1, counts.features[word], weights[topic, word])
            for topic, words in enumerate(leading[0])
            for rank, word in enumerate(words)
        ],
        columns=["topic", "rank", "feature", "weight"],
    )
    documents = places.assign(topic=shares.argmax(axis=1), share=shares.max(axis=1))[shares.sum(axis=1) > 0]
    sentences = documents["topic"].value_counts().reindex(range(k), fill_value=0).to_numpy()
    fit = pd.DataFrame({"topic": range(k), "sentences": sentences, "coherence": _coherence(counts.matrix, leading[0])})
    return Topics(terms, documents.reset_index(drop=True), fit, _stability(leading))


def align_topics(documents: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """Which coded theme each topic is nearest to.

    Args:
        documents: of `topics`.
        coded: table of `code_themes` with ``report`` and ``sentence_id``.

    Returns:
        ``topic, code, theme`` (the most frequent theme of its sentences), ``share`` (of them that have it),
        ``sentences``; in ``attrs``, ``nmi``: the normalised mutual information of topics and themes (0 to 1).
    """
    from sklearn.metrics import normalized_mutual_info_score

    both = documents.merge(coded[["report", "sentence_id", "code", "topic"]].rename(columns={"topic": "theme"}))
    counted = both.groupby(["topic", "code", "theme"]).size().rename("n").reset_index()
    first = counted.sort_values(["topic", "n", "code"], ascending=[True, False, True]).drop_duplicates("topic")
    whole = counted.groupby("topic")["n"].sum()
    rows = first.assign(share=first["n"] / first["topic"].map(whole), sentences=first["topic"].map(whole))
    rows = rows.drop(columns="n").reset_index(drop=True)
    rows.attrs["nmi"] = float(normalized_mutual_info_score(both["code"], both["topic"]))
    return rows


def _counts(reports: Iterable[Report], min_docfreq: int) -> tuple[SparseDfm, pd.DataFrame]:
    """Counts of the words of each sentence, and which sentence each row is."""
    words = pd.concat([body(locate(report, tokens(report))).assign(report=report.name) for report in reports])
    words["document"] = pd.factorize(words["report"] + "\t" + words["sentence_id"].astype(str))[0]
    counts = sparse_dfm(words, by="document", stopwords=stopwords(), min_length=2)
    kept = np.asarray((counts.matrix > 0).sum(axis=0)).ravel() >= min_docfreq
    places = words.drop_duplicates("document")[["report", "sentence_id"]].reset_index(drop=True)
    return SparseDfm(counts.matrix[:, kept], counts.documents, counts.features[kept]), places


def _fit(counts, method: str, k: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Documents by topics, rows sum to 1 (0 where no word counts), and topics by words."""
    from sklearn.decomposition import NMF, LatentDirichletAllocation
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import normalize

    if method == "nmf":
        counts = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
        machine = NMF(k, init="random", random_state=seed, max_iter=400)
    else:
        machine = LatentDirichletAllocation(k, random_state=seed, learning_method="batch", max_iter=20)
    shares = machine.fit_transform(counts)
    shares[np.asarray(counts.sum(axis=1)).ravel() == 0] = 0
    return normalize(shares, "l1"), machine.components_


def _coherence(counts, leading: np.ndarray) -> list[float]:
    seen = (counts > 0).astype(float).tocsc()
    n = seen.shape[0]
    return [float(np.mean([_npmi(seen, a, b, n) for a, b in combinations(words, 2)])) for words in leading]


def _npmi(seen, first: int, second: int, n: int) -> float:
    one, other = seen[:, [first]], seen[:, [second]]
    both = float(one.multiply(other).sum()) / n
    if not both:
        return -1.0
    chance = float(one.sum()) * float(other.sum()) / n**2
    return 1.0 if both == 1 else np.log(both / chance) / -np.log(both)


def _stability(leading: list[np.ndarray]) -> float:
    from scipy.optimize import linear_sum_assignment

    means = []
    for other in leading[1:]:
        overlap = np.array([[len({*a} & {*b}) / len({*a} | {*b}) for b in other] for a in leading[0]])
        means.append(overlap[linear_sum_assignment(-overlap)].mean())
    return float(np.mean(means)) if means else 1.0
