"""The table of indicators: its contract, its names, gold, any text. Cases of single sentences are in test_specs.py."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport import indicators, read_report
from govreport.evaluate import read_gold, score_quantities
from govreport.indicators import canonical
from govreport.lexicon import data_path

FIELDS = ["value", "low", "high", "unit", "subject", "measure", "direction", "bound", "period", "modality"]


def test_contract_columns(seed):
    assert {"start", "end", "text", *FIELDS, "indicator", "sentence_id", "rule"} <= set(indicators(seed).columns)


def test_missing_values_are_null_never_empty(seed):
    rows = indicators(seed)
    assert not (rows.drop(columns="unit").select_dtypes(["object", "str"]) == "").any().any()


def test_gold_of_the_seed(seed):
    score = score_quantities(read_gold(data_path("gold", "daoli_2026.quantities.jsonl")), indicators(seed))
    values = score.summary.set_index("score")["value"]
    assert values["f1"] >= 0.95
    assert values["value"] >= 0.98
    assert values["unit"] >= 0.98


def test_tables_are_copies(seed):
    rows = indicators(seed)
    rows["subject"] = "changed"
    assert "changed" not in set(indicators(seed)["subject"])


ALPHABET = st.sampled_from(
    list("增长降到为由从比约超近的、，。；（）“”第年月日万亿元%个百分点一二三十两0129.—:\n \u3000\ufeff")
)


@given(st.text(max_size=80) | st.text(ALPHABET, max_size=80))
def test_any_text_gives_a_table_that_points_at_its_words(text):
    if not text.strip("\ufeff \t\r\n\u3000"):
        return
    report = read_report(text=text)
    rows = indicators(report)
    assert [report.text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["text"].tolist()
    assert (rows["end"].iloc[:-1].to_numpy() <= rows["start"].iloc[1:].to_numpy()).all()
    assert set(rows["measure"]) <= {"level", "increment", "growth", "share", "pp", "ratio"}
    moving = rows["measure"].isin(["increment", "growth", "pp"])
    assert (rows["direction"].notna() == moving).all()


NAMES = pd.read_csv(data_path("lexicon", "indicators.csv"), keep_default_na=False)


def test_sixty_indicators_and_more_have_names_in_both_languages():
    assert NAMES["indicator"].nunique() >= 60
    assert (NAMES[["chinese", "english"]] != "").all(axis=None)
    assert not NAMES.duplicated(["indicator", "measure"]).any()
    assert (NAMES.groupby("indicator")[["chinese", "english"]].nunique() == 1).all(axis=None)


def test_no_synonym_names_two_indicators():
    words = (
        NAMES.assign(word=NAMES["chinese"] + "|" + NAMES["synonyms"])["word"].str.strip("|").str.split("|").explode()
    )
    owners = NAMES["indicator"].loc[words.index].groupby(words.to_numpy()).nunique()
    assert owners[owners > 1].empty


@pytest.mark.parametrize("row", list(NAMES.drop_duplicates("indicator").itertuples()), ids=lambda row: row.indicator)
def test_every_name_and_synonym_is_read(row):
    for word in filter(None, [row.chinese, *row.synonyms.split("|")]):
        assert canonical(word) == row.indicator
        assert canonical("全省" + word) == row.indicator


def test_what_targets_are_called():
    named = set(NAMES["target"]) - {""}
    assert named == {
        "gdp_growth",
        "employment_new_urban",
        "unemployment_surveyed",
        "unemployment_registered",
        "cpi",
        "budget_revenue_growth",
        "fixed_investment_growth",
        "retail_sales_growth",
        "industrial_value_added_growth",
        "trade_growth",
        "income_growth",
        "rd_intensity",
        "grain_output",
        "energy_intensity",
        "deficit_ratio",
    }
