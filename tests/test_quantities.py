"""Quantity mentions and time words: properties that hold on any text. Cases are in test_specs.py."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govreport import read_report
from govreport.quantities import find_mentions, find_times, mentions

PIECES = [
    "增长",
    "5.2%",
    "一",
    "二十",
    "3万",
    "亿元",
    "个",
    "、",
    "，",
    "。",
    "2025年",
    "“",
    "”",
    "至",
    "-",
    "余",
    "第",
    "百分点",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_spans_never_overlap_and_stay_inside(text):
    found = find_mentions(text)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=60))
def test_any_text_is_accepted(text):
    spans = [(m.start, m.end) for m in find_mentions(text)]
    assert spans == sorted(spans)


def test_no_mention_lies_in_a_time_word(seed):
    inside = find_times(seed.text)
    rows = mentions(seed)
    rows = rows[~rows["ignore"]]
    clash = [
        t for a, b, t in zip(rows.start, rows.end, rows.text, strict=True) if any(a < y and x < b for x, y in inside)
    ]
    assert clash == []


def test_text_is_the_evidence(seed):
    rows = mentions(seed)
    assert [seed.text[a:b] for a, b in zip(rows.start, rows.end, strict=True)] == rows.text.tolist()


def test_a_report_without_numbers_gives_an_empty_table_with_the_same_columns(seed):
    empty = mentions(read_report(text="各位代表:稳中求进。"))
    assert len(empty) == 0
    assert list(empty.columns) == list(mentions(seed).columns)
