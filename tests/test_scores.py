"""Published scores: the README shows what data/reference holds, and a rule that breaks is named with what it broke."""

from pathlib import Path

import pandas as pd
import pytest

from govreport import code_themes, quantities, read_report, scores
from govreport.accuracy import accuracy_page
from govreport.lexicon import data_path
from govreport.scores import POOLED, fallen, score_gold, summary, worse
from govreport.theme_scores import held_out, right, summarise_themes, theme_gold

ROOT = Path(__file__).resolve().parents[1]


def read(name):
    return pd.read_csv(data_path("reference", name))


@pytest.fixture(scope="module")
def published():
    return read("scores.csv")


@pytest.fixture(scope="module")
def now():
    return score_gold()


def assert_held(now, published):
    """No score below its interval; else the table of what moved, and the rows that got worse."""
    moved = fallen(now.scores, published)
    rows = worse(now.errors, read("errors.csv"))
    told = "\n\n".join(table.to_string(index=False) for table in (moved, rows))
    assert moved.empty, f"Scores fell below their published interval, and these rows got worse:\n{told}"


def test_the_readme_shows_the_published_scores(published):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    accuracy = published[published["field"] == "accuracy"]["score"]
    assert [row for row in summary() if row not in text] == []
    assert all(f"{value:.0%}" in text for value in accuracy)


def test_the_page_on_accuracy_is_what_the_command_writes():
    assert (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8") == accuracy_page()


def test_ours_lead_the_peers():
    rows = read("peers.csv").set_index("system")
    ours, theirs = rows.loc["govreport"], rows.loc["Recognizers-Text, four models"]
    shown = ["f1", "value", "unit", "characters_per_second"]
    assert (ours[shown] > theirs[shown]).all()


def test_every_gold_file_is_published(published):
    named = set(pd.read_csv(data_path("gold", "sources.csv"))["gold"])
    files = {path.name for path in data_path("gold").iterdir() if path.suffix in (".jsonl", ".csv")}
    assert named == files - {"sources.csv"}
    assert set(published["report"]) - {POOLED} == {name.rpartition(".")[0] for name in named}


def test_every_published_score_of_quantities_has_its_interval(published):
    rows = published[~published["field"].str.match("kappa|alpha")]
    assert (rows["low"] <= rows["score"]).all()
    assert (rows["score"] <= rows["high"]).all()


def test_scores_of_the_seed_have_not_fallen(now, published):
    assert set(now.scores["report"]) >= {"daoli_2026.quantities", "daoli_2026.themes"}
    assert_held(now, published[published["report"] != POOLED])


def test_scores_of_other_reports_have_not_fallen(corpus, now, published):
    assert len(now.scores) == len(published)
    assert_held(now, published)


def test_scores_of_themes_are_those_published(corpus):
    now = summarise_themes(held_out()).round(4)
    pd.testing.assert_frame_equal(now, read("theme_methods.csv"), atol=0.002)


def test_no_report_judges_the_model_that_saw_it(corpus):
    rows = held_out()
    assert len(rows) == len(theme_gold())
    seen = code_themes(
        [read_report(corpus / r.report).text[r.start : r.end] for r in rows.head(300).itertuples()], method="model"
    )
    assert (seen["code"].to_numpy() == rows["coder_a"].head(300)).mean() > right(rows.head(300), "model").mean()


def test_a_broken_rule_is_named_with_field_report_and_rows(published, monkeypatch):
    found = quantities.find_mentions("失业率5.5%左右。")
    assert found[0].bound == "about"
    whole = quantities._bounded
    monkeypatch.setattr(quantities, "_bounded", lambda words, mention: whole("。" * len(words), mention))
    with pytest.raises(AssertionError) as told:
        seed = score_gold(["daoli_2026.quantities.jsonl"])
        assert_held(seed, published[published["report"] == "daoli_2026.quantities"])
    lines = str(told.value).splitlines()
    assert any("daoli_2026.quantities" in line and "bound" in line and "0." in line for line in lines)
    assert any("1亿人次" in line and "above" in line and "exact" in line for line in lines)


def test_gold_of_other_reports_holds_no_excerpt():
    for path in data_path("gold").glob("*_excerpt.quantities.jsonl"):
        rows = pd.read_json(path, lines=True)
        assert rows["text"].str.len().max() <= 20
        assert rows["subject"].dropna().str.len().max() <= 40


def test_published_errors_hold_no_excerpt():
    rows = read("errors.csv")
    assert list(rows.columns) == scores.ERRORS
    assert rows[["text", "gold", "said"]].astype(str).apply(lambda column: column.str.len()).max(axis=None) <= 40
