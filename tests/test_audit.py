"""The audit: the cases of specs/audit/cases.jsonl, intervals, the seed, and the sample that was judged."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport import audit, read_report
from govreport.intervals import ends, interval, meet, stated
from govreport.lexicon import data_path, table
from govreport.quantities import find_mentions

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "specs/audit/cases.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_case(case):
    report = read_report(text=f"2025年工作回顾\n{case['text']}", name="made_up_2026")
    rows = audit(report).sort_values(["relation", "start"])
    said = [(row.relation, list(row.texts), row.verdict) for row in rows.itertuples()]
    assert sorted(said) == sorted((row["relation"], row["texts"], row["verdict"]) for row in case["rows"])
    for row in rows.itertuples():
        assert tuple(report.text[a:b] for a, b in row.mentions) == row.texts
        assert report.text[row.start : row.end] == row.text


def test_there_are_cases_of_both_verdicts_and_of_none():
    said = [row["verdict"] for case in CASES for row in case["rows"]]
    assert said.count("inconsistent") >= 8
    assert sum(not case["rows"] for case in CASES) >= 8


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("88.8%", 88.75, 88.85),
        ("94.5万立方米", 944_500, 945_500),
        ("72个", 72, 72),
        ("1198家", 1198, 1198),
        ("629.3亿元", 62_925_000_000, 62_935_000_000),
        ("60%", 59.5, 60.5),
        ("三亿八千万吨", 375_000_000, 385_000_000),
        ("四十万人", 395_000, 405_000),
        ("百分之八点五", 8.45, 8.55),
        ("超1亿人次", 100_000_000, math.inf),
        ("500余件", 500, math.inf),
        ("近100家", 0, 100),
        ("约50公里", 45, 55),
        ("4.5%—5%", 4.5, 5),
    ],
)
def test_what_a_number_stands_for(text, low, high):
    words = f"达到{text}。"
    assert ends(stated(words, find_mentions(words)[0])) == (low, high)


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6), st.floats(0, 1), st.floats(0, 1))
def test_an_interval_holds_what_its_numbers_make(a, b, over, under):
    made = interval(a, a + over) / interval(b, b + under)
    assert meet(made, interval(a / b, a / b))
    assert not meet(interval(a, a), interval(a + 1, a + 2))


@given(st.text(st.sampled_from(list("从由到增加至其中占率达总数新增5178.%万亿元个，、。年均比")), max_size=60))
def test_any_text_gives_relations_that_point_at_their_figures(text):
    report = read_report(text=f"回顾{text}", name="made_up_2026")
    for row in audit(report).itertuples():
        assert tuple(report.text[a:b] for a, b in row.mentions) == row.texts
        assert row.stated_low <= row.stated_high
        assert row.computed_low <= row.computed_high


def test_the_seed_adds_up(seed):
    rows = audit(seed)
    assert rows["relation"].value_counts().to_dict() == {"part": 2, "share": 2, "part of the period": 1}
    assert set(rows["verdict"]) == {"consistent"}
    rounding = rows[rows["text"] == "88.8%"].iloc[0]
    assert rounding["computed"] < rounding["stated_low"] < rounding["computed_high"]


def test_a_number_altered_in_the_seed_is_found(seed):
    rows = audit(read_report(text=seed.text.replace("72.2%", "82.2%"), name="daoli_2026"))
    assert rows.loc[rows["verdict"] == "inconsistent", "text"].tolist() == ["82.2%"]


def test_every_relation_has_a_formula(corpus):
    names = set(table("relations")["relation"])
    found = {
        relation for path in sorted(corpus.rglob("*.txt"))[::8] for relation in audit(read_report(path))["relation"]
    }
    assert found <= names


def test_provincial_reports_have_relations_enough(corpus):
    counts = [len(audit(read_report(path))) for path in sorted(corpus.glob("provinces-*/*.txt"))]
    assert sum(counts) / len(counts) >= 3


def test_the_judged_sample_still_stands(corpus):
    sample = pd.read_csv(data_path("reference", "audit_sample.csv"))
    right = sample[sample["judged"] == "ok"]
    found = set()
    for name in sorted(right["report"].unique())[::6]:
        for row in audit(read_report(corpus / name)).itertuples():
            found.add((name, row.relation, "; ".join(f"{a}-{b}" for a, b in row.mentions)))
    wanted = right[right["report"].isin({name for name, *_ in found})]
    kept = [row in found for row in wanted[["report", "relation", "mentions"]].itertuples(index=False, name=None)]
    assert sum(kept) >= 0.95 * len(kept)


def test_the_published_judgement_is_that_of_the_sample():
    sample = pd.read_csv(data_path("reference", "audit_sample.csv"))
    last = pd.read_csv(data_path("reference", "audit_judged.csv")).iloc[-1]
    assert (last["relations"], last["right"]) == (len(sample), (sample["judged"] == "ok").sum())
