"""Reading: what is accepted, and one clear sentence for what is not."""

import re

import pytest

from govreport import ReportError, read_report

TEXT = "2026年甲区政府工作报告\n各位代表:\n全年增长5%。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path, encoding):
    path = tmp_path / "甲区 2026.txt"
    path.write_bytes(TEXT.encode(encoding))
    report = read_report(path)
    assert report.text == TEXT
    assert (report.name, report.source) == ("甲区 2026", "甲区 2026.txt")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "There is no file"),
        ("empty.txt", b"", "is empty"),
        ("blank.txt", " \n\u3000".encode(), "is empty"),
        ("report.txt", b"%PDF-1.7 ...", "is a broken or locked PDF"),
        ("word.txt", b"PK\x03\x04....", "is a broken or locked Word"),
        ("binary.txt", bytes(range(256)), "is not text"),
    ],
)
def test_bad_files_get_one_sentence(tmp_path, name, content, says):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReportError, match=says) as caught:
        read_report(path)
    assert re.fullmatch(r"[^\n]+\.", str(caught.value))


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(ReportError, match="is a folder"):
        read_report(tmp_path)


def test_give_a_path_or_a_text():
    with pytest.raises(ReportError, match="not both"):
        read_report()
    with pytest.raises(ReportError, match="not both"):
        read_report("a.txt", text="b")


def test_text_keeps_every_character():
    text = "\ufeff　　各位代表：\r\n\t增长。\u200b "
    assert read_report(text=text).text == text
