"""What a number measures, how, when and whether it is planned: cases in specs/indicators.jsonl; scores on gold."""

import json
from pathlib import Path

import pandas as pd
import pytest

from govreport import indicators, read_report
from govreport.evaluate import read_gold, score_quantities
from govreport.lexicon import data_path

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "specs/indicators.jsonl").read_text("utf-8").splitlines()
]
FIELDS = ["value", "low", "high", "unit", "subject", "measure", "direction", "bound", "period", "modality"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_indicators(case):
    found = indicators(read_report(text=case["text"], name="made_up_2026"))
    assert len(found) == len(case["rows"])
    for (_, said), row in zip(found.iterrows(), case["rows"], strict=True):
        assert {key: None if pd.isna(said[key]) else said[key] for key in row} == row, said["text"]


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
