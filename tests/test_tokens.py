"""Tokens: offsets that always hold, numbers and times whole, a quiet segmenter, a dictionary that breaks no word."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport import ReportError, read_report, sentences
from govreport.lexicon import table
from govreport.quantities import mentions, times
from govreport.tokens import KINDS, segment, stopwords, tokens

SEED = Path(__file__).parents[1] / "seeds" / "daoli-2026.txt"
PIECES = [
    *"工业增长改革的和第一二三百万亿元个年月人口",
    *"0123456789%.,:;-+·",
    *"，。、；：！？“”（）—《》",
    *" \t\n\r\u3000\u200b",
    *"aBＡ５％Ⅲ①é😀𠮷",
    "2025年",
    "“十四五”时期",
    "1-11月",
    "6.9万人",
    "增长5.2%",
    "4000余万元",
    "习近平总书记",
    "\n——",
    "\n（一）",
]
messy = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


def cut(text):
    """The tokens of a text as (token, kind) pairs."""
    rows = tokens(read_report(text=text))
    return list(zip(rows["token"], rows["kind"], strict=True))


def words(text):
    return [token for token, _ in cut(text)]


def solid(text):
    return "".join(text.split())


@settings(max_examples=150)
@given(messy.filter(lambda text: text.strip("\ufeff\u200b \t\r\n\u3000")))
def test_offsets_round_trip(text):
    report = read_report(text=text)
    rows, spoken = tokens(report), sentences(report)
    assert [text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["token"].tolist()
    assert (rows["start"].to_numpy()[1:] >= rows["end"].to_numpy()[:-1]).all()
    assert set(rows["kind"]) <= set(KINDS)
    assert not rows["token"].str.isspace().any()
    assert solid("".join(rows["token"])) == solid("".join(spoken["text"]))
    bounds = spoken.set_index("sentence_id").loc[rows["sentence_id"]]
    assert (rows["start"].to_numpy() >= bounds["start"].to_numpy()).all()
    assert (rows["end"].to_numpy() <= bounds["end"].to_numpy()).all()


@settings(max_examples=100)
@given(messy, st.lists(st.integers(0, 60), max_size=6, unique=True))
def test_fixed_spans_stay_whole(text, marks):
    ends = sorted(mark for mark in marks if mark <= len(text))
    fixed = [(a, b, "time") for a, b in zip(ends[::2], ends[1::2], strict=False)]
    found = list(segment(text, fixed))
    assert [span for span in found if span in fixed] == fixed
    assert solid("".join(text[a:b] for a, b, _ in found)) == solid(text)
    assert all(a < b for a, b, _ in found)


@pytest.mark.parametrize(
    ("text", "token", "kind"),
    [
        ("地区生产总值629.3亿元。", "629.3亿元", "number"),
        ("盘活资产4000余万元。", "4000余万元", "number"),
        ("同比增长5.2%。", "5.2%", "number"),
        ("增长近3个百分点。", "3个百分点", "number"),
        ("输送的两名运动员。", "两名", "number"),
        ("(一)坚持改革", "一", "number"),
        ("“十四五”时期，改革提速。", "“十四五”时期", "time"),
        ("1-11月，投资增长。", "1-11月", "time"),
        ("前三季度，投资增长。", "前三季度", "time"),
        ("2025年投资增长。", "2025年", "time"),
        ("裸眼3D大屏。", "3D", "word"),
        ("位列全市第一。", "第一", "word"),
        ("第三产业增长。", "第三产业", "word"),
        ("推进互联网+服务。", "互联网+", "word"),
        ("改革、开放。", "、", "punct"),
        ("改革——开放。", "—", "punct"),
    ],
)
def test_one_token_of_its_kind(text, token, kind):
    assert (token, kind) in cut(text)


@pytest.mark.parametrize("text", ["统一大市场建设", "进一步改革", "农村一体化发展", "万众创新", "百花齐放"])
def test_a_numeral_inside_a_word_is_no_number(text):
    assert "number" not in [kind for _, kind in cut(text)]


def test_white_space_yields_no_token_and_parts_words():
    assert words("民生 \u3000保障") == ["民生", "保障"]


def test_every_quantity_and_time_of_the_seed_is_one_token():
    report = read_report(SEED)
    rows = tokens(report)
    spans = {kind: set(zip(found["start"], found["end"], strict=True)) for kind, found in rows.groupby("kind")}
    quantities, moments = mentions(report), times(report)
    assert len(quantities) > 100
    assert set(zip(quantities["start"], quantities["end"], strict=True)) <= spans["number"]
    assert set(zip(moments["start"], moments["end"], strict=True)) == spans["time"]


def test_masked_numbers_show_their_unit_and_keep_their_place():
    report = read_report(text="(一)新增就业6.9万人，增长5%，2025年完成。")
    plain, masked = tokens(report), tokens(report, mask_numbers=True)
    numbers = plain["kind"] == "number"
    assert masked.loc[numbers, "token"].tolist() == ["#", "#人", "#%"]
    assert masked.loc[~numbers].equals(plain.loc[~numbers])
    assert masked[["start", "end"]].equals(plain[["start", "end"]])


def test_the_cached_table_is_safe_from_its_readers():
    report = read_report(text="民生保障。")
    taken = tokens(report)
    taken["token"] = "x"
    assert tokens(report)["token"].tolist() == ["民生", "保障", "。"]


def test_the_segmenter_is_lazy_quiet_and_leaves_no_file(tmp_path):
    program = "; ".join(
        [
            "import sys",
            "from govreport.tokens import segment",
            "assert 'jieba' not in sys.modules",
            "print(*segment('深化放管服改革'))",
        ]
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", program]
    both = [subprocess.Popen(command, stdout=-1, stderr=-1, text=True, env=environment) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in both]
    assert outputs == [("(0, 2, 'word') (2, 5, 'word') (5, 7, 'word')\n", "")] * 2
    assert not list(tmp_path.iterdir())


def test_the_readers_own_jieba_keeps_its_dictionary():
    import jieba

    assert words("推进县域医共体建设") == ["推进", "县域医共体", "建设"]
    assert "县域医共体" not in jieba.dt.FREQ


# The user dictionary


def test_user_dictionary_is_well_formed():
    rows = table("userdict")
    assert rows.columns.tolist() == ["term", "freq", "pos", "source"]
    assert not rows["term"].duplicated().any()
    assert (rows["term"].str.len() >= 2).all()
    assert not rows["term"].str.contains(r"\s").any()
    assert rows["freq"].str.fullmatch(r"|[1-9]\d*").all()
    assert rows["pos"].str.fullmatch("[a-z]+").all()
    assert set(rows["source"]) == {"statistics", "state council", "provinces", "seed", "new words"}


def test_each_term_of_the_user_dictionary_is_one_token():
    terms = table("userdict")["term"]
    assert [term for term in terms if [(a, b) for a, b, _ in segment(term)] != [(0, len(term))]] == []


@pytest.mark.parametrize(
    "expected",  # ordinary words that hold the characters of a term, or share some with one
    [
        "我们 知道 里面 有 问题",
        "河道 里 有 鱼",
        "街道 里弄",
        "向 好人 学习",
        "占 比例 较 高",
        "扩大 数据 规模",
        "存在 重大 模型 误差",
        "完全 覆盖 山区",
        "新增 速度 加快",
        "在线 上 学习",
        "新 材质",
        "创新 业绩",
        "不断创新 模式",
        "中文 旅行社",
        "联合 体育 活动",
        "成都 市民",
        "首都 市容",
        "区块 链接",
        "计算 力度",
        "双 减速器",
        "委托 位置",
        "医学 研究 人员",
        "科研 学习",
        "大中专 利用 假期",
        "常态 化解 纠纷",
        "正常 态度",
        "老 旧货 市场",
        "这件 事",
        "好 办实事",
        "最好 房子",
        "昨夜 经济学家",
        "非 遗憾 不可",
        "农民 工作",
        "社会 保险箱",
        "人才 链接",
        "创新 链条",
        "中医 联合会",
        "网格 员工",
        "惠民 生意",
        "降 碳酸",
        "惠 企业家",
    ],
)
def test_ordinary_words_stay_whole(expected):
    assert words(expected.replace(" ", "")) == expected.split()


# Stop words


def test_stop_word_lists():
    rows = table("stopwords")
    assert rows.columns.tolist() == ["term", "list", "reason"]
    assert not rows["term"].duplicated().any()
    assert (rows[["term", "list", "reason"]] != "").all(axis=None)
    assert stopwords() == stopwords("function", "report") == stopwords("function") | stopwords("report")
    assert stopwords("function").isdisjoint(stopwords("report"))
    assert {"的", "和", "在"} <= stopwords("function")
    assert {"推进", "加强", "发展"} <= stopwords("report")


@pytest.mark.parametrize("topic", ["改革", "就业", "企业", "农业", "教育", "消费", "民生", "安全", "生态"])
def test_no_topic_is_a_stop_word(topic):
    assert topic not in stopwords()


def test_an_unknown_stop_word_list_is_an_error():
    with pytest.raises(ReportError, match="no stop word list english: choose among function, report"):
        stopwords("english")
