"""Annotating by hand: what is said is checked, saved in gold's form, gone on with, and compared; the tool shows it."""

import json

import pandas as pd
import pytest

from govreport import ReportError, indicators, read_report, sentences
from govreport.annotation import Annotation
from govreport.coders import compare_files
from govreport.evaluate import read_gold, score_quantities
from govreport.teaching import annotate

TEXT = "一、2025年工作回顾\n新增企业12家,其中民营12家,增长5.2%。<b>办好实事</b>10件。\n"


@pytest.fixture
def report():
    return read_report(text=TEXT, name="made_up_2026")


@pytest.fixture
def mine(report, tmp_path):
    return Annotation(report, sentences(report), path=tmp_path / "mine.jsonl")


def test_a_record_has_its_place_and_the_fields_of_the_guide(mine):
    record = mine.add(1, "5.2%", value="5.2", unit="%", subject="企业", measure="growth", direction="up", period="2025")
    assert TEXT[record["start"] : record["end"]] == "5.2%"
    assert {
        "value": 5.2,
        "bound": "exact",
        "modality": "actual",
        "low": None,
        "ignore": False,
    }.items() <= record.items()


def test_the_same_characters_again_are_the_next_ones(mine):
    places = [mine.add(1, "12家", value=12, unit="家")["start"] for _ in range(2)]
    assert places == [TEXT.index("12家"), TEXT.rindex("12家")]
    with pytest.raises(ReportError, match="does not stand"):
        mine.add(1, "12家", value=12, unit="家")


@pytest.mark.parametrize(
    ("text", "fields", "told"),
    [
        ("13家", {"value": 13}, "does not stand"),
        ("", {"value": 1}, "does not stand"),
        ("10件", {"value": 10}, "does not stand"),  # of the next sentence
        ("12家", {}, "Give the value"),
        ("12家", {"value": "1.2万"}, "no number"),
        ("12家", {"value": 12, "period": "last year"}, "no period"),
        ("12家", {"value": 12, "measure": "amount"}, "measure is one of"),
        ("12家", {"value": 12, "direction": "up"}, "a level has none"),
    ],
)
def test_what_the_guide_does_not_know_is_refused_in_a_sentence(mine, text, fields, told):
    with pytest.raises(ReportError, match=told):
        mine.add(1, text, unit="家", **fields)
    assert mine.records == []


def test_a_saved_file_is_gold_that_evaluate_reads(mine, report):
    mine.add(1, "5.2%", value="5.2", unit="%", subject="企业", measure="growth", direction="up", period="2025")
    mine.add(1, "12家", value=12, unit="家", subject="企业", measure="increment", direction="up", period="2025")
    mine.add(2, "10件", ignore=True)
    gold = read_gold(mine.save())
    assert gold["text"].tolist() == ["12家", "5.2%", "10件"]
    found = score_quantities(gold, indicators(report)).summary.set_index("score")["value"]
    assert (found["precision"], found["recall"], found["measure"]) == (2 / 3, 1, 1)


def test_a_saved_file_is_gone_on_with_and_another_text_is_refused(mine, report):
    mine.add(1, "12家", value=12, unit="家")
    path = mine.save()
    again = Annotation(report, sentences(report), path=path)
    assert again.records == mine.records
    again.remove(again.records[0])
    assert again.save().read_text(encoding="utf-8") == ""
    path.write_text(json.dumps({"start": 0, "end": 2, "text": "别的"}) + "\n", encoding="utf-8")
    with pytest.raises(ReportError, match="of another text"):
        Annotation(report, sentences(report), path=path)


def test_themes_are_saved_as_gold_with_one_coder(report, tmp_path):
    coding = Annotation(report, sentences(report), "themes", tmp_path / "mine.csv")
    coding.code(1, 15)
    coding.code(2, 13)
    rows = pd.read_csv(coding.save())
    assert list(rows) == ["report", "start", "end", "coder_a", "coder_b"]
    assert rows["coder_a"].tolist() == [15, 13]
    assert Annotation(report, sentences(report), "themes", coding.path).codes == coding.codes
    with pytest.raises(ReportError, match="11 is no code"):
        coding.code(1, 11)


@pytest.mark.parametrize(
    ("kind", "name", "told"), [("words", None, "choose quantities"), ("themes", "x.jsonl", "saved as .csv")]
)
def test_a_kind_or_a_name_that_does_not_fit_is_refused(report, kind, name, told):
    with pytest.raises(ReportError, match=told):
        Annotation(report, sentences(report), kind, name)


def test_two_students_files_are_compared(report, tmp_path):
    files = []
    for name, unit in (("anna", "家"), ("ben", "个")):
        one = Annotation(report, sentences(report), path=tmp_path / f"{name}.jsonl")
        one.add(1, "12家", value=12, unit=unit)
        one.add(1, "5.2%", value=5.2, unit="%", measure="growth", direction="up")
        files.append(one.save())
    scores = compare_files(*files).set_index("score")["value"]
    assert (scores["f1"], scores["unit"], scores["value"]) == (1, 0.5, 1)


def test_two_students_codes_are_compared_over_the_sentences_that_both_coded(report, tmp_path):
    files = []
    for name, codes in (("anna", {0: 1, 1: 15, 2: 13}), ("ben", {1: 15, 2: 20})):
        one = Annotation(report, sentences(report), "themes", tmp_path / f"{name}.csv")
        for at, code in codes.items():
            one.code(at, code)
        files.append(one.save())
    scores = compare_files(*files).set_index("score")["value"]
    assert (scores["n"], scores["accuracy"]) == (2, 0.5)


def test_files_that_cannot_be_compared_are_told_so(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"x": 1}\n', encoding="utf-8")
    for pair, told in (
        (("a.csv", "a.jsonl"), "one kind"),
        (("a.csv", "a.csv"), "needs the columns"),
        (("a.jsonl", "a.jsonl"), "start and end"),
        (("a.csv", "b.csv"), "check the name|columns"),
    ):
        with pytest.raises(ReportError, match=told):
            compare_files(*(tmp_path / name for name in pair))


def fill(tool, **said):
    for name, value in said.items():
        tool.fields[name].value = value


def press(box, name: str):
    """Click a button of the tool by what is written on it."""
    found, waiting = [], [box]
    while waiting:
        one = waiting.pop()
        waiting += getattr(one, "children", ())
        found += [one] if getattr(one, "description", "") == name else []
    found[0].click()


def test_the_tool_records_saves_and_shows(report, tmp_path):
    box = annotate(report, sentences(report).iloc[1:], path=tmp_path / "mine.jsonl")
    fill(box.tool, text="12家", value="12", unit="家", subject="企业", measure="increment", direction="up")
    press(box, "Record")
    assert read_gold(tmp_path / "mine.jsonl")["text"].tolist() == ["12家"]
    assert "<mark" in box.tool.text.value and "1 annotated" in box.tool.place.value
    assert box.tool.fields["text"].value == ""


def test_the_tool_tells_what_is_refused_and_keeps_what_was_typed(report, tmp_path):
    box = annotate(report, sentences(report).iloc[1:], path=tmp_path / "mine.jsonl")
    fill(box.tool, text="<i>13家", value="13")
    press(box, "Record")
    assert "does not stand" in box.tool.told.value and "<i>" not in box.tool.told.value
    assert box.tool.fields["text"].value == "<i>13家"
    assert not (tmp_path / "mine.jsonl").exists()


def test_the_tool_moves_removes_and_escapes(report, tmp_path):
    box = annotate(report, sentences(report).iloc[1:], path=tmp_path / "mine.jsonl")
    press(box, "Next ›")
    assert "&lt;b&gt;" in box.tool.text.value and "<b>办" not in box.tool.text.value
    fill(box.tool, text="10件", value="10", unit="件")
    press(box, "Record")
    box.tool.records.value = box.annotation.records[0]
    press(box, "Remove the chosen one")
    assert box.annotation.records == []
    press(box, "Next ›")
    assert "Sentence 2 of 2" in box.tool.place.value


def test_the_tool_for_themes_goes_on_by_itself(report, tmp_path):
    box = annotate(report, sentences(report).iloc[1:], kind="themes", path=tmp_path / "mine.csv")
    press(box, "Record")
    assert "Choose a topic first." in box.tool.told.value
    box.tool.topic.value = 15
    press(box, "Record")
    assert pd.read_csv(tmp_path / "mine.csv")["coder_a"].tolist() == [15]
    assert "Sentence 2 of 2; 1 annotated" in box.tool.place.value
