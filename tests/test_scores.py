"""Published scores: the README shows what data/reference holds, and the code still reaches them."""

from pathlib import Path

import pandas as pd
import pytest

from govreport.lexicon import data_path
from govreport.scores import score_gold, summary

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def published():
    return pd.read_csv(data_path("reference", "scores.csv"))


def test_the_readme_shows_the_published_scores(published):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    accuracy = published[published["score"] == "accuracy"]["value"]
    assert [row for row in summary() if row not in text] == []
    assert all(f"{value:.0%}" in text for value in accuracy)


def test_every_gold_file_is_published(published):
    named = set(pd.read_csv(data_path("gold", "sources.csv"))["gold"])
    files = {path.name for path in data_path("gold").iterdir() if path.suffix in (".jsonl", ".csv")}
    assert set(published["gold"]) == named == files - {"sources.csv"}


def test_scores_of_the_seed_have_not_fallen(published):
    now = score_gold()
    now = now[now["gold"].str.startswith("daoli")].round({"value": 4})
    both = now.merge(published, on=["gold", "score"], suffixes=("", "_published"))
    assert len(both) == len(now)
    assert both[both["value"] < both["value_published"]].empty, both.to_string()


def test_scores_of_other_reports_have_not_fallen(corpus, published):
    both = score_gold().round({"value": 4}).merge(published, on=["gold", "score"], suffixes=("", "_published"))
    assert len(both) == len(published)
    assert both[both["value"] < both["value_published"]].empty, both.to_string()


def test_gold_of_other_reports_holds_no_excerpt():
    for path in data_path("gold").glob("*_excerpt.quantities.jsonl"):
        rows = pd.read_json(path, lines=True)
        assert rows["text"].str.len().max() <= 20
        assert rows["subject"].dropna().str.len().max() <= 40
