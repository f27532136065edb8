"""The explorer without a browser: its state, its HTML, the notebook it exports. The app is in test_app.py."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest

from govreport import ReportError, indicators, read_report, tokens
from govreport.explorer import Explorer
from govreport.explorer_notebook import notebook
from govreport.explorer_state import COLUMNS, REFERENCES, REST, State, coded, outline, spans, table
from govreport.explorer_view import ROWS, found_html, head_html, outline_html, table_html, text_html, told
from govreport.export import csv_bytes
from govreport.suite import SEED

HOSTILE = """一、<script>window.ran=1</script>工作回顾
全年<img src=x onerror="window.ran=1">项目72个，<a href="javascript:window.ran=1">其中</a>新增就业6.9万人。
=HYPERLINK("x")项目5个。
"><svg onload=window.ran=1>完成投资3亿元，增长5%。
"""
PLAN = "2026年甲县政府工作报告\n二、2026年工作安排\n今年主要预期目标是：地区生产总值增长5%左右，城镇新增就业1万人。"


class Seen(HTMLParser):
    """The tags, attributes and text of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def narrow(seed):
    """The third heading of the seed."""
    return State(seed, section=2, pattern="发展")


def inside(state: State, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose every character stands in the section."""
    characters = set(range(*state.span))
    return rows[[set(range(row.start, row.end)) <= characters for row in rows.itertuples()]]


@pytest.mark.parametrize("panel", ["indicators", "concordance", "audit"])
def test_a_section_narrows_the_rows(narrow, panel):
    whole, part = (table(replace(narrow, panel=panel, section=section)) for section in (None, 2))
    assert 0 < len(part) < len(whole)
    pd.testing.assert_frame_equal(part, inside(narrow, whole).reset_index(drop=True))


def test_targets_are_those_of_the_section():
    report = read_report(text=PLAN)
    assert table(State(report, panel="targets"))["indicator"].tolist() == ["gdp_growth", "employment_new_urban"]
    assert len(table(State(report, panel="targets", section=0))) == 2


def test_words_and_themes_count_in_the_section(narrow):
    words = table(replace(narrow, panel="words"))
    assert words["feature"].str.len().min() == 2
    counted = inside(narrow, tokens(narrow.report))["token"]
    assert words["frequency"][0] == (counted == words["feature"][0]).sum() > 1
    topics = table(replace(narrow, panel="themes"))
    assert topics["sentences"].sum() == (inside(narrow, coded(narrow.report))["code"] != 0).sum() > 0


def test_words_are_compared_with_the_rest_or_with_other_reports(narrow):
    words = replace(narrow, panel="words", reference=REST)
    rows = table(words)
    counts = tokens(narrow.report)["token"].value_counts()
    assert (rows["n_target"] + rows["n_reference"]).tolist() == [counts[word] for word in rows["feature"]]
    assert rows["g2"].is_monotonic_decreasing
    for group in REFERENCES:
        assert table(replace(words, reference=group))["n_reference"].sum() > rows["n_reference"].sum()


def test_the_whole_report_has_no_rest(seed):
    with pytest.raises(ReportError, match="Choose a section first"):
        table(State(seed, panel="words", reference=REST))


@pytest.mark.parametrize(("valuetype", "pattern"), [("fixed", "发展"), ("glob", "发展*"), ("regex", "[发]展")])
def test_a_pattern_is_found_in_each_way(seed, valuetype, pattern):
    rows = table(State(seed, panel="concordance", pattern=pattern, valuetype=valuetype))
    assert len(rows) > 5
    assert rows["keyword"].str.startswith("发展").all()


@pytest.mark.parametrize(("pattern", "said"), [("(发展", "not a regular expression"), ("", "Type a pattern")])
def test_a_pattern_that_is_none_is_told(seed, pattern, said):
    with pytest.raises(ReportError, match=said):
        table(State(seed, panel="concordance", pattern=pattern, valuetype="regex"))


def test_rows_are_filtered_and_sorted(seed):
    state = State(seed, measure="level", contains="就业", sort="value", descending=True)
    rows = table(state)
    every = indicators(seed)
    fits = every["text"].str.contains("就业") | every["subject"].str.contains("就业", na=False)
    assert len(rows) == (fits & (every["measure"] == "level")).sum() > 0
    assert rows["value"].is_monotonic_decreasing
    assert not len(table(replace(state, contains="(没有这样的字")))
    assert table(replace(state, contains="", sort="value", descending=False))["value"].is_monotonic_increasing


@pytest.mark.parametrize("panel", COLUMNS)
def test_a_row_is_where_it_says(narrow, panel):
    state = replace(narrow, panel=panel)
    for _, row in table(state).head(3).iterrows():
        found = [narrow.report.text[start:end] for start, end in spans(state, row)]
        said = {"words": "feature", "concordance": "keyword", "indicators": "text", "targets": "text"}
        if panel in said:
            assert set(found) == {row[said[panel]]}
        elif panel == "themes":
            assert len(found) == row["sentences"]
        else:
            assert set(found) == set(row["texts"])


def test_the_text_is_all_there_and_marked(seed):
    html = text_html(State(seed))
    shown = Seen(html).text
    assert re.sub(r"\s", "", shown).endswith(re.sub(r"\s", "", seed.text))
    assert html.count("<mark") == len(indicators(seed))
    assert html.count("<i style") == len(coded(seed))


def test_what_is_found_is_marked_in_its_units_and_nothing_is_lost(seed):
    first, last = seed.text.index("亿元"), seed.layout.units[-1].end
    where = [(first - 1, first + 1), (last - 3, last)]
    units = found_html(seed, where)
    assert len(units) == 2
    for at, html in units.items():
        unit = seed.layout.units[at]
        assert Seen(html).text == seed.text[unit.start : unit.end]
    assert sum(html.count("gr-found") for html in units.values()) == 2


def test_a_long_table_says_how_much_of_it_is_shown(seed):
    rows = table(State(seed, panel="words"))
    html = table_html(State(seed, panel="words"), rows)
    assert html.count("<tr data-value") == ROWS < len(rows)
    assert f"the first {ROWS} are shown" in told(rows)
    assert (told(rows.head(1)), told(rows.head(0))) == ("1 row.", "No row here.")


def test_a_hostile_report_is_text():
    report = read_report(text=HOSTILE, name="<b>")
    state = State(report, pattern="window.ran")
    shown = [head_html(report), outline_html(state), text_html(state)]
    for panel in COLUMNS:
        state = replace(state, panel=panel)
        rows = table(state)
        where = [span for _, row in rows.iterrows() for span in spans(state, row)]
        shown += [table_html(state, rows), *found_html(report, where).values()]
    seen = Seen("".join(shown))
    assert not seen.tags & {"script", "img", "a", "svg", "b"}
    assert not {name for name in seen.attributes if name.startswith("on") or name in ("href", "src")}
    assert "<script>window.ran=1</script>" in seen.text


def test_a_download_runs_nothing_in_a_spreadsheet():
    rows = table(State(read_report(text=HOSTILE), panel="concordance", pattern="=HYPERLINK"))
    cells = list(csv.reader(io.StringIO(csv_bytes(rows).decode("utf-8-sig"))))
    assert cells[1][cells[0].index("keyword")] == "'=HYPERLINK"


VIEWS = [
    {"panel": "indicators", "measure": "level", "modality": "actual", "contains": "就业", "sort": "value"},
    {"panel": "indicators", "sort": "subject", "descending": True},
    {"panel": "targets"},
    {"panel": "words"},
    {"panel": "words", "reference": REST, "sort": "log_ratio", "descending": True},
    {"panel": "words", "reference": "provinces-2026", "contains": "业"},
    {"panel": "concordance", "pattern": "[发]展", "valuetype": "regex"},
    {"panel": "concordance", "pattern": "发展*", "valuetype": "glob", "contains": "'\"\\"},
    {"panel": "themes", "sort": "topic"},
    {"panel": "audit"},
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(map(str, view.values())))
@pytest.mark.parametrize("path", [SEED, None], ids=["file", "text"])
def test_an_exported_notebook_makes_the_same_rows(narrow, view, path, capsys):
    state = replace(narrow, **view)
    book = nbformat.reads(notebook(state, path), as_version=4)
    nbformat.validate(book)
    made = {}
    for cell in book.cells[1:]:
        exec(cell.source, made)
    pd.testing.assert_frame_equal(made["rows"], table(state))
    assert capsys.readouterr().out.strip() == narrow.report.text[slice(*narrow.span)][:40].strip()


def test_a_hostile_report_is_a_string_in_an_exported_notebook():
    report = read_report(text=HOSTILE + '"""\\', name="x'''\n1/0")
    made = {}
    for cell in json.loads(notebook(State(report)))["cells"][1:]:
        exec("".join(cell["source"]), made)
    assert made["report"].text == report.text


def test_a_bad_upload_leaves_the_report(seed):
    explorer = Explorer(seed)
    explorer._uploaded({"name": "scan.doc"}, [b"\xd0\xcf\x11\xe0 old"])
    assert explorer.state.report is seed
    assert "scan.doc is an old Word file (.doc)" in explorer.status.html
    explorer._uploaded({"name": "large.pdf"}, [])
    assert explorer.state.report is seed
    assert "larger than can be uploaded" in explorer.status.html


def test_an_upload_is_only_named_by_its_name(seed):
    explorer = Explorer(seed)
    explorer._uploaded({"name": "../../etc/甲县 2025.txt"}, [memoryview(PLAN.encode("gb18030"))])
    report = explorer.state.report
    assert (report.name, report.source, report.text) == ("甲县 2025", "甲县 2025.txt", PLAN)


@pytest.mark.parametrize("value", ["row:999999", "row:-1", "row:x", "sort:__class__", "sort:", "", None, 7, "99:1"])
def test_a_message_that_means_nothing_changes_nothing(seed, value):
    explorer = Explorer(seed)
    before = explorer.state
    explorer._clicked(value)
    explorer._narrow(value)
    assert explorer.state == before


def test_a_text_without_headings_or_numbers_can_be_explored():
    state = State(read_report(text="工作有序。"), pattern="工")
    assert outline(state.report) == ()
    for panel in COLUMNS:
        state = replace(state, panel=panel)
        assert "<table" in table_html(state, table(state))
    assert Seen(text_html(state)).text.endswith("工作有序。")
