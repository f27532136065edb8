"""Keywords in context: what is found, what is not, and where the context ends."""

from pathlib import Path

import pytest

from govreport import ReportError, read_report, sentences, units
from govreport.kwic import kwic

SEED = Path(__file__).parents[1] / "seeds" / "daoli-2026.txt"
COLUMNS = ["report", "start", "end", "pre", "keyword", "post", "pattern"]
TEXT = "一、工作回顾\n推进国企改革。数字经济增长5.2%，改革(试点)扩大！\n社会经济稳定，经济社会发展。"


@pytest.fixture(scope="module")
def report():
    return read_report(text=TEXT, name="made up")


@pytest.fixture(scope="module")
def seed():
    return read_report(SEED)


def keywords(report, pattern, **options):
    return kwic(report, pattern, **options)["keyword"].tolist()


@pytest.mark.parametrize("within", [None, "sentence", "unit"])
@pytest.mark.parametrize(("pattern", "valuetype"), [("改革", "fixed"), ("*经济", "glob"), (r"增长\d", "regex")])
@pytest.mark.parametrize("window", [0, 7, 10_000])
def test_context_is_the_text_around(seed, pattern, valuetype, within, window):
    found = kwic(seed, pattern, window=window, within=within, valuetype=valuetype)
    assert found.columns.tolist() == COLUMNS
    assert len(found) > 0
    for row in found.itertuples():
        assert seed.text[row.start : row.end] == row.keyword
        stretch = seed.text[row.start - len(row.pre) : row.end + len(row.post)]
        assert row.pre + row.keyword + row.post == stretch
        assert max(len(row.pre), len(row.post)) <= window
        assert (row.report, row.pattern) == (seed.name, pattern)


@pytest.mark.parametrize("pattern", ["改革", "经济", "的", "——", "中央大街", "%", "(", "没有这几个字"])
def test_fixed_finds_as_often_as_str_count(seed, pattern):
    assert len(kwic(seed, pattern)) == seed.text.count(pattern)


@pytest.mark.parametrize(
    ("within", "table"),
    [("sentence", sentences), ("unit", units)],
)
def test_context_ends_with_its_sentence_or_unit(seed, within, table):
    spans = table(seed)
    for row in kwic(seed, "改革", window=10_000, within=within).itertuples():
        home = spans[(spans["start"] <= row.start) & (spans["end"] >= row.end)].iloc[0]
        assert row.pre + row.keyword + row.post == home["text"]


def test_context_runs_on_without_within(report):
    row = kwic(report, "推进", window=3).iloc[0]
    assert (row["pre"], row["post"]) == ("回顾\n", "国企改")
    assert kwic(report, "推进", window=3, within="unit").iloc[0]["pre"] == ""


@pytest.mark.parametrize(
    ("pattern", "valuetype", "expected"),
    [
        ("改革", "fixed", ["改革", "改革"]),
        ("企改", "fixed", ["企改"]),  # characters, across words
        ("开放", "fixed", []),
        ("5.2", "fixed", ["5.2"]),
        ("5?2", "fixed", []),
        ("(试点)", "fixed", ["(试点)"]),
        ("改.", "fixed", []),
        ("[改革]", "fixed", []),
        ("经济", "glob", ["经济"]),  # the word alone: not in 数字经济, 经济社会
        ("经济*", "glob", ["经济", "经济社会"]),
        ("*经济", "glob", ["数字经济", "经济"]),
        ("经济??", "glob", ["经济社会"]),
        ("企*", "glob", []),  # no word begins so
        ("5.2%", "glob", ["5.2%"]),
        ("5.2", "glob", []),  # a quantity is one token
        ("[改革]*", "glob", []),
        (r"\d+\.\d+%", "regex", ["5.2%"]),
        ("国企|社会", "regex", ["国企", "社会", "社会"]),
        ("开放|创新", "regex", []),
        ("改革(?=。)", "regex", ["改革"]),
        ("x*", "regex", []),  # nothing is no occurrence
    ],
)
def test_what_is_found_and_what_is_not(report, pattern, valuetype, expected):
    assert keywords(report, pattern, valuetype=valuetype) == expected


def test_a_pattern_that_crosses_the_boundary_is_found_only_without_within(report):
    assert keywords(report, "改革。数字") == ["改革。数字"]
    assert keywords(report, "改革。数字", within="unit") == ["改革。数字"]
    assert keywords(report, "改革。数字", within="sentence") == []
    assert keywords(report, "顾\n推", within="unit") == []


def test_anchors_of_a_regular_expression_mean_the_sentence(report):
    assert keywords(report, "^数字", valuetype="regex") == []
    assert keywords(report, "^数字", valuetype="regex", within="sentence") == ["数字"]
    assert keywords(report, ".！$", valuetype="regex", within="sentence") == ["大！"]


def test_several_patterns_stand_in_the_order_of_the_text(report):
    found = kwic(report, ["经济", "改革"])
    assert found["start"].is_monotonic_increasing
    assert set(found["pattern"]) == {"经济", "改革"}
    assert len(found) == TEXT.count("经济") + TEXT.count("改革")


@pytest.mark.parametrize("pattern", ["", " ", "\n", [], ["改革", ""], None, 5])
def test_an_empty_pattern_is_an_error(report, pattern):
    with pytest.raises(ReportError, match="The pattern is empty"):
        kwic(report, pattern)


@pytest.mark.parametrize("pattern", ["(", "[改", "*改革", "改{3,1}", "(?P<a", "a{99999999999}"])
def test_a_bad_regular_expression_is_one_clear_sentence(report, pattern):
    with pytest.raises(ReportError) as error:
        kwic(report, pattern, valuetype="regex")
    assert str(error.value).startswith(f"The pattern {pattern!r} is not a regular expression: ")
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"valuetype": "fuzzy"}, "valuetype='fuzzy' is not known: choose 'fixed', 'glob' or 'regex'"),
        ({"within": "page"}, "within='page' is not known: choose None or 'sentence'"),
        ({"window": -1}, "window=-1 is no number of characters"),
        ({"window": 2.5}, "window=2.5 is no number of characters"),
        ({"window": "20"}, "window='20' is no number of characters"),
    ],
)
def test_an_unknown_option_is_an_error(report, options, message):
    with pytest.raises(ReportError, match=message):
        kwic(report, "改革", **options)


def test_a_window_of_tokens(seed):
    for row in kwic(seed, "改革", window=2, unit="token", within="sentence").itertuples():
        assert seed.text[row.start - len(row.pre) : row.end + len(row.post)] == row.pre + row.keyword + row.post
    row = kwic(read_report(text="全力保障民生。改善就业。"), "民生", window=1, unit="token").iloc[0]
    assert (row["pre"], row["post"]) == ("保障", "。")
    assert kwic(seed, "改革", window=0, unit="token")["pre"].eq("").all()


def test_sorted_by_what_stands_beside(seed):
    text = kwic(seed, "改革")
    left, right = kwic(seed, "改革", sort="left"), kwic(seed, "改革", sort="right")
    assert sorted(left["start"]) == sorted(right["start"]) == text["start"].tolist()
    assert [pre[::-1] for pre in left["pre"]] == sorted(pre[::-1] for pre in text["pre"])
    assert right["post"].tolist() == sorted(text["post"])


def test_within_a_section(seed):
    for row in kwic(seed, "项目", window=5000, within="section").itertuples():
        shown = row.pre + row.post
        assert "(二)坚持" not in shown or "(三)坚持" not in shown
