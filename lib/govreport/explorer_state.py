"""What the explorer shows, without a widget: a report, a section of it, a panel with its settings; and its table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from .attention import attention
from .audit import audit
from .errors import ReportError
from .frequencies import reference_frequencies
from .frequency import frequency
from .indicators import indicators
from .keyness import keyness
from .kwic import kwic
from .report import Report
from .structure import body, locate, sentences
from .targets import targets
from .themes import code_themes
from .tokens import stopwords, tokens
from .view import Entry, entries

REST = "rest"
REFERENCES = ("provinces-2026", "provinces-2025", "state-council")  # groups of `reference_frequencies`
MIN_LENGTH, MIN_FREQUENCY = 2, 3  # of a word that is listed, of one that is compared

# The panels, and the columns that each shows, with the format of numbers.
COLUMNS = {
    "indicators": {
        "text": "", "subject": "", "measure": "", "period": "", "modality": "", "value": ",.15g", "unit": "",
    },
    "targets": {
        "text": "", "subject": "", "indicator": "", "hedge": "", "constraint": "", "year": "", "horizon": "",
    },
    "words": {"feature": "", "frequency": ",", "docfreq": ","},
    "concordance": {"pre": "", "keyword": "", "post": ""},
    "themes": {"topic": "", "sentences": ",", "share": ".1%", "low": ".1%", "high": ".1%"},
    "audit": {"verdict": "", "relation": "", "subject": "", "texts": "", "stated": ",.6g", "computed": ",.6g"},
}  # fmt: skip
KEYNESS = {"feature": "", "g2": ",.1f", "log_ratio": "+.2f", "n_target": ",", "n_reference": ","}


@dataclass(frozen=True)
class State:
    """What is shown; `dataclasses.replace` gives the next state.

    Args:
        report: the report.
        section: which heading of `outline` everything is narrowed to; None for the whole report.
        panel: of `COLUMNS`.
        pattern: what the concordance looks for; ``valuetype`` as in `govreport.kwic`.
        valuetype: ``fixed``, ``glob`` or ``regex``.
        reference: what the words are compared with: ``rest`` of the report, one of `REFERENCES`, or "" to count them.
        contains: characters that a cell of each row holds; "" for all rows.
        measure: of the indicators; "" for all.
        modality: of the indicators; "" for all.
        sort: column that the rows are sorted by; "" leaves them in their order.
        descending: whether the largest come first.
    """

    report: Report
    section: int | None = None
    panel: str = "indicators"
    pattern: str = ""
    valuetype: str = "fixed"
    reference: str = ""
    contains: str = ""
    measure: str = ""
    modality: str = ""
    sort: str = ""
    descending: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Start and end of what everything is narrowed to."""
        if self.section is None:
            return 0, len(self.report.text)
        entry = outline(self.report)[self.section]
        return entry.start, entry.end

    @property
    def columns(self) -> dict[str, str]:
        """The columns that the panel shows, each with its format."""
        return KEYNESS if self.panel == "words" and self.reference else COLUMNS[self.panel]


def outline(report: Report) -> tuple[Entry, ...]:
    r"""The headings that a report can be narrowed to.

    >>> from govreport import read_report
    >>> [entry.text for entry in outline(read_report(text="一、工作回顾\n工业增长5%。"))]
    ['一、工作回顾']
    """
    return report.once("outline", lambda: tuple(entries(report.text, report.layout)))


def coded(report: Report) -> pd.DataFrame:
    """The sentences of the report's body with their topics; shared, nobody changes it."""
    return report.once("coded body", lambda: body(locate(report, code_themes(sentences(report)))))


def table(state: State) -> pd.DataFrame:
    r"""The rows of the panel, narrowed, filtered and sorted, with all their columns.

    Raises:
        ReportError: where there is nothing to look for or to compare with, or the pattern is no regular expression.

    >>> from govreport import read_report
    >>> report = read_report(text="一、2025年工作回顾\n工业增长5%，新增就业6.9万人。")
    >>> table(State(report, measure="growth"))["text"].tolist()
    ['5%']
    """
    rows = _PANELS[state.panel](state)
    if state.contains:
        cells = rows[list(state.columns)].astype("str")
        found = [cells[name].str.contains(state.contains, regex=False, na=False) for name in cells]
        rows = rows[pd.concat(found, axis=1).any(axis=1)]
    if state.sort in state.columns:
        rows = rows.sort_values(state.sort, ascending=not state.descending, kind="stable")
    return rows.reset_index(drop=True)


def within(state: State, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand in what everything is narrowed to."""
    start, end = state.span
    return rows[(rows["start"] >= start) & (rows["end"] <= end)]


def spans(state: State, row: pd.Series) -> list[tuple[int, int]]:
    """Where in the text a row of the table stands: a number, each occurrence of a word, each sentence of a topic."""
    if state.panel == "words":
        found = within(state, tokens(state.report))
        found = found[found["token"] == row["feature"]]
    elif state.panel == "themes":
        found = within(state, coded(state.report))
        found = found[found["code"] == row["code"]]
    elif state.panel == "audit":
        return sorted(set(row["mentions"]))
    else:
        return [(int(row["start"]), int(row["end"]))]
    return list(zip(found["start"].tolist(), found["end"].tolist(), strict=True))


def _indicators(state: State) -> pd.DataFrame:
    rows = within(state, indicators(state.report))
    for column in ("measure", "modality"):
        if wanted := getattr(state, column):
            rows = rows[rows[column] == wanted]
    return rows


def _words(state: State) -> pd.DataFrame:
    words = tokens(state.report)
    inside = within(state, words)
    if not state.reference:
        return frequency(inside, stopwords=stopwords(), min_length=MIN_LENGTH)
    if state.reference == REST:
        if state.section is None:
            raise ReportError("Choose a section first: the whole report has no rest to be compared with.")
        reference = frequency(words.drop(inside.index))
    else:
        reference = _reference(state.reference)
    rows = keyness(frequency(inside), reference, min_frequency=MIN_FREQUENCY)
    return rows[rows["n_target"] > 0]


def _concordance(state: State) -> pd.DataFrame:
    if not state.pattern.strip():
        raise ReportError("Type a pattern to see each place where it stands, such as 改革.")
    return within(state, kwic(state.report, state.pattern, valuetype=state.valuetype, within="sentence"))


_reference = cache(reference_frequencies)

_PANELS = {
    "indicators": _indicators,
    "targets": lambda state: within(state, targets(state.report)),
    "words": _words,
    "concordance": _concordance,
    "themes": lambda state: attention(within(state, coded(state.report))),
    "audit": lambda state: within(state, audit(state.report)),
}
