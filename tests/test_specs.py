"""What every number of a sentence says: the cases of specs/*.jsonl, sentences without a quantity included.

``seed.jsonl`` and ``seed_negatives.jsonl`` are sentences of the seed, their rows from its gold; the sentences of the
other files were made up in the shapes that reports show. A case reads as a report of 2026. ``xfail`` says why a case is
not met yet.
"""

import json
from pathlib import Path

import pandas as pd
import pytest

from govreport import indicators, read_report

CASES = [
    pytest.param(
        case["text"],
        case["rows"],
        id=f"{path.stem}-{number}",
        marks=[pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else [],
    )
    for path in sorted((Path(__file__).parent / "specs").glob("*.jsonl"))
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
    for case in [json.loads(line)]
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_case(text, rows):
    found = indicators(read_report(text=text, name="made_up_2026"))
    assert found["text"].tolist() == [row.get("text", said) for row, said in zip(rows, found["text"], strict=True)]
    for (_, said), row in zip(found.iterrows(), rows, strict=True):
        assert {name: _plain(said[name]) for name in row} == {name: _plain(value) for name, value in row.items()}


def test_there_are_cases_enough():
    negatives = [case for case in CASES if case.values[1] == []]
    assert len(CASES) >= 400
    assert len(negatives) >= 100


def _plain(value):
    """Null as None, lists as tuples, and numbers to twelve digits."""
    if isinstance(value, list | tuple):
        return tuple(value)
    if isinstance(value, int | float) and not pd.isna(value):
        return float(f"{value:.12g}")
    return None if pd.isna(value) else value
