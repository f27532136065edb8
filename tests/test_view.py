"""A report to look at: the outline, and nothing of a report that acts."""

from html.parser import HTMLParser

import pandas as pd
import pytest

from govreport import ReportError, indicators, read_report
from govreport.view import highlight


class Tags(HTMLParser):
    """Open tags in order, and the text shown."""

    def __init__(self, html):
        super().__init__()
        self.open, self.seen, self.text = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_outline_of_the_seed(seed):
    lines = seed.outline().splitlines()
    assert len(lines) == 8
    assert lines[0].startswith("“十四五”时期和2025年工作简要回顾")
    assert all(line.startswith("  (") for line in lines[1:])


def test_html_folds_and_is_well_formed(seed):
    tags = Tags(seed._repr_html_())
    assert tags.open == []
    assert tags.seen.count("details") == tags.seen.count("summary") == 8
    assert "(七)坚持转作风、提效能,自身建设不断加强" in tags.text
    assert "the text holds 7" in tags.text


def test_a_level_left_out_keeps_the_html_well_formed():
    report = read_report(text="一、工作回顾\n产业\n增长5%。\n（1）钢铁\n增长。\n二、重点工作\n发展。")
    tags = Tags(report._repr_html_())
    assert tags.open == []
    assert tags.seen.count("details") == tags.seen.count("summary")


def test_nothing_of_a_report_acts():
    report = read_report(
        text="<svg/onload=x>政府工作报告\n各位代表：\n一、<script>alert(1)</script>\n工作有序。", name="<b>"
    )
    html = report._repr_html_()
    assert {"script", "svg", "b"} & set(Tags(html).seen) == set()
    assert "&lt;script&gt;" in html


def test_a_text_without_headings_has_an_empty_outline():
    report = read_report(text="工作有序。")
    assert report.outline() == ""
    assert Tags(report._repr_html_()).open == []


def test_highlight_keeps_the_text_and_marks_each_row(seed):
    rows = indicators(seed)
    tags = Tags(highlight(seed, rows))
    assert tags.open == []
    assert tags.seen.count("mark") == len(rows)
    assert seed.text in tags.text


def test_highlight_shows_the_fields_of_a_passage_alone(seed):
    rows = indicators(seed)
    row = rows.iloc[3]
    html = highlight(seed, rows, start=row.start - 5, end=row.end)
    assert Tags(html).text.endswith(seed.text[row.start - 5 : row.end])
    assert f"subject: {row.subject}" in html
    assert html._repr_html_() == html


def test_highlight_escapes_text_and_fields():
    report = read_report(text='完成"<script>"项目72个。')
    html = highlight(report, indicators(report))
    assert set(Tags(html).seen) <= {"div", "p", "span", "mark"}
    assert "&lt;script&gt;" in html


def test_of_rows_that_overlap_the_first_is_marked():
    report = read_report(text="新增就业6.9万人。")
    rows = pd.DataFrame({"start": [4, 0], "end": [6, 8]})
    assert Tags(highlight(report, rows)).seen.count("mark") == 1


def test_rows_of_another_report_are_refused(seed):
    with pytest.raises(ReportError, match="not of this report"):
        highlight(read_report(text=seed.text[10:]), indicators(seed))
