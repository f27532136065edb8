"""The text of a report as HTML: its units, sentences with their themes, figures marked; and the outline to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd

from .structure import Sentence, body, listed, locate, sentences
from .themes import code_themes

if TYPE_CHECKING:
    from .report import Report

_COLOURED = 7  # topics that have a colour of their own in inspector.css: c1 to c7; the others are c0


class Themes:
    """The topics of a report's sentences: which sentence has which, and the class that colours each."""

    def __init__(self, report: Report) -> None:
        coded = body(locate(report, code_themes(sentences(report))))
        self.code = dict(zip(coded["sentence_id"], coded["code"], strict=True))
        self.name = dict(zip(coded["code"], coded["topic"], strict=True))
        self.count = Counter(code for code in self.code.values() if code)
        ranked = sorted(self.count, key=lambda code: (-self.count[code], code))
        self.colour = {code: f"c{place if place <= _COLOURED else 0}" for place, code in enumerate(ranked, 1)}

    def first(self, code: int) -> int:
        """The first sentence on a topic."""
        return next(sentence for sentence, its in self.code.items() if its == code)


def outline(report: Report) -> str:
    """The headings as a list of links, indented by level."""
    items = [
        f'<li class="l{min(unit.level, 4)}"><a href="#u{number}">{escape(_line(report, unit))}</a></li>'
        for number, unit in enumerate(report.layout.units)
        if unit.kind == "heading"
    ]
    return f"<ol>{''.join(items)}</ol>" if items else "<p>The text has no headings.</p>"


def text(report: Report, rows: pd.DataFrame, themes: Themes) -> str:
    """Every unit of the text in order, each figure a mark with a link to its row.

    Args:
        report: the report.
        rows: its `facts`.
        themes: its themes.
    """
    facts = {key: list(group.itertuples()) for key, group in rows.groupby("sentence_id")}
    said = {key: list(group) for key, group in groupby(listed(report), key=lambda sentence: sentence.unit_id)}
    return "\n".join(
        _unit(report, number, said.get(number, []), facts, themes) for number in range(len(report.layout.units))
    )


def _unit(report: Report, number: int, said: list[Sentence], facts: dict[int, list], themes: Themes) -> str:
    unit = report.layout.units[number]
    parts, at = [], unit.start
    for sentence in said:
        parts.append(escape(report.text[at : sentence.start]))
        parts.append(_sentence(report, sentence, facts.get(sentence.sentence_id, []), themes))
        at = sentence.end
    parts.append(escape(report.text[at : unit.end]))
    tag = f"h{min(unit.level, 4) + 1}" if unit.kind == "heading" else "p"
    words = f'<{tag} id="u{number}" class="{unit.kind}">{"".join(parts)}</{tag}>'
    return f'<div class="unit">{_margin(said, themes)}{words}</div>'


def _sentence(report: Report, sentence: Sentence, facts: list, themes: Themes) -> str:
    parts, at = [], sentence.start
    for fact in facts:
        kind = f"{fact.modality}{' doubted' if any(one.endswith('inconsistent') for one in fact.relations) else ''}"
        link = f'<a href="#row={fact.fact}">{escape(fact.text)}</a>'
        parts.append(escape(report.text[at : fact.start]))
        parts.append(f'<mark id="fact={fact.fact}" class="{kind}">{link}</mark>')
        at = fact.end
    parts.append(escape(report.text[at : sentence.end]))
    topic = f' data-topic="{themes.code[sentence.sentence_id]}"' if sentence.sentence_id in themes.code else ""
    return f'<span id="s{sentence.sentence_id}"{topic}>{"".join(parts)}</span>'


def _margin(said: list[Sentence], themes: Themes) -> str:
    """Bars beside a unit, as long as what it says on each topic."""
    return f'<div class="margin" aria-hidden="true">{"".join(_bars(said, themes))}</div>'


def _bars(said: list[Sentence], themes: Themes) -> Iterator[str]:
    for code, run in groupby(said, key=lambda sentence: themes.code.get(sentence.sentence_id, 0)):
        length = sum(len(sentence.text) for sentence in run)
        if code:
            shown = f'class="{themes.colour[code]}" title="{code} {escape(themes.name[code])}"'
            yield f'<i {shown} style="flex-grow:{length}">{code}</i>'
        else:
            yield f'<i style="flex-grow:{length}"></i>'


def _line(report: Report, unit) -> str:
    return " ".join(report.text[unit.start : unit.end].split())
