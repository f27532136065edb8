"""Fuzz the readers: whatever the bytes, a report or a ReportError, and nothing that takes long.

    python tests/fuzz/fuzz_reading.py KIND [libFuzzer options]     KIND: text, html, docx, pdf, jsonl, parquet

With atheris (``make fuzz``) libFuzzer drives it by coverage; the test suite runs a few hundred mutations of the seeds.
"""

import io
import json
import random
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import pandas as pd

from govreport import Limits, ReportError, indicators, read_report, read_reports, units

LIMITS = Limits(seconds=None, characters=200_000)
ENDINGS = {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf", "jsonl": ".jsonl", "parquet": ".parquet"}
TABLES = ("jsonl", "parquet")
SAID = "甲县2025年政府工作报告\n各位代表：\n一、2024年工作回顾\n生产总值增长5.2%左右，“三力”提升。\n（一）扩大投资。\n"


def seeds(kind: str) -> list[bytes]:
    """Made-up files of a kind."""
    if kind == "text":
        return [SAID.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16", "utf-16-le")]
    if kind == "html":
        lines = "".join(f"<p>{line}</p>" for line in SAID.split("\n"))
        return [f"<!DOCTYPE html><html><body><nav>首页</nav><div>{lines}</div></body></html>".encode()]
    if kind == "parquet":
        made = io.BytesIO()
        pd.DataFrame({"name": ["甲", "乙"], "text": [SAID, SAID * 3]}).to_parquet(made)
        return [made.getvalue()]
    if kind == "jsonl":
        return [json.dumps({"name": "甲", "text": SAID}, ensure_ascii=False).encode(), b'{"text": 1}\n{"text": null}']
    return [_word() if kind == "docx" else _pdf()]


def read(data: bytes, kind: str) -> None:
    """Read the bytes as a file of a kind, and what is in it; only a ReportError may come of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ENDINGS[kind]}"
        path.write_bytes(data)
        try:
            reports = list(read_reports(path, on_error=str)) if kind in TABLES else [read_report(path, limits=LIMITS)]
        except ReportError:
            return
    for report in reports:
        units(report)
        indicators(report)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changed, cut out or doubled."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(made) + 1)
        stop = min(len(made), start + chance.choice((1, 1, 4, 40)))
        kind = chance.randrange(3)
        made[start:stop] = chance.randbytes(stop - start) if kind == 0 else b"" if kind == 1 else made[start:stop] * 2
    return bytes(made)


def _word() -> bytes:
    import docx

    made = docx.Document()
    for line in SAID.split("\n"):
        made.add_paragraph(line)
    made.add_table(1, 1).cell(0, 0).text = "表格"
    whole, plain = io.BytesIO(), io.BytesIO()
    made.save(whole)
    with zipfile.ZipFile(whole) as packed, zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as unpacked:
        for part in packed.infolist():  # stored, so that a mutation reaches the XML
            unpacked.writestr(part.filename, packed.read(part))
    return plain.getvalue()


def _pdf() -> bytes:
    import fpdf

    made = fpdf.FPDF()
    made.set_compression(False)
    made.add_page()
    made.set_font("helvetica")
    made.multi_cell(0, 6, "Report 2025. Growth 5.2%.\nSecond line.")
    return bytes(made.output())


def main() -> None:
    """Run libFuzzer on a kind, from its seeds."""
    import atheris

    kind = sys.argv.pop(1)
    warnings.simplefilter("ignore")
    corpus = Path(tempfile.mkdtemp())
    for number, seed in enumerate(seeds(kind)):
        (corpus / str(number)).write_bytes(seed)
    atheris.instrument_all()
    atheris.Setup([*sys.argv, str(corpus)], lambda data: read(data, kind))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
