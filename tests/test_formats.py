"""Files that people have, and files that are out to hurt: read as their text, or refused in one sentence."""

import io
import random
import re
import time
import zipfile

import docx
import fpdf
import pandas as pd
import pytest
from fuzz.fuzz_reading import ENDINGS, mutated, read, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport import Limits, ReportError, indicators, read_report, read_reports, units
from govreport.canvas import font_path
from govreport.encodings import decode, is_mojibake

TEXT = """甲县2026年政府工作报告
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、2025年工作回顾
过去一年，我们坚持稳中求进，地区生产总值增长5.2%，一般公共预算收入完成31.5亿元，城镇新增就业6800人，居民人均可支配收入增长5.6%，社会消费品零售总额增长4.8%。
（一）经济稳中向好。规模以上工业增加值增长6.1%，固定资产投资增长7.3%，新增高新技术企业12家，进出口总额达到8.6亿元。
（二）民生持续改善。新建学校3所，新增学位1500个，改造老旧小区12个，惠及居民3400户，城乡低保标准提高6%。
二、2026年工作安排
今年经济社会发展的主要预期目标是：地区生产总值增长5%左右，城镇新增就业6500人以上，粮食产量稳定在20万吨以上。
（一）扩大有效投资。实施重点项目56个，完成投资40亿元。
（二）办好民生实事。新建养老服务中心5个，新增停车泊位800个。
各位代表，让我们团结一心，为建设美好家园而努力奋斗！"""


def facts(report):
    """Headings and indicators."""
    headings = units(report).query("kind == 'heading'")["text"].tolist()
    rows = indicators(report)[["text", "value", "unit", "subject", "period", "modality"]]
    return headings, rows.astype(object).where(rows.notna(), None).values.tolist()


def same(path):
    return facts(read_report(path)) == facts(read_report(text=TEXT))


def refused(path, says, **options):
    with pytest.raises(ReportError, match=says) as told:
        read_report(path, **options)
    assert re.fullmatch(r"[^\n]+\.", str(told.value))


def page(text, encoding="utf-8"):
    """A page as governments' sites have them: menus, the article, a footer."""
    menu = "".join(
        f"<li><a href='/{i}.html'>{name}</a></li>" for i, name in enumerate(["首页", "政务公开", "互动交流"])
    )
    lines = "".join(f"<p>　　{line}</p>" for line in text.split("\n")[1:])
    title = text.split("\n")[0]
    return (
        f"<!DOCTYPE html><html><head><meta charset='{encoding}'><title>{title}</title><script>var a=1;</script></head>"
        f"<body><nav><ul>{menu}</ul></nav><div class='article'><h1>{title}</h1><div class='content'>{lines}</div></div>"
        "<footer><p>版权所有 网站地图 联系我们</p></footer></body></html>"
    )


def word(path, text):
    made = docx.Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    made.sections[0].header.paragraphs[0].text = "政府工作报告"
    made.save(path)


class _Pdf(fpdf.FPDF):
    def header(self):
        self.cell(0, 8, "甲县2026年政府工作报告汇编", align="C", new_x="LMARGIN", new_y="NEXT")

    def footer(self):
        self.set_y(-12)
        self.cell(0, 8, f"— {self.page_no()} —", align="C")


def pdf(path, text, pages=1, indent=7):
    """A PDF in the form of official documents: each paragraph begins two characters in."""
    made = _Pdf(format=(130, 90))
    made.add_font("sc", fname=font_path())
    made.set_font("sc", size=10)
    made.add_page()
    with made.text_columns(line_height=1.4) as column:
        for line in text.split("\n"):
            with column.paragraph(first_line_indent=indent) as paragraph:
                paragraph.write(line.strip())
    for _ in range(pages - 1):
        made.add_page()
    made.output(str(path))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_text_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_report(path).text == TEXT


def test_traditional_text_in_big5(tmp_path):
    text = "國民經濟和社會發展的報告，人民的生活水平有了提高，全年農業總產值增長百分之五。"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("big5"))
    assert read_report(path).text == text


def test_every_text_of_the_collection_in_every_encoding(corpus):
    for path in sorted(corpus.rglob("*.txt"))[::9]:
        text = read_report(path).text
        for encoding in ("gb18030", "utf-16", "utf-16-le"):
            assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize(
    ("written", "read"), [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("gb18030", "latin-1"), ("gb18030", "big5hkscs")]
)
def test_mojibake_is_refused(tmp_path, written, read):
    wrong = TEXT.encode(written).decode(read, "replace")
    assert is_mojibake(wrong)
    path = tmp_path / "a.txt"
    path.write_text(wrong, encoding="utf-8")
    refused(path, "mojibake")


def test_no_report_of_the_collection_is_taken_for_mojibake(corpus):
    assert [path for path in sorted(corpus.rglob("*.txt")) if is_mojibake(read_report(path).text)] == []


def test_the_same_report_as_word_page_and_pdf(tmp_path):
    word(tmp_path / "a.docx", TEXT)
    pdf(tmp_path / "a.pdf", TEXT)
    (tmp_path / "a.html").write_text(page(TEXT), encoding="utf-8")
    (tmp_path / "b.html").write_text(page(TEXT, "gbk"), encoding="gbk")
    for name in ("a.docx", "a.pdf", "a.html", "b.html"):
        assert same(tmp_path / name), name
    pdf(tmp_path / "b.pdf", TEXT, indent=0)
    assert same(tmp_path / "b.pdf")
    read = read_report(tmp_path / "a.pdf").text
    assert "汇编" not in read
    assert "— 2 —" not in read
    assert "版权所有" not in read_report(tmp_path / "a.html").text


def test_word_files_equal_their_texts(corpus):
    for path in sorted((corpus / "formats").glob("*.docx")):
        text = corpus / "provinces-2025" / f"{path.stem.removeprefix('2025')}.txt"
        assert facts(read_report(path)) == facts(read_report(text))


def test_the_heading_styles_of_a_word_file_are_evidence(tmp_path):
    made = docx.Document()
    for line in TEXT.split("\n")[:4]:
        made.add_paragraph(line)
    made.add_heading("　这一年，我们稳中求进。", 2)
    made.add_paragraph("全年生产总值增长5%，城镇新增就业6800人，居民收入增长6%，各项工作迈出新的步伐。")
    made.add_heading("过长" * 40 + "。", 2)
    made.save(tmp_path / "a.docx")
    report = read_report(tmp_path / "a.docx")
    heading = units(report).query("rule == 'style of the file'").iloc[0]
    assert (heading["text"], heading["level"], heading["path"]) == ("这一年，我们稳中求进。", 2, "一、2025年工作回顾")
    assert units(read_report(text=report.text))["kind"].tolist().count("heading") == 1


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["全年完成投资", "1234567.8亿元。"], "全年完成投资1234567.8亿元。"),
        (["实施方案，由", "（区）承担。"], "实施方案，由（区）承担。"),
    ],
)
def test_a_pdf_line_goes_on_where_what_follows_did_not_fit(tmp_path, lines, joined):
    filler = "持续推进各项工作取得新的进展" * 4
    made = fpdf.FPDF(format=(130, 90))
    made.add_font("sc", fname=font_path())
    made.set_font("sc", size=10)
    made.add_page()
    for line in [filler[:30], lines[0].rjust(29 - (len(lines[1]) > 6) * 4, "好"), lines[1], *[filler[:30]] * 6]:
        made.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    made.output(str(tmp_path / "a.pdf"))
    assert joined in read_report(tmp_path / "a.pdf").text


def test_reports_of_the_collection_as_pages_and_pdf(corpus, tmp_path):
    for path in sorted(corpus.glob("provinces-2026/*.txt"))[::10]:
        text = read_report(path).text
        (tmp_path / "a.html").write_text(page(text), encoding="utf-8")
        assert facts(read_report(tmp_path / "a.html"))[1] == facts(read_report(text=text, name="a"))[1]


def test_what_cannot_be_read_says_what_to_do(tmp_path):
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    refused(tmp_path / "a.doc", r"save it as \.docx")
    pdf(tmp_path / "scan.pdf", "")
    blank = fpdf.FPDF()
    blank.add_page()
    blank.output(str(tmp_path / "scan.pdf"))
    refused(tmp_path / "scan.pdf", "OCR")
    refused("https://example.org/report.html", "address on the web")
    (tmp_path / "a.html").write_text("<html><body></body></html>")
    refused(tmp_path / "a.html", "no main text")
    refused(tmp_path / "nul\0.txt", "cannot be read|There is no file")


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch):
    word(tmp_path / "a.docx", TEXT)
    monkeypatch.setattr("govreport.formats.find_spec", lambda name: None)
    refused(tmp_path / "a.docx", r"pip install 'govreport-notebooks\[formats\]'")


def zipped(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
    + "]><l>&j;</l>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE, LAUGHS.encode("utf-16")], ids=["laughs", "outside", "utf-16"])
def test_entities_are_refused(tmp_path, xml):
    zipped(tmp_path / "a.docx", {"word/document.xml": xml, "[Content_Types].xml": "<Types/>"})
    refused(tmp_path / "a.docx", "entities")


def test_bombs_are_refused(tmp_path):
    zipped(tmp_path / "bomb.docx", {"word/document.xml": b"0" * 300_000_000})
    refused(tmp_path / "bomb.docx", "unpacks to more")
    inner = io.BytesIO()
    zipped(inner, {"word/document.xml": b"0" * 10_000_000})
    zipped(tmp_path / "nested.docx", {"word/document.xml": "<a/>", "word/inner.zip": inner.getvalue()})
    refused(tmp_path / "nested.docx", "broken or locked Word file")
    zipped(tmp_path / "plain.docx", {"a.txt": "text"})
    refused(tmp_path / "plain.docx", "no Word file")


def test_limits_are_told(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    refused(tmp_path / "a.txt", "bytes", limits=Limits(size=10))
    refused(tmp_path / "a.txt", "characters", limits=Limits(characters=10))
    pdf(tmp_path / "a.pdf", TEXT, pages=4)
    refused(tmp_path / "a.pdf", "pages", limits=Limits(pages=2))
    refused(tmp_path / "a.pdf", "took more than", limits=Limits(seconds=0.01))
    assert same(tmp_path / "a.pdf")
    assert facts(read_report(tmp_path / "a.pdf", limits=Limits(seconds=None))) == facts(read_report(text=TEXT))


def test_a_line_of_50_megabytes_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("增长5%，" * 5_000_000, encoding="utf-8")
    assert (tmp_path / "a.txt").stat().st_size > 50_000_000
    refused(tmp_path / "a.txt", "characters")


def test_a_page_nested_without_end_is_refused(tmp_path):
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 10_000 + TEXT, encoding="utf-8")
    refused(tmp_path / "a.html", "nests")


@pytest.mark.parametrize(
    "content",
    [
        "各位代表：" + "增长5%，" * 900_000,
        "一、工作\n" * 1_000_000,
        "增长\u202e5%\u200b。\u200f\u2066新建学校3所。" * 1000,
    ],
    ids=["one line", "a million lines", "right to left"],
)
def test_long_and_strange_text_is_read_in_bounded_time(tmp_path, content):
    path = tmp_path / "a.txt"
    path.write_text(content, encoding="utf-8")
    started = time.monotonic()
    assert read_report(path).text == content
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("content", [b"\xe5\xa2\x9e\x00\xe9\x95\xbf", b"\xed\xa0\x80", b"\x00" * 100])
def test_nul_bytes_and_surrogates_are_refused(tmp_path, content):
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(ReportError):
        read_report(tmp_path / "a.txt")
    with pytest.raises(ReportError, match="surrogates"):
        read_report(text="增长5%\ud800。")


@given(
    st.binary(max_size=300),
    st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf"]),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>"]),
)
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused(tmp_path_factory, content, name, head):
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(head + content)
    try:
        read_report(path, limits=Limits(seconds=None))
    except ReportError as error:
        assert re.fullmatch(r"[^\n]+\.", str(error))


def test_reports_of_a_folder_and_of_tables(tmp_path):
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / "甲县2025.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b" / "bad.txt").write_bytes(b"")
    word(folder / "b" / "乙县2025.docx", TEXT)
    told = []
    assert [report.name for report in read_reports(folder, on_error=told.append)] == ["乙县2025", "甲县2025"]
    assert "is empty" in str(*told)
    with pytest.raises(ReportError, match="is empty"):
        list(read_reports(folder))
    rows = pd.DataFrame({"标题": ["甲县2025", "乙县2026"], "正文": [TEXT, "全年增长5%。"]})
    rows.to_csv(tmp_path / "a.csv", index=False, encoding="gb18030")
    rows.to_json(tmp_path / "a.jsonl", orient="records", lines=True, force_ascii=False)
    rows.to_parquet(tmp_path / "a.parquet")
    for kind in ("csv", "jsonl", "parquet"):
        reports = list(read_reports(tmp_path / f"a.{kind}"))
        assert [(report.name, report.text, report.year) for report in reports] == [
            ("甲县2025", TEXT, 2026),
            ("乙县2026", "全年增长5%。", 2026),
        ]
        assert reports[1].source == f"a.{kind} row 2"
        assert len({report.sha256 for report in reports}) == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "x,y\n1,2\n", "no column of text"),
        ("a.jsonl", "{1}\n", "no JSONL table"),
        ("a.jsonl", "[" * 100_000, "no JSONL table"),
        ("a.parquet", "PAR1", "no PARQUET table"),
        ("a.csv", "text\n\n", "no column|row 1|no CSV"),
        ("a.xlsx", "x", "no folder and no table"),
    ],
)
def test_bad_tables_get_one_sentence(tmp_path, name, content, says):
    (tmp_path / name).write_text(content)
    if content == "text\n\n":
        assert list(read_reports(tmp_path / name)) == []
        return
    with pytest.raises(ReportError, match=says) as told:
        list(read_reports(tmp_path / name))
    assert re.fullmatch(r"[^\n]+\.", str(told.value))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReportError, match="holds no report"):
        read_reports(tmp_path / "empty")


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_short_run_of_the_fuzzer(kind):
    chance = random.Random(kind)
    for seed in seeds(kind):
        read(seed, kind)
        for _ in range(60):
            read(mutated(seed, chance), kind)
