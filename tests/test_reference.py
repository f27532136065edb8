"""Figures of many reports' structure: what is published is what the code gives, and what the lessons show of it."""

import pandas as pd
import pytest

from govreport import plots, read_report
from govreport.lexicon import data_path
from govreport.reference import describe_structure


@pytest.fixture(scope="module")
def published():
    return pd.read_csv(data_path("reference", "structure.csv"))


def test_the_seed_is_described_as_the_code_reads_it(published, seed):
    row = published[published["name"] == "daoli-2026"].iloc[0]
    now = describe_structure(seed)
    assert {key: row[key] for key in now} == now


def test_the_corpus_is_described_as_the_code_reads_it(published, corpus):
    for row in published[published["group"] != "."].iloc[::10].to_dict("records"):
        now = describe_structure(read_report(corpus / row["group"] / f"{row['name']}.txt"))
        assert {key: row[key] for key in now if now[key] is not None} == {k: v for k, v in now.items() if v is not None}


def test_shares_are_shares(published):
    assert published[["review", "plan"]].sum(axis=1).between(0, 1.01).all()
    assert (published["sentences"] > 0).all()


def test_a_text_without_anything_to_describe():
    figures = describe_structure(read_report(text="下载"))
    assert (figures["sentences"], figures["characters"], figures["sentence_length"]) == (0, 0, None)


def test_trend_breaks_the_line_where_a_year_is_missing():
    table = pd.DataFrame({"year": [2000, 2001, 2003], "characters": [10, 12, 11]})
    mark = pd.DataFrame({"year": [2003, None], "characters": [5, 6], "name": ["甲", "乙"]})
    ax = plots.trend(table, value="characters", label="characters", mark=mark)
    line = ax.lines[0]
    assert list(line.get_xdata()) == [2000, 2001, 2002, 2003]
    assert pd.isna(line.get_ydata()[2])
    assert [text.get_text() for text in ax.texts] == ["甲"]
    assert ax.get_ylabel() == "characters"


def test_trend_of_nothing():
    ax = plots.trend(pd.DataFrame({"year": [None], "characters": [1.0]}), value="characters")
    assert ax.texts[0].get_text() == "nothing to show"
