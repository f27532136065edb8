"""A report and all that was found in it as one page: it opens without Python, and asks nothing of any network."""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.metadata import version
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import pandas as pd

from . import marked
from .anchors import annotations
from .audit import audit
from .export import write_whole
from .facts import facts
from .fonts import font_face
from .lexicon import table
from .targets import targets

if TYPE_CHECKING:
    from .report import Report

# Columns of the facts that readers without scripts see too.
_MORE = {
    "Unit": "unit",
    "Measure": "measure",
    "Bound": "bound",
    "Indicator": "english",
    "Hedge": "hedge",
    "Topic": "topic",
}
# Said before the page is laid out, so that this is done once.
_EARLY = 'document.documentElement.classList.add("js");'
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def inspect(report: Report) -> str:
    """The page of a report: its text with every figure marked, its facts, targets, audit and themes.

    Without scripts it is the text and plain tables with links to it; with them, a fact that is chosen shows its
    fields, the list can be searched and filtered, and its rows taken away as CSV or as the lines of `write_facts`.

    Args:
        report: any report.

    Returns:
        HTML with everything inside. ``#fact=`` and the identifier of a fact leads to it.

    >>> from govreport import read_report
    >>> 'id="fact=' in inspect(read_report(text="工业增长5%。"))
    True
    """
    rows, themes = facts(report), marked.Themes(report)
    aims, checks = _aims(report, rows), _checks(report, rows)
    script, style = _part("inspector.js"), _part("inspector.css")
    title = report.title or report.name
    page = {
        "title": escape(title),
        "summary": escape(_summary(report, rows, aims, checks)),
        "completeness": escape(report.completeness),
        "outline": marked.outline(report),
        "text": marked.text(report, rows, themes),
        "facts": _facts_list(rows),
        "targets": _targets_list(aims),
        "audit": _audit_list(checks),
        "themes": _themes_list(themes),
        "version": version("govreport-notebooks"),
        "sha256": report.sha256,
        "data": _json({"name": report.name, "facts": annotations(report), "audit": checks}),
        "style": style,
        "script": script,
        "early": _EARLY,
        "script_hashes": " ".join(map(_hash, (_EARLY, script))),
        "font": font_face(report.text + title + style + script + "".join(table("topics")["chinese"])),
    }
    return Template(_part("inspector.html")).substitute(page)


def write_inspector(report: Report, path: str | Path) -> None:
    """Write the page of a report (see `inspect`) to a file.

    Raises:
        ReportError: where the file cannot be written.
    """
    write_whole(Path(path), inspect(report).encode())


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """How a page's Content Security Policy names a script that may run."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _json(thing: object) -> str:
    """JSON that can stand inside a script element, whatever the report says."""
    return json.dumps(thing, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_IN_SCRIPT)


def _summary(report: Report, rows: pd.DataFrame, aims: list[dict], checks: list[dict]) -> str:
    doubted = sum(check["verdict"] == "inconsistent" for check in checks)
    place = [report.region, report.year, f"{report.tier} level" if report.tier else None]
    found = [f"{len(rows)} figures", f"{len(aims)} targets", f"{len(checks)} checks, {doubted} to look at"]
    return " · ".join(str(part) for part in [*place, f"{len(report.text):,} characters", *found] if part)


def _aims(report: Report, rows: pd.DataFrame) -> list[dict]:
    """The targets, each with the place in the page where it is said: its first figure, else its sentence."""
    aims = targets(report).astype(object).to_dict("records")
    for aim in aims:
        held = rows.loc[(rows["start"] >= aim["start"]) & (rows["end"] <= aim["end"]), "fact"]
        aim["at"] = f"fact={held.iloc[0]}" if len(held) else f"s{aim['sentence_id']}"
    return aims


def _checks(report: Report, rows: pd.DataFrame) -> list[dict]:
    """The relations of the audit, each with the identifiers of its figures."""
    fact = dict(zip(zip(rows["start"], rows["end"], strict=True), rows["fact"], strict=True))
    return [
        {
            "relation": row.relation,
            "formula": row.formula,
            "subject": _null(row.subject),
            "texts": row.texts,
            "facts": [fact[span] for span in row.mentions],
            "computed": _span(row.computed_low, row.computed_high, row.unit),
            "verdict": row.verdict,
        }
        for row in audit(report).itertuples()
    ]


def _span(low: float, high: float, unit: str) -> str:
    """What the other figures make, at least and at most."""
    least, most = _number(low), _number(high)
    if math.isinf(high):
        return f"at least {least} {unit}"
    return f"{least} {unit}" if least == most else f"{least} to {most} {unit}"


def _number(value: float) -> str:
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def _null(value: object) -> object:
    return None if pd.isna(value) else value


def _facts_list(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "<p>The text has no figure that says how much or how many.</p>"
    heads = ["Figure", "Subject", "Period", "Status", "Value", *_MORE, "Audit"]
    return _table(heads, map(_fact, rows.itertuples()), [f"row={fact}" for fact in rows["fact"]], shown=4)


def _fact(row) -> list[str]:
    shown = [_link(f"fact={row.fact}", row.text), _zh(row.subject), _said(row.period), _said(row.modality)]
    more = [_said(_value(row)), *(_said(getattr(row, field)) for field in _MORE.values())]
    return [*shown, *more, _zh("; ".join(row.relations))]


def _targets_list(aims: list[dict]) -> str:
    if not aims:
        return "<p>The text sets no target.</p>"
    return _table(["Target", "Subject", "For", "Binding", "Hedge", "Indicator"], map(_aim, aims), shown=5)


def _aim(aim: dict) -> list[str]:
    when = aim["horizon"] if pd.isna(aim["year"]) else aim["year"]
    shown = [_link(aim["at"], aim["text"]), _zh(aim["subject"]), _said(when)]
    return [*shown, _said(aim["constraint"]), _zh(aim["hedge"]), _said(aim["indicator"])]


def _audit_list(checks: list[dict]) -> str:
    if not checks:
        return "<p>No figures of the text were found that must fit each other.</p>"
    cells = [
        (
            f"{escape(check['relation'])}<br><code>{escape(check['formula'])}</code>",
            ", ".join(_link(f"fact={fact}", words) for fact, words in zip(check["facts"], check["texts"], strict=True)),
            f"{escape(check['verdict'])}<br><small>{escape(check['computed'])}</small>",
            _zh(check["subject"]),
        )
        for check in checks
    ]
    return _table(["Relation", "Figures", "Verdict", "Subject"], cells, shown=3)


def _themes_list(themes: marked.Themes) -> str:
    if not themes.count:
        return "<p>No sentence of the text speaks of a topic.</p>"
    chinese = table("topics").set_index("code")["chinese"]
    cells = [
        (
            f'<a href="#s{themes.first(code)}" data-of="{code}"><i class="{themes.colour[code]}">{code}</i>'
            f"<span>{escape(themes.name[code])} {_zh(chinese[str(code)])}</span></a>",
            f"{count:,}",
        )
        for code, count in themes.count.most_common()
    ]
    return _table(["Topic", "Sentences"], cells, shown=2)


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]], ids: Iterable[str] = (), *, shown: int) -> str:
    """A table of cells of HTML; columns beyond those shown are for readers without scripts."""

    def row(tag: str, cells: Iterable[str], name: str | None) -> str:
        kinds = [tag if place < shown else f'{tag} class="more"' for place in range(20)]
        inner = "".join(f"<{kind}>{cell}</{tag}>" for kind, cell in zip(kinds, cells, strict=False))
        return f'<tr id="{name}">{inner}</tr>' if name else f"<tr>{inner}</tr>"

    body = "\n".join(row("td", cells, name) for cells, name in zip_longest(rows, ids))
    return f"<table><thead>{row('th', heads, None)}</thead>\n<tbody>\n{body}\n</tbody></table>"


def _link(to: str, words: str) -> str:
    return f'<a href="#{to}" lang="zh">{escape(words)}</a>'


def _zh(words: object) -> str:
    return f'<span lang="zh">{_said(words)}</span>' if _said(words) else ""


def _said(value: object) -> str:
    """A value as escaped text, nothing where it is null."""
    return "" if pd.isna(value) else escape(str(value))


def _value(row) -> str | None:
    """A figure's number in its base unit, or its range, or its parts."""
    if isinstance(row.values, tuple):
        return " : ".join(map(_number, row.values))
    if pd.notna(row.low):
        return f"{_number(row.low)} to {_number(row.high)}"
    return None if pd.isna(row.value) else _number(row.value)
