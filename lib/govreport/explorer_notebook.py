"""A notebook that reproduces what the explorer shows, with the library's public functions alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

from .explorer_state import MIN_FREQUENCY, MIN_LENGTH, REST, State

_TITLE = """# A view of the explorer

The report, the section, the table and its settings as the explorer showed them. Change a cell and run it again."""
_FUNCTIONS = {
    "attention", "audit", "body", "code_themes", "frequency", "highlight", "indicators", "keyness", "kwic", "locate",
    "read_report", "reference_frequencies", "sentences", "stopwords", "targets", "tokens",
}  # fmt: skip
_WITHIN = '.query("start >= @start and end <= @end")'
_CODED = "coded = body(locate(report, code_themes(sentences(report))))"


def notebook(state: State, path: Path | None = None) -> str:
    r"""The notebook as the text of an ``.ipynb`` file.

    Args:
        state: what is shown.
        path: the report's file; its text goes into the notebook where None.

    >>> from govreport import read_report
    >>> cells = json.loads(notebook(State(read_report(text="工业增长5%。"), measure="growth")))["cells"]
    >>> print("".join(cells[4]["source"]))
    rows = indicators(report).query("start >= @start and end <= @end")
    rows = rows.query("measure == 'growth'")
    """
    cells = [_report(state, path), _section(state), _rows(state), _shown(state), _marked(state)]
    used = sorted(set(re.findall(r"\b[a-z_]+(?=\()", "\n".join(cells))) & _FUNCTIONS)
    sources = [f"from govreport import {', '.join(used)}", *cells]
    book = {
        "cells": [_cell(0, "markdown", _TITLE), *(_cell(at, "code", each) for at, each in enumerate(sources, 1))],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _cell(number: int, kind: str, source: str) -> dict:
    """A cell, written here because nbformat takes seconds to load."""
    run = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": f"cell-{number:02}", "metadata": {}, "source": source} | run


def _report(state: State, path: Path | None) -> str:
    report = state.report
    given = repr(str(path.resolve())) if path else f"text={report.text!r}, name={report.name!r}"
    return f"report = read_report({given})\nassert report.sha256 == {report.sha256!r}\nreport"


def _section(state: State) -> str:
    return "start, end = {}, {}\nprint(report.text[start:end][:40])".format(*state.span)


def _rows(state: State) -> str:
    """Code for the rows of the panel, before they are filtered by what their cells hold."""
    kinds = [(name, getattr(state, name)) for name in ("measure", "modality") if getattr(state, name)]
    return {
        "indicators": "\n".join(
            [f"rows = indicators(report){_WITHIN}"]
            + [f'rows = rows.query("{name} == {wanted!r}")' for name, wanted in kinds]
        ),
        "targets": f"rows = targets(report){_WITHIN}",
        "audit": f"rows = audit(report){_WITHIN}",
        "themes": f"{_CODED}\nrows = attention(coded{_WITHIN})",
        "words": _words(state),
        "concordance": (
            f'rows = kwic(report, {state.pattern!r}, valuetype={state.valuetype!r}, within="sentence"){_WITHIN}'
        ),
    }[state.panel]


def _words(state: State) -> str:
    inside = f"words = tokens(report)\ninside = words{_WITHIN}"
    if not state.reference:
        return f"{inside}\nrows = frequency(inside, stopwords=stopwords(), min_length={MIN_LENGTH})"
    rest = "frequency(words.drop(inside.index))"
    reference = rest if state.reference == REST else f"reference_frequencies({state.reference!r})"
    return (
        f"{inside}\nreference = {reference}\n"
        f'rows = keyness(frequency(inside), reference, min_frequency={MIN_FREQUENCY}).query("n_target > 0")'
    )


def _shown(state: State) -> str:
    lines = [f"columns = {json.dumps(list(state.columns))}"]
    if state.contains:
        lines += [
            'cells = rows[columns].astype("str")',
            f"held = cells.apply(lambda column: column.str.contains({state.contains!r}, regex=False, na=False))",
            "rows = rows[held.any(axis=1)]",
        ]
    if state.sort in state.columns:
        order = f'{state.sort!r}, ascending={not state.descending}, kind="stable"'
        lines += [f"rows = rows.sort_values({order})"]
    return "\n".join([*lines, "rows = rows.reset_index(drop=True)", "rows[columns]"])


def _marked(state: State) -> str:
    placed = "indicators(report)" if state.panel in ("words", "themes") else "rows"
    return f"highlight(report, {placed}, start=start, end=end)"
