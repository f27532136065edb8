"""Term frequencies and the document-feature matrix, against counting by hand (collections.Counter)."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport import ReportError, read_report
from govreport.dfm import dfm
from govreport.frequency import frequency
from govreport.tokens import stopwords, tokens

SEED = Path(__file__).parents[1] / "seeds" / "daoli-2026.txt"
COLUMNS = ["feature", "frequency", "rank", "docfreq", "group"]

occurrences = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["改革", "开放", "工业", "农业", "的", "5%", "2025年", "。"]),
        st.sampled_from(["一", "二", "三", None]),
    ),
    max_size=40,
)
KIND = {"5%": "number", "2025年": "time", "。": "punct"}


def made_up(rows):
    """A tokens table of (sentence_id, token, section) rows."""
    table = pd.DataFrame(rows, columns=["sentence_id", "token", "section"]).astype({"token": "str"})
    return table.assign(kind=[KIND.get(token, "word") for token in table["token"]])


def counts(table):
    return dict(zip(table["feature"], table["frequency"], strict=True))


@settings(max_examples=50)
@given(occurrences)
def test_frequency_counts_as_counter_does(rows):
    found = frequency(made_up(rows))
    words = [(sentence, token) for sentence, token, _ in rows if token not in KIND]
    expected = Counter(token for _, token in words)
    assert found.columns.tolist() == COLUMNS
    assert counts(found) == expected
    assert dict(zip(found["feature"], found["docfreq"], strict=True)) == Counter(token for _, token in set(words))
    assert found["rank"].tolist() == [1 + sum(n > m for n in expected.values()) for m in found["frequency"]]
    assert found["group"].isna().all()
    assert found["feature"].tolist() == sorted(expected, key=lambda word: (-expected[word], word))


@settings(max_examples=50)
@given(occurrences)
def test_each_group_counts_alone_in_the_order_of_the_text(rows):
    found = frequency(made_up(rows), by="section")
    sections = list(dict.fromkeys(section for _, token, section in rows if section and token not in KIND))
    assert found["group"].drop_duplicates().tolist() == sections
    for section in sections:
        alone = frequency(made_up([row for row in rows if row[2] == section]))
        part = found[found["group"] == section].reset_index(drop=True)
        assert part.drop(columns="group").equals(alone.drop(columns="group"))


@settings(max_examples=50)
@given(occurrences, st.randoms())
def test_the_order_of_the_rows_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert frequency(made_up(shuffled)).equals(frequency(made_up(rows)))


@settings(max_examples=50)
@given(occurrences)
def test_row_sums_of_the_dfm_are_frequencies(rows):
    table = made_up(rows)
    matrix, found = dfm(table, by="section"), frequency(table, by="section")
    assert matrix.index.tolist() == list(dict.fromkeys(section for _, _, section in rows if section))
    sums = found.groupby("group")["frequency"].sum().to_dict() if len(found) else {}
    assert matrix.sum(axis=1).to_dict() == {section: sums.get(section, 0) for section in matrix.index}
    totals = matrix.sum()
    assert totals.to_dict() == counts(frequency(table[table["section"].notna()]))
    assert matrix.columns.tolist() == sorted(totals.index, key=lambda word: (-totals[word], word))
    assert (matrix.dtypes == "int64").all()


def test_the_seed_counts_as_counter_does():
    rows = tokens(read_report(SEED))
    assert counts(frequency(rows)) == Counter(rows.loc[rows["kind"] == "word", "token"])
    assert counts(frequency(rows, kinds=("number", "time"))) == Counter(
        rows.loc[rows["kind"].isin(["number", "time"]), "token"]
    )
    sentences = dfm(rows, by="sentence_id")
    assert sentences.to_numpy().sum() == (rows["kind"] == "word").sum()
    assert (sentences > 0).sum().to_dict() == frequency(rows).set_index("feature")["docfreq"].to_dict()


def test_stop_words_and_short_words_are_left_out():
    rows = tokens(read_report(text="推进农业的改革，加强企业的改革。"))
    assert "的" in counts(frequency(rows))
    assert "的" not in counts(frequency(rows, min_length=2))
    kept = frequency(rows, stopwords=stopwords())
    assert counts(kept) == {"改革": 2, "企业": 1, "农业": 1}
    assert kept["rank"].tolist() == [1, 2, 2]


def test_a_kind_may_stand_alone_without_brackets():
    rows = made_up([(0, "5%", "一"), (0, "改革", "一")])
    assert counts(frequency(rows, kinds="number")) == {"5%": 1}


def test_sentences_of_two_reports_are_not_the_same_sentence():
    one = made_up([(0, "改革", "一")]).assign(report="a")
    two = made_up([(0, "改革", "一"), (0, "改革", "一")]).assign(report="b")
    found = frequency(pd.concat([one, two]))
    assert found[["frequency", "docfreq"]].values.tolist() == [[3, 2]]
    by_report = frequency(pd.concat([one, two]), by="report")
    assert by_report[["group", "frequency", "docfreq"]].values.tolist() == [["a", 1, 1], ["b", 2, 1]]


def test_a_document_without_features_stays_as_zeros():
    matrix = dfm(made_up([(0, "改革", "一"), (1, "。", "二"), (2, "改革", None)]))
    assert matrix.to_dict("index") == {"一": {"改革": 1}, "二": {"改革": 0}}
    assert matrix.index.name == "section"


def test_no_tokens_give_empty_tables_with_their_columns():
    nothing = made_up([])
    assert frequency(nothing).columns.tolist() == COLUMNS
    assert frequency(nothing, by="section").empty
    assert dfm(nothing).shape == (0, 0)


@pytest.mark.parametrize("call", [frequency, dfm])
def test_a_table_without_the_column_is_an_error(call):
    with pytest.raises(ReportError, match="no column chapter"):
        call(made_up([(0, "改革", "一")]), by="chapter")
    with pytest.raises(ReportError, match="no column sentence_id, kind"):
        call(pd.DataFrame({"token": ["改革"], "section": ["一"]}), by="section")


def test_an_unknown_kind_is_an_error():
    with pytest.raises(ReportError, match="no kind of token words: choose among word, number, time, punct"):
        frequency(made_up([(0, "改革", "一")]), kinds=("words",))
