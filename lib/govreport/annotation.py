"""Annotating by hand: what was said of which sentence, checked as it is said, and the files of it in gold's form."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from .errors import ReportError
from .evaluate import read_gold
from .themes import codebook

if TYPE_CHECKING:
    from .report import Report

CHOICES = {
    "measure": ("level", "increment", "growth", "share", "pp", "ratio"),
    "direction": ("", "up", "down"),
    "bound": ("exact", "above", "below", "about"),
    "modality": ("actual", "target"),
}
_CHANGES = ("increment", "growth", "pp")
_POINT = r"\d{4}(?:-\d{2}|Q[1-4])?"
_PERIOD = re.compile(rf"{_POINT}(?:[/-]{_POINT}|-Q[1-4])?")


class Annotation:
    """What one annotator says of some sentences of a report.

    Args:
        report: the report.
        sentences: rows of `govreport.sentences`, those to annotate.
        kind: ``quantities`` or ``themes``.
        path: file to save to, ``.jsonl`` for quantities and ``.csv`` for themes; where it is there, it is gone on with.

    Raises:
        ReportError: where the kind, the name or the file does not fit.

    >>> from govreport import read_report, sentences
    >>> report = read_report(text="新增就业6.9万人。", name="example_2026")
    >>> mine = Annotation(report, sentences(report))
    >>> mine.add(0, "6.9万人", value="69000", unit="人", subject="就业")["start"]
    4
    """

    def __init__(
        self, report: Report, sentences: pd.DataFrame, kind: str = "quantities", path: str | Path | None = None
    ):
        suffixes = {"quantities": ".jsonl", "themes": ".csv"}
        if kind not in suffixes:
            raise ReportError(f"There is nothing to annotate as {kind!r}: choose quantities or themes.")
        if sentences.empty:
            raise ReportError("There is no sentence to annotate: give rows of sentences(report).")
        self.report, self.kind = report, kind
        self.sentences = sentences.reset_index(drop=True)
        self.path = Path(path or f"{kind}{suffixes[kind]}")
        if self.path.suffix != suffixes[kind]:
            raise ReportError(f"{kind} are saved as {suffixes[kind]}: choose another name than {self.path.name}.")
        self.records: list[dict] = []
        self.codes: dict[int, int] = {}
        if self.path.exists():
            self._load()

    def add(self, at: int, text: str, *, ignore: bool = False, **fields: object) -> dict:
        """Record a quantity of the sentence at place ``at``: its characters, and the fields of the guide.

        The same characters recorded once already are looked for behind that place. A mention set aside (``ignore``)
        needs no fields.

        Raises:
            ReportError: where the text does not stand in the sentence, or a field is not as the guide has it.
        """
        record = {"start": self._place(at, text.strip())}
        record |= {"end": record["start"] + len(text.strip()), "text": text.strip()}
        record |= {"ignore": True} if ignore else _fields(fields) | {"ignore": False}
        self.records = sorted([*self.records, record], key=lambda each: each["start"])
        return record

    def remove(self, record: dict) -> None:
        """Take a record back."""
        self.records = [each for each in self.records if each != record]

    def code(self, at: int, code: int) -> None:
        """Give the sentence at place ``at`` a topic.

        Raises:
            ReportError: where the codebook has no such code.
        """
        if code not in set(codebook()["code"]):
            raise ReportError(f"{code} is no code of the codebook: choose one of docs/theme-codebook.md.")
        self.codes[int(self.sentences["start"][at])] = int(code)

    def of(self, at: int) -> list[dict]:
        """The records of the sentence at place ``at``."""
        row = self.sentences.loc[at]
        return [each for each in self.records if row["start"] <= each["start"] < row["end"]]

    def done(self) -> int:
        """How many sentences have a record or a code."""
        return sum(bool(self.of(at)) or start in self.codes for at, start in enumerate(self.sentences["start"]))

    def table(self) -> pd.DataFrame:
        """What was annotated, in the columns of the gold."""
        if self.kind == "quantities":
            return pd.DataFrame(self.records, columns=None if self.records else ["start", "end", "text", "ignore"])
        rows = self.sentences[self.sentences["start"].isin(self.codes)]
        coded = rows["start"].map(self.codes).astype("Int64")
        name = f"{self.report.name}.txt"
        return pd.DataFrame(
            {"report": name, "start": rows["start"], "end": rows["end"], "coder_a": coded, "coder_b": None}
        )

    def save(self) -> Path:
        """Write the file, whole or not at all: JSON lines of quantities, or a CSV of themes, as in ``data/gold``.

        Raises:
            ReportError: where it cannot be written.
        """
        if self.kind == "quantities":
            text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in self.records)
        else:
            text = self.table().to_csv(index=False, lineterminator="\n")
        partial = self.path.with_name(f".{self.path.name}.partial")
        try:
            partial.write_text(text, encoding="utf-8", newline="\n")
            os.replace(partial, self.path)
        except OSError as error:
            raise ReportError(f"Cannot write {self.path}: {error.strerror or error}.") from error
        return self.path

    def _place(self, at: int, text: str) -> int:
        row = self.sentences.loc[at]
        taken = {record["start"] for record in self.records}
        place = self.report.text.find(text, row["start"], row["end"]) if text else -1
        while place in taken:
            place = self.report.text.find(text, place + 1, row["end"])
        if place < 0:
            raise ReportError(f"“{text}” does not stand (again) in this sentence: copy the characters from it.")
        return place

    def _load(self) -> None:
        """Go on with what was saved; rows of another text are refused."""
        if self.kind == "themes":
            try:
                rows = pd.read_csv(self.path)
                self.codes = {int(row.start): int(row.coder_a) for row in rows.itertuples()}
            except (AttributeError, ValueError):
                raise ReportError(f"{self.path} is no file of themes: choose another name.") from None
            return
        self.records = read_gold(self.path).to_dict("records")
        if any(self.report.text[each["start"] : each["end"]] != each["text"] for each in self.records):
            raise ReportError(f"{self.path} holds records of another text: choose another name.")


def _fields(fields: dict) -> dict:
    """The fields of a record, as the guide has them."""
    record = {
        "value": _number(fields.get("value")),
        "low": _number(fields.get("low")),
        "high": _number(fields.get("high")),
        "unit": _text(fields.get("unit")) or "",
        "subject": _text(fields.get("subject")),
        "measure": "level",
        "direction": None,
        "bound": "exact",
        "period": _text(fields.get("period")),
        "modality": "actual",
    }
    record |= {name: fields[name] or None for name in CHOICES if name in fields}
    for name, choices in CHOICES.items():
        if (record[name] or "") not in choices:
            raise ReportError(f"{name} is one of {', '.join(filter(None, choices))}, not {record[name]}.")
    if record["direction"] and record["measure"] not in _CHANGES:
        raise ReportError(f"A direction belongs to {', '.join(_CHANGES)}; a {record['measure']} has none.")
    if record["period"] and not _PERIOD.fullmatch(record["period"]):
        raise ReportError(f"{record['period']} is no period: write 2025, 2025-01/2025-11, 2025Q1-Q3 or 2021/2025.")
    if record["value"] is None and record["unit"] != "ratio":
        raise ReportError("Give the value in the base unit: 629.3亿元 is 62930000000.")
    return record


def _number(said: object) -> float | None:
    text = str("" if said is None else said).strip().replace(",", "").replace("_", "")
    try:
        return float(text) if text else None
    except ValueError:
        raise ReportError(f"{text} is no number: write digits, with the multiplier applied (1.3万 is 13000).") from None


def _text(said: object) -> str | None:
    return str(said).strip() or None if said is not None else None
