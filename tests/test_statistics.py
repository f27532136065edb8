"""Statistics of words: against SciPy and NLTK to 1e-9, against published values, and their properties."""

import math

import nltk
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from govreport import ReportError, read_report
from govreport.collocations import collocations
from govreport.dfm import dfm, dfm_trim, dfm_weight
from govreport.dispersion import dispersion
from govreport.frequency import frequency
from govreport.keyness import keyness
from govreport.similarity import similarity
from govreport.structure import locate
from govreport.tokens import tokens

FREQUENCIES = st.dictionaries(st.sampled_from("改革开放民生就业"), st.integers(1, 500), min_size=2)


def table(counts):
    return pd.DataFrame({"feature": list(counts), "frequency": list(counts.values())})


@pytest.fixture(scope="module")
def words(seed):
    return locate(seed, tokens(seed))


@given(FREQUENCIES, FREQUENCIES)
def test_keyness_is_scipys(target, reference):
    n_a, n_b = sum(target.values()), sum(reference.values())
    for row in keyness(table(target), table(reference)).itertuples():
        a, b = row.n_target, row.n_reference
        assert (a, b) == (target.get(row.feature, 0), reference.get(row.feature, 0))
        cells = np.array([[a, b], [n_a - a, n_b - b]])
        if cells.sum(axis=1).all():
            said = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
            assert math.isclose(abs(row.g2), said.statistic, abs_tol=1e-9)
            assert math.isclose(row.p, said.pvalue, abs_tol=1e-9)
        if a and b:
            assert math.isclose(row.log_ratio, math.log2((a / n_a) / (b / n_b)), abs_tol=1e-9)
            assert math.isclose(row.pct_diff, ((a / n_a) / (b / n_b) - 1) * 100, abs_tol=1e-7)


@given(FREQUENCIES, FREQUENCIES)
def test_keyness_flips_its_sign(target, reference):
    one = keyness(table(target), table(reference)).set_index("feature")
    other = keyness(table(reference), table(target)).set_index("feature").loc[one.index]
    assert np.allclose(one["g2"], -other["g2"], atol=1e-9)
    assert np.allclose(one["log_ratio"], -other["log_ratio"], atol=1e-9)


def test_keyness_adjusts_for_many_features(words):
    rows = keyness(frequency(words[words["sentence_id"] < 60]), frequency(words[words["sentence_id"] >= 60]))
    assert (rows["p_adjusted"] >= rows["p"]).all()
    assert rows["g2"].is_monotonic_decreasing


def test_keyness_wants_one_group(words):
    with pytest.raises(ReportError, match="several groups"):
        keyness(frequency(words, by="section"), frequency(words))
    with pytest.raises(ReportError, match="no feature"):
        keyness(frequency(words), frequency(words, min_length=50))


def test_collocations_are_nltks(seed, words):
    runs = [[]]
    for row in words.itertuples():
        if row.kind != "word" or (runs[-1] and runs[-1][0] != row.sentence_id):
            runs.append([])
        if row.kind == "word":
            runs[-1] = runs[-1] or [row.sentence_id]
            runs[-1].append(row.token)
    pairs = [pair for run in runs for pair in nltk.bigrams(run[1:])]
    firsts, seconds = nltk.FreqDist(a for a, _ in pairs), nltk.FreqDist(b for _, b in pairs)
    measures = nltk.collocations.BigramAssocMeasures
    rows = collocations(words, min_frequency=2)
    assert len(rows) > 50
    for row in rows.itertuples():
        counts = (row.n, (row.n_first, row.n_second), row.n_pairs)
        assert counts == (pairs.count((row.first, row.second)), (firsts[row.first], seconds[row.second]), len(pairs))
        assert math.isclose(abs(row.g2), measures.likelihood_ratio(*counts), abs_tol=1e-6)  # NLTK adds 1e-20 to cells
        assert math.isclose(row.pmi, measures.pmi(*counts), abs_tol=1e-9)
        assert math.isclose(row.t, measures.student_t(*counts), abs_tol=1e-9)
        assert math.isclose(row.log_dice, 14 + math.log2(measures.dice(*counts)), abs_tol=1e-9)


def test_collocations_of_a_window_hold_those_of_neighbours(words):
    near = collocations(words, min_frequency=1).set_index(["first", "second"])["n"]
    wide = collocations(words, window=3, min_frequency=1).set_index(["first", "second"])["n"]
    assert (wide.reindex(near.index) >= near).all()
    assert set(collocations(words, node="发展", min_frequency=1)[["first", "second"]].eq("发展").any(axis=1)) == {True}


def test_dispersion_published_example():
    # Gries (2008): the letter a in five parts of 9, 10, 10, 10 and 11 letters.
    parts = ["bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat"]
    counts = pd.DataFrame([{letter: part.count(letter) for letter in set("".join(parts))} for part in parts])
    row = dispersion(counts).set_index("feature").loc["a"]
    assert (row["frequency"], row["range"]) == (15, 5)
    assert (round(row["dp"], 2), round(row["juilland_d"], 3)) == (0.18, 0.785)


def test_dispersion_at_its_ends():
    counts = pd.DataFrame({"even": [5, 5, 5, 5], "one": [20, 0, 0, 0], "other": [75, 95, 95, 95]})
    rows = dispersion(counts).set_index("feature")
    assert rows.loc["even", ["juilland_d", "dp"]].tolist() == pytest.approx([1, 0])
    assert rows.loc["one", ["juilland_d", "dp_norm"]].tolist() == pytest.approx([0, 1])


def test_dfm_sums_are_the_counts_of_tokens(words):
    counts = dfm(words, by="section")
    counted = words[(words["kind"] == "word") & words["section"].notna()]
    assert counts.to_numpy().sum() == len(counted)
    assert counts.sum().to_dict() == counted["token"].value_counts().to_dict()
    assert dfm_weight(counts, "prop").sum(axis=1).round(12).isin([0, 1]).all()
    assert (dfm_trim(counts, min_docfreq=2) > 0).sum().min() >= 2


def test_tfidf_is_quantedas():
    counts = pd.DataFrame({"a": [1, 2], "b": [0, 3]})
    assert dfm_weight(counts, "tfidf").values.tolist() == [[0, 0], [0, 3 * math.log10(2)]]
    with pytest.raises(ReportError, match="no scheme"):
        dfm_weight(counts, "bm25")


def test_similarity_is_symmetric(words):
    counts = dfm(words, by="section")
    for measure in ("cosine", "jaccard"):
        rows = similarity(counts, measure=measure).to_numpy()
        assert np.allclose(rows, rows.T)
        assert np.allclose(np.diag(rows), 1)
        assert ((rows >= -1e-12) & (rows <= 1 + 1e-12)).all()


def test_any_text():
    rows = tokens(read_report(text="一"))
    assert collocations(rows).empty
    with pytest.raises(ReportError, match="two documents"):
        dispersion(dfm(rows, by="sentence_id"))


def test_similarity_of_nothing_is_an_empty_table(words):
    assert similarity(dfm(words.head(0), by="section")).empty
