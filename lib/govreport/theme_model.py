"""A linear model of topics: characters, pairs of characters and the lexicon's votes, each with a weight for each topic.

The weights stand in ``data/lexicon/theme_model.csv``, where anyone can read why a sentence is coded as it is: a row
says how much a feature speaks for a topic, or against it. They are those of a linear support vector machine
(scikit-learn's LinearSVC), fitted to coded sentences (``make train``); small ones are left out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from .lexicon import table
from .lexicon_votes import Term, lists_indicators, votes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TABLE = "theme_model"
SMALL = 0.1  # weights below it are left out
TEMPERATURE = 2.0  # turns the model's scores into shares: exp(TEMPERATURE * score), summed to 1
_MIN_SENTENCES = 5  # that a character or a pair stands in
_COST = 0.5  # of the support vector machine
_NOISE = re.compile(r"[\d\s]+")  # numbers do not decide a topic


class Model(NamedTuple):
    """Features by topics."""

    features: list[str]  # one or two characters
    codes: np.ndarray  # integers
    weights: np.ndarray  # features, then those of the votes, by codes
    bias: np.ndarray  # by codes


def vote_features(clauses: list[list[Term]], codes: np.ndarray) -> np.ndarray:
    """What the lexicon says of a sentence: each code's share of its votes, whether it lists indicators, and no vote.

    >>> from .lexicon_votes import clauses
    >>> vote_features(clauses("新建学校,支持创业。", "themes"), np.array([0, 5, 6])).round(2).tolist()
    [0.0, 0.29, 0.71, 0.0, 0.0]
    """
    counted = votes(clauses)
    total = sum(counted.values())
    return np.array([*(counted.get(str(c), 0) / (total or 1) for c in codes), lists_indicators(clauses), not total])


def model_shares(texts: list[str], lexicon: np.ndarray, model: Model | None = None) -> np.ndarray:
    """Each topic's share as the model sees it: sentences by codes, rows sum to 1.

    Args:
        texts: sentences in simplified characters.
        lexicon: `vote_features` of each.
        model: the committed one where None.
    """
    model = model or committed()
    scores = _features(texts, lexicon, model.features) @ model.weights + model.bias
    scores = np.exp(TEMPERATURE * (scores - scores.max(axis=1, keepdims=True)))
    return scores / scores.sum(axis=1, keepdims=True)


def fit(texts: list[str], lexicon: np.ndarray, coded: np.ndarray, codes: np.ndarray) -> Model:
    """The model of coded sentences; the same sentences give the same model."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.svm import LinearSVC

    counter = CountVectorizer(**_NGRAMS, min_df=_MIN_SENTENCES).fit(_plain(texts))
    features = sorted(counter.vocabulary_)
    machine = LinearSVC(C=_COST, random_state=0).fit(_features(texts, lexicon, features), coded)
    weights = np.zeros((len(features) + len(_vote_names(codes)), len(codes)))
    bias = np.full(len(codes), -2.0)  # a code that no sentence has
    places = np.searchsorted(codes, machine.classes_)
    weights[:, places] = np.where(np.abs(machine.coef_) < SMALL, 0, machine.coef_).T.round(2)
    bias[places] = machine.intercept_.round(2)
    return Model(features, codes, weights, bias)


def strongest(text: str, code: int, n: int = 3) -> list[str]:
    """The pairs of characters in a sentence that speak most for a code, the strongest first.

    >>> strongest("新建学校。", 6, n=1)
    ['学校']
    """
    weights = _speaking(code)
    (plain,) = _plain([text])
    grams = {plain[i : i + 2] for i in range(len(plain) - 1)}
    found = [gram for gram in grams if gram.isalpha() and gram in weights]
    return sorted(found, key=lambda gram: (-weights[gram], gram))[:n]


@cache
def _speaking(code: int) -> dict[str, float]:
    """The weights of the features that speak for a code."""
    model = committed()
    weights = model.weights[: len(model.features), int(np.searchsorted(model.codes, code))]
    return {feature: weight for feature, weight in zip(model.features, weights, strict=True) if weight > 0}


def as_table(model: Model) -> pd.DataFrame:
    """The weights that are not zero: ``feature, code, weight``.

    A feature is one or two characters, or ``votes 6`` (the share of topic 6 in the lexicon's votes), ``lists
    indicators``, ``no votes``, ``bias``.
    """
    names = [*model.features, *_vote_names(model.codes), "bias"]
    rows, columns = np.nonzero(all_ := np.vstack([model.weights, model.bias]))
    cells = {"feature": [names[row] for row in rows], "code": model.codes[columns], "weight": all_[rows, columns]}
    return pd.DataFrame(cells)


@cache
def committed() -> Model:
    """The model of ``data/lexicon/theme_model.csv``."""
    rows = table(TABLE)
    codes = np.array(sorted(set(rows["code"].astype(int))))
    features = list(dict.fromkeys(rows.loc[rows["feature"].str.len() < 3, "feature"]))
    names = {name: place for place, name in enumerate([*features, *_vote_names(codes), "bias"])}
    weights = np.zeros((len(names), len(codes)))
    weights[rows["feature"].map(names), np.searchsorted(codes, rows["code"].astype(int))] = rows["weight"].astype(float)
    return Model(features, codes, weights[:-1], weights[-1])


def _vote_names(codes: np.ndarray) -> list[str]:
    """The names of `vote_features`."""
    return [*(f"votes {code}" for code in codes), "lists indicators", "no votes"]


_NGRAMS = {"analyzer": "char", "ngram_range": (1, 2), "binary": True, "lowercase": False}


def _features(texts: list[str], lexicon: np.ndarray, features: list[str]) -> csr_array:
    """Sentences by features: each n-gram that is there, over the root of the length; then the votes' shares."""
    from scipy.sparse import csr_array, diags_array, hstack
    from sklearn.feature_extraction.text import CountVectorizer

    plain = _plain(texts)
    counted = CountVectorizer(**_NGRAMS, vocabulary=features).transform(plain).astype(float)
    lengths = np.sqrt([max(len(text), 4) for text in plain])
    return csr_array(hstack([diags_array(1 / lengths) @ counted, csr_array(lexicon)]))


def _plain(texts: list[str]) -> list[str]:
    """Sentences with one form of each character and without digits and white space."""
    return [_NOISE.sub("", unicodedata.normalize("NFKC", text)).lower() for text in texts]
