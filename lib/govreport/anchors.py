"""Facts as W3C Web Annotations, one a line: written, read back, and found again in a text that was corrected."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .errors import ReportError
from .export import write_whole
from .facts import COLUMNS, CONTEXT, facts

if TYPE_CHECKING:
    from .report import Report

# Names of fields that the vocabulary of Web Annotations does not have are the project's own.
_JSON_LD = ["http://www.w3.org/ns/anno.jsonld", {"@vocab": "urn:govreport:"}]
_FIELDS = [name for name in COLUMNS if name not in ("fact", "start", "end", "text", "prefix", "suffix")]
_NUMBERS = {"start": "Int64", "end": "Int64", "value": float, "low": float, "high": float}
_WHOLE = {"topic_code": "Int64", "sentence_id": "Int64"}
_NUMERAL = re.compile(r"[\d.〇零一二三四五六七八九十百千万亿两]")
_ALIKE = 0.5  # how alike the words around a figure must be, of 1, for it to be taken for the same


def annotations(report: Report) -> list[dict]:
    """The facts of a report as Web Annotations (https://www.w3.org/TR/annotation-model/).

    Returns:
        One annotation a fact. Its target names the document by SHA-256 and the words twice: quoted with what stands
        around them (TextQuoteSelector), and by place, in Unicode characters (TextPositionSelector). Its body has the
        fields of `facts` that are not null.

    >>> from govreport import read_report
    >>> annotations(read_report(text="工业增长5%。"))[0]["target"]["selector"][1]
    {'type': 'TextPositionSelector', 'start': 4, 'end': 6}
    """
    source = f"urn:sha256:{report.sha256}"
    return [_annotation(row, source) for row in facts(report).astype(object).to_dict("records")]


def _annotation(row: dict, source: str) -> dict:
    quote = {"type": "TextQuoteSelector", "exact": row["text"], "prefix": row["prefix"], "suffix": row["suffix"]}
    place = {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]}
    said = {name: row[name] for name in _FIELDS if isinstance(row[name], tuple) or pd.notna(row[name])}
    return {
        "@context": _JSON_LD,
        "id": f"{source}#fact={row['fact']}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "Dataset", **said},
        "target": {"type": "SpecificResource", "source": source, "selector": [quote, place]},
    }


def write_facts(report: Report, path: str | Path) -> None:
    """Write the facts of a report as ``facts.jsonl``: one Web Annotation a line (see `annotations`).

    Args:
        report: the report.
        path: the file.

    Raises:
        ReportError: where the file cannot be written.
    """
    lines = [json.dumps(each, ensure_ascii=False, allow_nan=False) + "\n" for each in annotations(report)]
    write_whole(Path(path), "".join(lines).encode())


def read_facts(path: str | Path) -> pd.DataFrame:
    """Read facts that `write_facts` or the page of a report wrote.

    Returns:
        The columns of `facts`.

    Raises:
        ReportError: where the file cannot be read, or a line is not such an annotation.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(f"{path} cannot be read as facts: name a facts.jsonl that write_facts wrote.") from error
    rows = [_row(line, path, number) for number, line in enumerate(lines, 1) if line.strip()]
    texts = [name for name in COLUMNS if name not in (*_NUMBERS, *_WHOLE, "values", "relations")]
    return pd.DataFrame(rows, columns=COLUMNS).astype(_NUMBERS | _WHOLE | dict.fromkeys(texts, "str"))


def _row(line: str, path: str | Path, number: int) -> dict:
    try:
        read = json.loads(line)
        body, (quote, place) = read["body"], read["target"]["selector"]
        words = {"text": quote["exact"], "prefix": quote["prefix"], "suffix": quote["suffix"]}
        values = body.get("values")
        return {
            **{name: body.get(name) for name in _FIELDS},
            **words,
            "fact": read["id"].partition("#fact=")[2],
            "start": int(place["start"]),
            "end": int(place["end"]),
            "values": values and tuple(values),
            "relations": tuple(body["relations"]),
        }
    except (ValueError, KeyError, TypeError) as error:
        raise ReportError(f"Line {number} of {path} is not a fact: use the file as write_facts wrote it.") from error


def reanchor(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    r"""Find facts again in another version of their text.

    A fact whose words and surroundings stand as quoted is taken first; of several such places the one that lies where
    its neighbours lead one to look. Then come those whose surroundings were changed: the place that is most like them,
    if it is like them at all. No place is given twice, and no fact is put on other words than its own.

    Args:
        rows: `facts`, `read_facts`, or what this gave of an earlier version.
        report: the other version.

    Returns:
        The table with ``start, end, prefix, suffix`` of that version; ``start`` and ``end`` null, and the quotation as
        it was, where a fact could not be placed.

    >>> from govreport import read_report
    >>> rows = facts(read_report(text="工业增长5%。农业增长3%。"))
    >>> reanchor(rows, read_report(text="全年工业增长5%。农业增长4%。"))[["start", "end", "text"]]
       start   end text
    0      6     8   5%
    1   <NA>  <NA>   3%
    """
    text, rows = report.text, rows.sort_values("start", ignore_index=True)
    known = list(rows.itertuples())
    quoted = [list(_quoted(text, row)) for row in known]
    starts = rows["start"].astype(float).ffill().fillna(0)
    expected = starts + _moved(starts, quoted)
    placed: dict[int, int] = {}
    for number, places in enumerate(quoted):
        _place(placed, number, [(1.0, -abs(at - expected[number]), at) for at in places])
    for number, row in enumerate(known):
        if number not in placed:
            alike = [(_alike(text, at, row), -abs(at - expected[number]), at) for at in _same_words(text, row.text)]
            _place(placed, number, [offer for offer in alike if offer[0] >= _ALIKE])
    return _at(rows, placed, text)


def _place(placed: dict[int, int], number: int, offers: list[tuple[float, float, int]]) -> None:
    """Give a fact the best place on offer that no other has; an offer is its likeness, its nearness and the place."""
    free = [offer for offer in offers if offer[2] not in placed.values()]
    if free:
        placed[number] = max(free)[2]


def _quoted(text: str, row) -> Iterator[int]:
    """Where the words of a fact stand with all that is quoted around them."""
    for found in _each(text, row.prefix + row.text + row.suffix):
        yield found + len(row.prefix)


def _same_words(text: str, words: str) -> Iterator[int]:
    """Where the words of a fact stand and are no piece of a longer number."""
    for found in _each(text, words):
        if not _NUMERAL.match(text[found - 1 : found]) and not text[found + len(words) :][:1].isdigit():
            yield found


def _each(text: str, words: str) -> Iterator[int]:
    """Where some words stand."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _alike(text: str, at: int, row) -> float:
    """How alike a place's surroundings are to those that a fact quotes, 0 to 1."""
    end = at + len(row.text)
    here = text[max(0, at - len(row.prefix)) : at] + "\0" + text[end : end + len(row.suffix)]
    return SequenceMatcher(None, f"{row.prefix}\0{row.suffix}", here, autojunk=False).ratio()


def _moved(starts: pd.Series, quoted: list[list[int]]) -> pd.Series:
    """How far each fact must have moved: as far as the nearest one before it, or after, that stands in one place."""
    sure = [places[0] if len(places) == 1 else np.nan for places in quoted]
    return (pd.Series(sure, starts.index) - starts).ffill().bfill().fillna(0)


def _at(rows: pd.DataFrame, placed: dict[int, int], text: str) -> pd.DataFrame:
    """The rows with their places in a text, and what stands around these."""
    starts = pd.Series([placed.get(number, pd.NA) for number in range(len(rows))], rows.index, "Int64")
    ends = starts + rows["text"].str.len()
    quotes = [
        (text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]) if pd.notna(start) else (prefix, suffix)
        for start, end, prefix, suffix in zip(starts, ends, rows["prefix"], rows["suffix"], strict=True)
    ]
    prefix, suffix = zip(*quotes, strict=True) if quotes else ((), ())
    return rows.assign(start=starts, end=ends, prefix=pd.array(prefix, "str"), suffix=pd.array(suffix, "str"))
