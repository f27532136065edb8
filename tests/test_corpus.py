"""The reports of the corpus, where it is present: each parses, nothing is lost, the annotated ones come out right."""

import json

import pytest

from govreport import read_report, sentences, units
from govreport.evaluate import score_structure
from govreport.layout import parse
from govreport.lexicon import data_path

GOLD = sorted(data_path("gold", "structure").glob("*.json"))


def test_every_report_is_covered(corpus):
    paths = sorted(corpus.rglob("*.txt"))
    assert len(paths) >= 114
    for path in paths:
        report = read_report(path)
        rows = units(report)
        assert "".join("".join(rows["text"]).split()) == "".join(report.text.split()), path.name
        assert (rows["end"].iloc[:-1].to_numpy() <= rows["start"].iloc[1:].to_numpy()).all(), path.name
        said = sentences(report)
        assert "".join("".join(said["text"]).split()) == "".join(report.text.split()), path.name
        assert parse(report.text) == report.layout


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_annotated_structure(corpus, path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    report = read_report(corpus / gold["file"])
    scores = score_structure(gold, units(report))
    assert report.truncated == gold["truncated"]
    assert (scores[["headings", "level", "part_kind", "items", "salutation"]] >= 0.97).all(), scores
    assert (scores[["byline", "chrome"]] >= 0.9).all(), scores


def test_the_seed_as_annotated(seed):
    gold = json.loads(data_path("gold", "structure", "daoli-2026.json").read_text(encoding="utf-8"))
    assert (score_structure(gold, units(seed)) == 1).all()
