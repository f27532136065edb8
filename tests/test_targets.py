"""Targets: the cases of specs/targets.jsonl, the contract, gold, and the panel that is published."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport import read_report, targets
from govreport.lexicon import data_path, table
from govreport.panel import long, outcome_rows, target_rows, wide
from govreport.target_scores import score_targets

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "specs/targets/cases.jsonl").read_text("utf-8").splitlines()
]
PLAN = "一、2025年工作回顾\n去年工作有序开展。\n二、2026年重点工作\n"


def read(text):
    """A made-up report of 2026 whose plan is the text."""
    return read_report(text=PLAN + text, name="made_up_2026")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_case(case):
    report = read(case["text"])
    rows = targets(report)
    assert [report.text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["text"].tolist()
    found = rows.astype(object).where(rows.notna(), None)
    assert [
        {name: row[name] for name in wanted} for wanted, (_, row) in zip(case["rows"], found.iterrows(), strict=True)
    ] == case["rows"]


def test_there_are_negatives():
    assert sum(not case["rows"] for case in CASES) >= 5
    assert len(CASES) >= 40


def test_contract():
    columns = "indicator low high unit bound hedge constraint subject text year headline relative horizon"
    assert [*columns.split(), "start", "end", "sentence_id", "rule"] == list(targets(read("今年生产总值增长5%。")))


def test_last_years_goal_in_the_review_is_no_target():
    text = "一、2025年工作回顾\n2025年经济增长5.2%，超过5%的预期目标。\n二、2026年工作安排\n抓好落实。"
    assert targets(read_report(text=text, name="made_up_2026")).empty


def test_the_seed_has_no_plan(seed):
    assert not targets(seed)["headline"].any()


@given(st.text(st.sampled_from(list("增长左右以上力争确保目标是：5%万人、，。亿斤与经济同步")), max_size=60))
def test_any_plan_gives_rows_that_point_at_their_words(text):
    report = read(text)
    rows = targets(report)
    assert [report.text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["text"].tolist()
    assert (rows["low"].dropna() <= rows["high"].dropna()).all()
    assert set(rows["constraint"]) <= {"hard", "soft", "none"}


def test_every_hedge_has_its_kind():
    rows = table("hedges")
    assert rows["hedge"].is_unique
    assert set(rows["kind"]) == {"commitment", "bound", "frame"}
    assert set(rows["constraint"]) == {"hard", "soft", "none"}


@pytest.fixture(scope="module")
def panel():
    return pd.read_csv(data_path("reference", "targets.csv"), dtype={"code": str, "year": "Int64"})


def test_the_panel_has_every_report(panel):
    places = panel["report"].str.rpartition("/")[0].value_counts()
    assert panel["report"].nunique() >= 90
    assert {"provinces-2025", "provinces-2026", "state-council"} == set(places.index)
    set_ = panel[(panel["indicator"] == "gdp_growth") & panel["year"].notna() & panel["low"].notna()]
    assert set_.loc[set_["region"] != "全国", "year"].value_counts().to_dict() == {2025: 31, 2026: 31}
    assert set_["report"].is_unique
    assert panel.loc[panel["region"] != "全国", "code"].notna().all()


def test_the_panel_is_what_the_code_finds(panel, corpus):
    outcomes = pd.read_csv(data_path("reference", "outcomes.csv"), dtype={"code": str})
    for name in sorted(panel["report"].unique())[::12]:
        report = read_report(corpus / f"{name}.txt")
        for now, published in ((target_rows(report, name), panel), (outcome_rows(report, name), outcomes)):
            said = published[published["report"] == name]
            assert now.to_csv(index=False) == said.to_csv(index=False)


def test_stata_files_have_labels(panel):
    with pd.read_stata(data_path("reference", "targets.dta"), iterator=True) as file:
        assert file.variable_labels()["tone"] == "How firmly it is put"
        assert file.value_labels()["tone"] == {0: "none", 1: "soft", 2: "hard"}
        assert len(file.read()) == len(panel)
    rows = pd.read_stata(data_path("reference", "targets_wide.dta"))
    assert len(rows) == len(wide(panel))
    assert not rows.duplicated(["region", "year"]).any()


def test_long_and_wide_agree(panel):
    of = long(panel[(panel["indicator"] == "gdp_growth") & panel["year"].notna() & panel["low"].notna()])
    both = of.merge(wide(panel), on=["region", "year"])
    assert (both["rate"] == both["gdp_growth"]).all()


def test_gold_is_met_and_a_broken_table_is_not(corpus):
    gold = pd.read_csv(data_path("gold", "targets.csv"))
    name = "provinces-2025/西藏.txt"
    gold, rows = gold[gold["report"] == name], targets(read_report(corpus / name))
    outcomes = score_targets(gold, rows)["outcome"]
    assert (outcomes == "hit").mean() > 0.9
    assert (score_targets(gold, rows.assign(bound="exact"))["outcome"] == "hit").mean() < 0.5


def test_gold_points_at_its_words(corpus):
    gold = pd.read_csv(data_path("gold", "targets.csv"))
    for name, rows in gold.groupby("report"):
        text = read_report(corpus / name).text
        assert [text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["text"].tolist()
