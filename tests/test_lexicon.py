"""The lexicon agrees with itself: every rule fits its example, every unit has a dimension and a factor."""

import re

import pandas as pd
import pytest

from govreport import in_base_units
from govreport.lexicon import table

RULES = list(table("rules").itertuples())
UNITS = table("units")


@pytest.mark.parametrize("row", RULES, ids=lambda row: row.rule)
def test_a_rule_fits_its_example(row):
    assert re.search(row.pattern, row.example)


def test_names_of_rules_are_unique():
    assert table("rules")["rule"].is_unique


def test_units_are_unique_and_convert():
    assert UNITS["unit"].is_unique
    assert len(UNITS) >= 250
    assert (UNITS["factor"].astype(float) > 0).all()
    assert (UNITS["dimension"] != "").all()


def test_a_base_unit_has_itself_as_base():
    bases = UNITS[UNITS["unit"].isin(UNITS["base"]) & ~UNITS["unit"].isin(["成", "‰"])]
    assert (bases.loc[bases["unit"] == bases["base"], "factor"].astype(float) == 1).all()
    assert set(UNITS["base"]) <= set(UNITS["unit"])


def test_a_table_in_base_units():
    rows = in_base_units(
        pd.DataFrame({"value": [1e8, 15, 16.9e4, 12.5, 7], "unit": ["斤", "亩", "吨/日", "/10万", "不知"]})
    )
    assert rows["base_value"].round(6).tolist() == [50_000, 10_000.000005, 169_000, 0.0125, 7]
    assert rows["base_unit"].tolist() == ["吨", "平方米", "吨/日", "%", "不知"]
    assert rows["dimension"].isna().tolist() == [False, False, False, False, True]


def test_cue_words_are_listed_once():
    for name, keys in {
        "bounds": ["cue", "side"],
        "change_words": ["cue"],
        "subject_cues": ["cue", "place"],
        "deeds": ["cue"],
    }.items():
        assert not table(name).duplicated(keys).any(), name
