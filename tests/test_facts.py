"""Facts keep their identifier and their words: in the table, in a file, and in a text that was corrected."""

import hashlib
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport import ReportError, audit, facts, indicators, read_facts, read_report, reanchor, write_facts
from govreport.anchors import annotations
from govreport.fact_links import linked
from govreport.facts import CONTEXT

TEXT = (
    "2026年甲县政府工作报告\n各位代表：\n一、2025年工作回顾\n签约项目72个，其中开工项目52个，签约落地率75%。\n"
    "地区生产总值增长5%。\n二、2026年工作安排\n今年主要预期目标是：地区生产总值增长5%左右，城镇新增就业不低于1万人。"
)


@pytest.fixture(scope="module")
def report():
    return read_report(text=TEXT)


def test_each_indicator_is_a_fact(seed):
    rows, found = facts(seed), indicators(seed)
    assert rows[["start", "end", "text", "period"]].equals(found[["start", "end", "text", "period"]])
    assert rows["fact"].is_unique
    assert [seed.text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["text"].tolist()
    quoted = rows["prefix"] + rows["text"] + rows["suffix"]
    assert all(words in seed.text for words in quoted)


def test_a_fact_knows_its_target_and_its_relations(report):
    rows = facts(report).set_index("text")
    assert rows.loc["5%", "target"].tolist()[1:] == ["gdp_growth"]
    assert rows.loc["5%", "target"].isna().tolist() == [True, False]
    assert rows.loc["5%", "code"].tolist() == ["NY.GDP.MKTP.KD.ZG"] * 2
    assert rows.loc["1万人", ["hedge", "constraint"]].tolist() == ["不低于", "hard"]
    assert rows.loc["52个", "relations"] == ("part (72个, 52个): consistent", "share (72个, 52个, 75%): inconsistent")
    assert rows.loc["1万人", "relations"] == ()


def test_every_figure_of_the_audit_is_a_fact(seed):
    spans = set(facts(seed)[["start", "end"]].itertuples(index=False, name=None))
    mentions = [span for row in audit(seed)["mentions"] for span in row]
    assert mentions and set(mentions) <= spans


def test_figures_in_the_same_words_are_numbered():
    rows = facts(read_report(text="工业生产总值实际增长5%。\n" * 30))
    assert rows["fact"].is_unique
    assert len({fact.partition("-")[0] for fact in rows["fact"]}) < len(rows)


def test_an_identifier_stays_while_the_words_beside_it_do(report):
    corrected = TEXT.replace("各位代表：", "各位代表、同志们：").replace("，", ", ")
    assert facts(read_report(text=corrected))["fact"].tolist() == facts(report)["fact"].tolist()


def test_an_annotation_is_what_the_standard_asks_for(report):
    for one in annotations(report):
        quote, place = one["target"]["selector"]
        assert one["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
        assert one["type"] == "Annotation" and one["id"].startswith("urn:sha256:")
        assert one["target"]["source"] == f"urn:sha256:{hashlib.sha256(TEXT.encode()).hexdigest()}"
        assert quote["type"] == "TextQuoteSelector" and place["type"] == "TextPositionSelector"
        assert TEXT[place["start"] : place["end"]] == quote["exact"]
        assert TEXT[: place["start"]].endswith(quote["prefix"]) and len(quote["prefix"]) <= CONTEXT


def test_positions_count_characters_beyond_the_basic_plane_as_one():
    (one,) = annotations(read_report(text="𠮷林市工业增长5%。"))
    assert one["target"]["selector"][1]["start"] == len("𠮷林市工业增长")


def test_what_is_written_is_read_back(seed, tmp_path):
    write_facts(seed, tmp_path / "facts.jsonl")
    pd.testing.assert_frame_equal(read_facts(tmp_path / "facts.jsonl"), facts(seed), check_dtype=False)
    lines = (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["body"]["subject"] for line in lines[:5])


@pytest.mark.parametrize("line", ["{}", "[1]", "no json", '{"id": 1, "body": {}, "target": {"selector": []}}'])
def test_a_line_that_is_no_fact_is_named(line, tmp_path):
    path = tmp_path / "facts.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ReportError, match="Line 2 of"):
        read_facts(path)
    with pytest.raises(ReportError, match="cannot be read as facts"):
        read_facts(tmp_path)


def test_figures_in_tables_link_to_their_facts(report):
    rows = facts(report)
    html = rows[["text", "subject", "period"]].to_html()
    assert linked(html, rows, "page.html").count('<a href="page.html#fact=') == len(rows)
    assert linked(html.replace(">72个<", ">73个<"), rows, "page.html").count("<a") == len(rows) - 1
    alone = rows[["text"]].to_html()
    assert "<a" not in linked(alone, rows, "page.html")
    twice = pd.concat([rows, rows])
    assert "<a" not in linked(html, twice, "page.html")


def places(rows: pd.DataFrame) -> list:
    return rows["start"].astype(object).where(rows["start"].notna(), None).tolist()


def test_a_text_that_did_not_change_keeps_every_fact(seed):
    pd.testing.assert_frame_equal(reanchor(facts(seed), seed), facts(seed), check_dtype=False)


def test_a_fact_that_was_corrected_or_cut_is_not_placed(report):
    corrected = read_report(text=TEXT.replace("72个", "73个").replace("城镇新增就业不低于1万人。", ""))
    rows = reanchor(facts(report), corrected)
    assert rows.loc[rows["start"].isna(), "text"].tolist() == ["72个", "1万人"]
    assert rows.loc[rows["start"].isna(), "end"].isna().all()
    back = reanchor(rows, report).sort_values("start", ignore_index=True)
    pd.testing.assert_frame_equal(back, facts(report), check_dtype=False)


def test_a_fact_is_never_put_inside_a_longer_number():
    rows = facts(read_report(text="全年工业增长5%。"))
    assert places(reanchor(rows, read_report(text="全年工业增长15%。"))) == [None]
    assert places(reanchor(rows, read_report(text="全年工业总共增长5%。"))) == [8]


def test_facts_in_the_same_words_keep_their_order():
    text = (
        "全年规模以上工业增加值实际增长5%，全社会固定资产投资稳步增长，社会消费品零售总额和外贸进出口总额增势好。" * 4
    )
    rows = facts(read_report(text=text))
    moved = reanchor(rows, read_report(text="新的一段话说在前头。" * 9 + text))
    assert (moved["start"] - rows["start"]).tolist() == [90] * 4


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_edits_elsewhere_do_not_move_a_fact_off_its_words(seed, data):
    text, rows = seed.text, facts(seed)
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 60))
    put = data.draw(st.text("增长5%。，项目个12万元𠮷\n", max_size=60))
    edited = text[:at] + put + text[at + cut :]
    moved = reanchor(rows, read_report(text=edited))
    for before, after in zip(rows.itertuples(), moved.itertuples(), strict=True):
        if pd.notna(after.start):
            assert edited[after.start : after.end] == before.text
        start, end = before.start - len(before.prefix), before.end + len(before.suffix)
        if end <= at or start >= at + cut:
            assert after.start == before.start + (len(put) - cut if start >= at else 0)
    assert moved["start"].dropna().is_unique
