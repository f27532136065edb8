"""Sentences to policy topics: the major topics of the Comparative Agendas Project, and 0 where there is none.

Three methods, each open to reading: the *lexicon* counts the votes of ``data/lexicon/themes.csv`` by clauses
(`govreport.lexicon_votes`); the *model* weighs those votes with the characters of the sentence
(`govreport.theme_model`); *combined* lets the sentences before and after it lend a sentence some of their weight, where
they are at hand, as a person reads a sentence in its place.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from .errors import ReportError
from .lexicon import table
from .lexicon_votes import Term, clauses, lists_indicators, votes
from .segmenters import simplified
from .theme_model import model_shares, strongest, vote_features

METHODS = ("lexicon", "model", "combined")
UNSURE = 0.2  # a smaller lead over the runner-up is no decision; what it costs is in data/reference/theme_margins.csv
NEIGHBOUR = 0.2  # the weight of the sentence before, and of the one after
MACROECONOMICS = 1
_KEPT = ("report", "sentence_id", "start", "end")


def codebook() -> pd.DataFrame:
    """The topics: ``code`` (integer, as CAP numbers them; 11 and 22 are not used), ``topic``, ``chinese``.

    >>> codebook().head(2)
       code              topic chinese
    0     0  No policy content   无政策内容
    1     1     Macroeconomics    宏观经济
    """
    return table("topics").astype({"code": "int64"})


def code_themes(sentences: Iterable[str] | pd.DataFrame, *, method: str = "combined") -> pd.DataFrame:
    """Code each sentence to exactly one topic.

    How well each method agrees with readers of the codebook, topic by topic, is in ``data/reference/theme_scores.csv``.

    Args:
        sentences: sentences as strings, or a table with a column ``text``, as `sentences` gives. Where it has
            ``sentence_id`` (and ``report``, for several), the combined method looks at the neighbours: code a report
            before rows are left out.
        method: ``lexicon``, ``model`` or ``combined``.

    Returns:
        As many rows, in the same order and with the table's index:

        - ``report, sentence_id, start, end`` where the table has them;
        - ``code`` (integer) and ``topic`` (its English name);
        - ``score``: the share that the code has of the sentence's votes, or by the model (0 to 1; null without a vote);
        - ``runner_up``: the code with the next largest share (null where there is none);
        - ``unsure``: whether its share comes within 0.2 of the score (what that costs: ``theme_margins.csv``);
        - ``evidence``: the terms that speak for the code, joined by spaces; where no term of the lexicon does, the
          pairs of characters that the model weighs most (null where none, and for code 0 without a term);
        - ``spans``: where these stand, ``(start, end)`` each, in the report or, without ``start``, in the sentence.

    Raises:
        ReportError: where the input is one string, or a table without ``text``, or there is no such method.

    >>> coded = code_themes(["支持高校毕业生创业,发放贷款。", "各位代表:"])
    >>> coded[["code", "topic", "runner_up", "unsure", "evidence"]]
       code              topic  runner_up  unsure  evidence
    0     5              Labor          4   False  高校毕业生 创业
    1     0  No policy content         23   False      各位代表
    """
    if method not in METHODS:
        raise ReportError(f"There is no method {method!r}: choose among {', '.join(METHODS)}.")
    kept, texts = _texts(sentences)
    plain = [simplified(text) for text in texts]
    found = [clauses(text, "themes") for text in plain]
    shares = theme_shares(plain, found, method)
    if method == "combined":
        shares = with_neighbours(shares, kept)
    shares[[not text.strip() for text in texts]] = 0
    coded = _decided(shares, method).set_index(kept.index)
    spans = [_evidence(*row, method) for row in zip(plain, found, coded["code"], strict=True)]
    terms = [dict.fromkeys(text[a:b] for a, b in row) for text, row in zip(texts, spans, strict=True)]
    starts = kept["start"].tolist() if "start" in kept else [0] * len(texts)
    coded["evidence"] = pd.array([" ".join(row) or None for row in terms], "str")
    coded["spans"] = [[(start + a, start + b) for a, b in row] for row, start in zip(spans, starts, strict=True)]
    return pd.concat([kept, coded], axis=1)


def theme_shares(texts: list[str], found: list[list[list[Term]]], method: str, model=None) -> np.ndarray:
    """Each topic's share of each sentence, before any neighbour: sentences by the codes of `codebook`, in order.

    Args:
        texts: sentences in simplified characters.
        found: the `clauses` of each.
        method: as in `code_themes`.
        model: as in `model_shares`.
    """
    if not texts:
        return np.zeros((0, len(_codes())))
    if method == "lexicon":
        return np.array([_voted(each) for each in found])
    return model_shares(texts, np.array([vote_features(each, _codes()) for each in found]), model)


def with_neighbours(shares: np.ndarray, keys: pd.DataFrame) -> np.ndarray:
    """The shares, with some of those of the sentences before and after, where ``keys`` tells which these are."""
    if "sentence_id" not in keys or keys["sentence_id"].isna().any():
        return shares
    report = keys["report"].fillna("") if "report" in keys else pd.Series("", index=keys.index)
    here = pd.MultiIndex.from_arrays([report, keys["sentence_id"]])
    if not here.is_unique:
        return shares
    weighed = shares.copy()
    for step in (-1, 1):
        there = here.get_indexer(pd.MultiIndex.from_arrays([report, keys["sentence_id"] + step]))
        weighed += NEIGHBOUR * np.where((there >= 0)[:, None], shares[there], shares)
    return weighed / (1 + 2 * NEIGHBOUR)


@cache
def _codes() -> np.ndarray:
    return codebook()["code"].to_numpy()


def _decided(shares: np.ndarray, method: str) -> pd.DataFrame:
    """Code, topic, score, runner-up and whether it came near."""
    order = np.argsort(-shares, axis=1, kind="stable")[:, :2]
    first, second = (np.take_along_axis(shares, order[:, [place]], axis=1)[:, 0].round(6) for place in (0, 1))
    rows = pd.DataFrame({"code": _codes()[order[:, 0]]}, dtype="int64")
    rows["topic"] = pd.array(codebook()["topic"].to_numpy()[order[:, 0]], "str")
    rows["score"] = np.where(first > 0, first, np.nan)
    rows["runner_up"] = pd.Series(_codes()[order[:, 1]], dtype="Int64").where(second > 0)
    rows["unsure"] = (first - second < UNSURE) & (first > 0)
    return rows


def _voted(found: list[list[Term]]) -> np.ndarray:
    """The lexicon's shares, of equal ones the first named a hair ahead; a list of indicators is macroeconomics."""
    codes = _codes()
    if lists_indicators(found):
        return (codes == MACROECONOMICS).astype(float)
    shares = vote_features(found, codes)[: len(codes)]
    for place, code in enumerate(votes(found)):
        shares[np.searchsorted(codes, int(code))] -= 1e-9 * place
    return shares


def _evidence(text: str, found: list[list[Term]], code: int, method: str) -> list[tuple[int, int]]:
    """Where the terms stand that speak for the code."""
    terms = [term for clause in found for term in clause]
    listed = code == MACROECONOMICS and lists_indicators(found)
    speak = [term for term in terms if (term.entry.role == "indicator" if listed else term.entry.code == str(code))]
    if speak or method == "lexicon" or code == 0:
        return [(term.start, term.start + len(term.text)) for term in speak]
    return [(place, place + len(pair)) for pair in strongest(text, code) if (place := text.find(pair)) >= 0]


def _texts(sentences: Iterable[str] | pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """What the result keeps of the input, and the sentences themselves; a null sentence is an empty one."""
    if isinstance(sentences, str):
        raise ReportError("code_themes() takes a list of sentences or a table of them, not one string.")
    if not isinstance(sentences, pd.DataFrame):
        texts = pd.Series(sentences if isinstance(sentences, pd.Series) else list(sentences), dtype=object)
        return pd.DataFrame(index=texts.index), texts.fillna("").tolist()
    if "text" not in sentences:
        raise ReportError("The table has no column text: give code_themes() the table of sentences().")
    return sentences[[column for column in _KEPT if column in sentences]], sentences["text"].fillna("").tolist()
