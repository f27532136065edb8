"""Units, sentences and metadata: the seed as annotated, made-up texts, and what holds of any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport import ReportError, locate, read_report, sentences, units
from govreport.layout import parse

BLANK = re.compile(r"\s+")


def kinds(text):
    return [(row.kind, row.text) for row in units(read_report(text=text)).itertuples()]


def test_seed(seed):
    rows = units(seed)
    assert rows["kind"].value_counts().to_dict() == {
        "toc": 14, "title": 1, "salutation": 1, "heading": 8, "item": 22, "paragraph": 10,
    }  # fmt: skip
    headings = rows[rows["kind"] == "heading"]
    assert headings["level"].tolist() == [1, 2, 2, 2, 2, 2, 2, 2]
    assert headings["number"].fillna("").tolist() == ["", *"一二三四五六七"]
    assert set(headings["part_kind"]) == {"review"}
    assert len(seed.toc) == 14
    assert seed.toc_missing == [entry for entry in seed.toc if "聚焦" in entry]
    assert len(seed.toc_missing) == 7
    assert seed.truncated
    assert seed.completeness == (
        "Of the 14 sections in the table of contents the text holds 7. "
        "The text holds no plan for the coming year. It stops inside a sentence."
    )


def test_seed_metadata(seed):
    assert (seed.title, seed.year, seed.region, seed.tier) == ("2026年道里区政府工作报告", 2026, "道里区", "county")
    assert seed.sha256 == "d6bcb516a84ab74c49816eea907fd1a972ff8b44fbccd27065cc7a2d01539b80"


def test_run_in_heading_and_two_levels():
    text = "一、2025年工作回顾\n（一）聚力稳增长。坚持把发展放在首位，工业增长5%。\n1. 做强产业\n产值翻番。"
    assert kinds(text) == [
        ("heading", "一、2025年工作回顾"),
        ("heading", "（一）聚力稳增长。"),
        ("paragraph", "坚持把发展放在首位，工业增长5%。"),
        ("heading", "1. 做强产业"),
        ("paragraph", "产值翻番。"),
    ]


def test_byline_and_chrome_before_the_body():
    text = (
        "下载\n打印\n2024年甲县政府工作报告\n——2024年1月5日在甲县第三届人民代表大会上\n"
        "来源：甲县日报\n各位代表：\n现在报告工作。"
    )
    assert [kind for kind, _ in kinds(text)] == [
        "chrome",
        "chrome",
        "title",
        "byline",
        "chrome",
        "salutation",
        "paragraph",
    ]


def test_broken_line_is_one_unit():
    assert kinds("全年完成投资，\n增长5%。") == [("paragraph", "全年完成投资，\n增长5%。")]


@pytest.mark.parametrize(
    "text",
    [
        "今年主要预期目标\n是：增长5%。",
        "全省PM\n2.5\n浓度下降5%。",
        "完成投资10亿元。建成“双百\n工程”两个。",
        "一、\n加快发展现代农业，确保粮食安全，让农民的钱袋子更鼓，让乡村更美，让城乡更加融合，共同书写乡村全面振兴的新篇章，走好共同富裕的路。",
    ],
)
def test_a_line_that_ends_inside_a_sentence_runs_on(text):
    assert [words for _, words in kinds(text)] == [text]


def test_lines_close_together_are_one_paragraph_where_blank_lines_part_them():
    text = "一、回顾\n\n全国人民在\n党的领导\n下团结奋斗。\n\n经济增长。\n\n社会稳定。"
    assert [words for kind, words in kinds(text) if kind == "paragraph"] == [
        "全国人民在\n党的领导\n下团结奋斗。",
        "经济增长。",
        "社会稳定。",
    ]


def levels(text):
    rows = units(read_report(text=text))
    rows = rows[rows["kind"] == "heading"]
    return list(zip(rows["text"], rows["level"], rows["part_kind"], strict=True))


def test_numbered_sections_under_unnumbered_parts():
    text = "2025年工作回顾\n一、工业\n（一）钢铁\n产量增长。\n2026年重点工作\n一、农业\n抓好生产。"
    assert levels(text) == [
        ("2025年工作回顾", 1, "review"),
        ("一、工业", 2, "review"),
        ("（一）钢铁", 3, "review"),
        ("2026年重点工作", 1, "plan"),
        ("一、农业", 2, "plan"),
    ]


def test_levels_the_other_way_round():
    text = (
        "（一）去年的成绩\n产量增长。\n（二）今年的任务\n一、农业\n抓好生产。\n二、工业\n抓好生产。\n"
        "（三）展望\n前景光明。"
    )
    assert [level for _, level, _ in levels(text)] == [1, 1, 2, 2, 1]


def test_short_sentences_alone_are_headings_in_company_only():
    body = "全市上下团结一心，各项工作都取得了新的进展和成效。"
    text = (
        f"一、工作回顾\n产业结构持续优化。\n{body}\n创新能级显著提升。\n{body}\n"
        f"二、重点工作\n注重解民忧、纾民困。\n{body}"
    )
    assert [words for words, level, _ in levels(text) if level == 2] == ["产业结构持续优化。", "创新能级显著提升。"]


@pytest.mark.parametrize(
    "line", ["过去一年，我们主要做了以下工作。", "甜菜：达到42万斤，增长3倍。", "让我们奋勇前进！"]
)
def test_sentences_that_name_nothing_below_are_no_headings(line):
    body = "全市上下团结一心，各项工作都取得了新的进展和成效。"
    assert [kind for kind, _ in kinds(f"{line}\n{body}\n{line}\n{body}")] == ["paragraph"] * 4


def test_the_address_to_the_deputies_without_a_full_stop_is_no_heading():
    address = "各位代表：\n现在，我代表国务院，向大会报告工作，请予审议"
    text = f"{address}\n一、2011年工作回顾\n发展。\n二、2012年工作部署\n发展。"
    assert levels(text) == [("一、2011年工作回顾", 1, "review"), ("二、2012年工作部署", 1, "plan")]


def test_a_list_of_which_most_are_too_long_has_no_headings():
    long = "坚持把保障和改善民生作为一切工作的出发点和落脚点，努力办好群众关心的每一件实事，" * 2 + "一起努力"
    text = f"重点工作\n一、{long}。\n二、{long}。\n三、抓好落实。\n以上工作，务必做好。"
    assert [words for words, _, _ in levels(text)] == ["重点工作"]


def test_appendix_terms_and_definitions():
    text = (
        "一、重点工作\n抓好生产。\n附件1\n名词解释\n1.“四上”企业：\n规模以上工业等四类企业的总称。\n"
        "2.“双高”：高水平学校和专业。"
    )
    assert levels(text)[1:] == [("名词解释", 1, "appendix"), ("1.“四上”企业：", 2, "appendix")]


def test_what_follows_the_report_on_a_page_is_chrome():
    text = "一、重点工作\n" + "抓好生产。" * 20 + "\n扫一扫在手机打开当前页\n【\n打印本页\n】"
    assert [kind for kind, _ in kinds(text)] == ["heading", "paragraph"] + ["chrome"] * 4
    assert not read_report(text=text).truncated


def test_numbers_are_no_headings():
    assert [kind for kind, _ in kinds("2.5亿元投资到位。\n一是稳增长。二是促改革。")] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("一、2025年工作回顾", "review"),
        ("“十四五”时期发展成就", "review"),
        ("二、2026年重点工作", "plan"),
        ("三、今年的目标任务", "plan"),
        ("四、加强政府自身建设", "self"),
        ("名词解释", "appendix"),
    ],
)
def test_part_kind(heading, kind):
    assert units(read_report(text=f"{heading}\n工作有序开展。"))["part_kind"].tolist() == [kind, kind]


def test_a_part_that_does_both_turns_to_the_plan():
    text = "一、“十四五”时期发展成就和“十五五”时期主要目标任务\n五年成绩显著。\n“十五五”时期，我们要再攀高峰。"
    assert units(read_report(text=text))["part_kind"].tolist() == ["review", "review", "plan"]


@pytest.mark.parametrize(
    ("title", "region", "tier"),
    [
        ("2026年黑龙江省政府工作报告", "黑龙江省", "province"),
        ("哈尔滨市2026年政府工作报告", "哈尔滨市", "prefecture"),
        ("2026年上海市人民政府工作报告", "上海市", "province"),
        ("2026年五常镇政府工作报告", "五常镇", "township"),
    ],
)
def test_tiers(title, region, tier):
    report = read_report(text=f"{title}\n各位代表：\n工作有序。")
    assert (report.region, report.tier, report.year) == (region, tier, 2026)


@pytest.mark.parametrize(
    ("name", "year"), [("x_state1979", 1979), ("2024_to_2025", 2025), ("plain", None), ("20261", None)]
)
def test_year_from_the_name(name, year):
    assert read_report(text="工业增长。", name=name).year == year


@pytest.mark.parametrize(
    ("text", "cut"), [("一、回顾\n工业增长。", False), ("一、回顾\n工业增", True), ("增长了”。", False)]
)
def test_truncated(text, cut):
    assert read_report(text=text).truncated is cut


def test_sentences_end_with_their_quotes():
    text = "他说“好。”大家都笑！是吗？对；错"
    assert sentences(read_report(text=text))["text"].tolist() == ["他说“好。”", "大家都笑！", "是吗？", "对；错"]


LINES = st.lists(
    st.sampled_from(
        [
            "一、工作回顾",
            "（一）稳增长。工业增长5%。",
            "——项目落地。",
            "各位代表：",
            "",
            "　　全年完成投资，",
            "增长5%",
            "“好！”",
            "2026年甲县政府工作报告",
        ]
    ),
    min_size=1,
    max_size=12,
).map("\n".join)


@given(st.one_of(LINES, st.text(min_size=1, max_size=80)).filter(lambda t: BLANK.sub("", t)))
def test_units_cover_the_text_and_sentences_cover_the_units(text):
    report = read_report(text=text)
    rows = units(report)
    assert rows["start"].is_monotonic_increasing
    assert all(a <= b for a, b in zip(rows["end"], rows["start"][1:], strict=False))
    assert BLANK.sub("", "".join(rows["text"])) == BLANK.sub("", text)
    said = sentences(report)
    assert BLANK.sub("", "".join(said["text"])) == BLANK.sub("", text)
    assert all(report.text[a:b] == words for a, b, words in zip(said.start, said.end, said.text, strict=True))


@given(st.text(max_size=120))
def test_any_string_parses_or_is_refused(text):
    try:
        report = read_report(text=text)
    except ReportError:
        assert not text.strip(" \ufeff\t\r\n\u3000") or not text.split()
        return
    assert parse(text) == report.layout
    assert (report.title is None) or report.title in text
    assert isinstance(report.completeness, str)
    assert isinstance(report._repr_html_(), str)
    assert all(value is None or value for value in (report.region, report.tier, report.region_code, *report.byline))


def test_locate_names_part_and_section(seed):
    rows = locate(seed, sentences(seed))
    inside = rows[rows["text"].str.contains("签约项目72个")].iloc[0]
    assert inside["part"] == "“十四五”时期和2025年工作简要回顾"
    assert inside["section"] == "(一)坚持扩增量、提质量,经济发展韧劲十足"
    assert rows.iloc[0][["part", "section"]].isna().all()


def test_byline_region_and_plans():
    report = read_report(
        text="2026年呼兰区政府工作报告\n——二〇二六年一月五日在呼兰区第三届人民代表大会第五次会议上\n区长 王 明\n"
        "各位代表：\n“十四五”规划圆满收官。"
    )
    assert report.byline == ("呼兰区第三届人民代表大会第五次会议", "2026-01-05", "王明")
    assert (report.region_code, report.review_year, report.plans) == ("230111", 2025, ["十四五"])


def test_what_the_byline_does_not_say_is_none(seed):
    assert seed.byline == (None, None, None)
    assert (seed.region_code, seed.plans) == ("230102", ["十四五"])


def test_headings_numbered_digit_by_digit():
    """Found by the fuzzer: 一一 is no numeral, and stopped the reading of the whole report."""
    rows = units(read_report(text="十、优化环境\n一一、扩大投资\n一二、深化改革\n十十、开放\n"))
    assert rows["kind"].tolist() == ["heading"] * 4
    assert rows["number"].tolist() == ["十", "一一", "一二", "十十"]
