"""How good is it: scores against gold, and agreement between coders. The only place for both."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .bootstrap import interval
from .errors import ReportError

FIELDS = ("value", "unit", "measure", "direction", "bound", "period", "modality", "subject")
_MARKS = str.maketrans("", "", "“”‘’\"'《》〈〉、,，。;；:： \u3000\n")


class Scores(NamedTuple):
    """What came of a comparison.

    ``summary`` has ``score, value, n``; ``errors`` a row each: ``kind, start, text, gold, said, rule``; ``cases`` a row
    for each mention of either side: ``start, text, outcome`` (hit, false, missed) and, of a hit, whether each field is
    right.
    """

    summary: pd.DataFrame
    errors: pd.DataFrame
    cases: pd.DataFrame


def read_gold(path: str | Path) -> pd.DataFrame:
    """Gold quantity mentions of a JSON-lines file, one row a mention, in the fields of docs/annotation-guide.md.

    Raises:
        ReportError: where the file is missing or a line of it is not JSON.

    >>> from govreport.lexicon import data_path
    >>> len(read_gold(data_path("gold", "daoli_2026.quantities.jsonl")))
    186
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        return pd.DataFrame([json.loads(line) for line in lines if line.strip()]).astype(object)
    except OSError:
        raise ReportError(f"There is no gold file {path}: check the name.") from None
    except json.JSONDecodeError as error:
        raise ReportError(f"{path} is not JSON lines ({error.msg}): each line holds one record.") from None


def place_gold(text: str, records: list[dict]) -> pd.DataFrame:
    """Gold for a passage of your own: records in the order of the text, each with its ``text``, get ``start, end``.

    A record is looked for behind the one before it; ``ignore`` sets it aside, and is False where it is not given.

    Raises:
        ReportError: where a record's text does not come behind the record before it.

    >>> place_gold("增长5.2%，高于全国0.2个百分点", [{"text": "5.2%"}, {"text": "0.2个百分点"}])["start"].tolist()
    [2, 11]
    """
    rows, at = [], 0
    for record in records:
        start = text.find(record["text"], at)
        if start < 0:
            raise ReportError(
                f"{record['text']} does not stand behind the record before it: keep the order of the text."
            )
        at = start + len(record["text"])
        rows.append({"ignore": False, "start": start, "end": at} | record)
    return pd.DataFrame(rows).astype(object)


def score_quantities(gold: pd.DataFrame, predicted: pd.DataFrame) -> Scores:
    """Score predicted mentions against gold, span by span and field by field.

    A prediction is right where its span is a gold span; one that overlaps a mention set aside (``ignore``) counts
    neither way. Fields are scored over the mentions found; where gold has ``<field>_alt``, any of those answers is
    right. The rule is that of the scorer that came with the gold.

    Args:
        gold: table of `read_gold`.
        predicted: table of `govreport.indicators`.

    >>> gold = pd.DataFrame([{"start": 0, "end": 3, "text": "72个", "value": 72.0, "unit": "个", "subject": "项目"}])
    >>> score_quantities(gold, gold).summary.set_index("score")["value"]["f1"]
    np.float64(1.0)
    """
    wanted, aside = _records(gold)
    said, _ = _records(predicted)
    required = {(g["start"], g["end"]): g for g in wanted}
    given = {(p["start"], p["end"]): p for p in said}
    hits = [(required[span], given[span]) for span in required if span in given]
    false = [p for span, p in given.items() if span not in required and not _overlaps(p, aside)]
    missed = [g for span, g in required.items() if span not in given]
    wrong = [(field, g, p) for field in FIELDS for g, p in hits if not field_ok(field, g, p)]
    cases = _cases(hits, false, missed)
    return Scores(summarise(cases), _errors(false, missed, wrong), cases)


def _cases(hits: list[tuple], false: list[dict], missed: list[dict]) -> pd.DataFrame:
    """A row a mention of either side."""
    rows = [
        {"start": g["start"], "text": g.get("text"), "outcome": "hit"}
        | {field: field_ok(field, g, p) for field in FIELDS}
        | {"subject_exact": p.get("subject") in [g.get("subject"), *(g.get("subject_alt") or [])]}
        for g, p in hits
    ]
    rows += [{"start": p["start"], "text": p.get("text"), "outcome": "false"} for p in false]
    rows += [{"start": g["start"], "text": g.get("text"), "outcome": "missed"} for g in missed]
    columns = ["start", "text", "outcome", *FIELDS, "subject_exact"]
    return pd.DataFrame(rows, columns=columns).sort_values("start", ignore_index=True)


def summarise(cases: pd.DataFrame, clusters: pd.Series | None = None) -> pd.DataFrame:
    """Scores of the cases of one comparison or of several, put together with ``pd.concat``.

    Args:
        cases: ``cases`` of `score_quantities`.
        clusters: sentence or report of each case; with it the scores get intervals (see `govreport.bootstrap`).

    Returns:
        ``score, value, n``: precision, recall and F1 of the spans, then the share of the mentions found whose field is
        right (``subject`` by overlap, ``subject_exact`` letter by letter, ``subject_ten_before`` the baseline where
        the cases have it); ``low, high`` where there are clusters.

    >>> cases = pd.DataFrame({"outcome": ["hit", "hit", "missed"], "unit": [True, False, None]})
    >>> summarise(cases).set_index("score")["value"].round(2).to_dict()
    {'precision': 1.0, 'recall': 0.67, 'f1': 0.8, 'unit': 0.5}
    """
    hit, false, missed = (cases["outcome"].eq(outcome).astype(float) for outcome in ("hit", "false", "missed"))
    parts = {"precision": (hit, hit + false), "recall": (hit, hit + missed), "f1": (2 * hit, 2 * hit + false + missed)}
    fields = [field for field in (*FIELDS, "subject_exact", "subject_ten_before") if field in cases]
    parts |= {field: (hit * cases[field].eq(True), hit) for field in fields}
    rows = []
    for name, (right, total) in parts.items():
        n = int((hit + missed).sum()) if name == "f1" else int(total.sum())
        row = {"score": name, "value": float(right.sum() / total.sum()) if total.sum() else 0.0, "n": n}
        if clusters is not None:
            row["low"], row["high"] = interval(right, total, clusters)
        rows.append(row)
    return pd.DataFrame(rows)


def confusion(gold: pd.DataFrame, predicted: pd.DataFrame, field: str) -> pd.DataFrame:
    """How often each value of a field was read as which, over the mentions found: gold in rows, said in columns.

    >>> gold = pd.DataFrame({"start": [0, 4], "end": [2, 6], "measure": ["level", "growth"]})
    >>> confusion(gold, gold.assign(measure="level"), "measure").to_dict()
    {'level': {'growth': 1, 'level': 1}}
    """
    wanted, _ = _records(gold)
    given = {(p["start"], p["end"]): p for p in _records(predicted)[0]}
    pairs = [(g.get(field), given[g["start"], g["end"]].get(field)) for g in wanted if (g["start"], g["end"]) in given]
    table = pd.DataFrame(pairs, columns=["gold", "said"]).fillna("null")
    return pd.crosstab(table["gold"], table["said"])


def ten_before(text: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The table with the ten characters before each number as its subject: the baseline to judge the overlap by."""
    return rows.assign(subject=[text[max(0, start - 10) : start] for start in rows["start"]])


def _records(rows: pd.DataFrame) -> tuple[list[dict], list[dict]]:
    """Rows as dictionaries with None for null: those that count, and those set aside."""
    records = [{k: None if _null(v) else v for k, v in row.items()} for row in rows.to_dict("records")]
    return [r for r in records if not r.get("ignore")], [r for r in records if r.get("ignore")]


def _null(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _overlaps(row: dict, others: list[dict]) -> bool:
    return any(row["start"] < other["end"] and other["start"] < row["end"] for other in others)


def _errors(false: list[dict], missed: list[dict], wrong: list[tuple]) -> pd.DataFrame:
    rows = [("false", p["start"], p.get("text"), None, p.get("text"), p.get("rule")) for p in false]
    rows += [("missed", g["start"], g.get("text"), g.get("text"), None, None) for g in missed]
    rows += [(field, g["start"], g.get("text"), g.get(field), p.get(field), p.get("rule")) for field, g, p in wrong]
    errors = pd.DataFrame(rows, columns=["kind", "start", "text", "gold", "said", "rule"])
    return errors.sort_values(["start", "kind"], ignore_index=True)


def field_ok(field: str, gold: dict, said: dict) -> bool:
    """Whether one field of a prediction is right.

    >>> field_ok("subject", {"subject": "改造燃气管网"}, {"subject": "燃气管网"})
    True
    """
    if field == "value":
        return _same_value(gold, said)
    if field == "subject":
        return any(
            _same_subject(name, said.get("subject")) for name in [gold.get("subject"), *(gold.get("subject_alt") or [])]
        )
    return said.get(field) == gold.get(field) or said.get(field) in (gold.get(f"{field}_alt") or [])


def _same_value(gold: dict, said: dict) -> bool:
    if gold.get("unit") == "ratio":
        return [float(v) for v in gold.get("values") or []] == [float(v) for v in said.get("values") or []]
    keys = ("value", "low", "high") if gold.get("low") is not None else ("value",)
    return all(_close(gold.get(key), said.get(key)) for key in keys)


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def _same_subject(gold: str | None, said: str | None) -> bool:
    """One contains the other, or they share most of their characters (Dice, 1945: at least 0.6)."""
    gold, said = (gold or "").translate(_MARKS), (said or "").translate(_MARKS)
    if not gold or not said:
        return gold == said
    if (gold in said and len(said) <= 3 * len(gold) + 4) or (said in gold and 2 * len(said) >= len(gold)):
        return True
    left = list(said)
    common = sum(1 for c in gold if c in left and not left.remove(c))
    return 2 * common / (len(gold) + len(said)) >= 0.6


def agreement(a: pd.Series, b: pd.Series) -> pd.Series:
    """Agreement of two coders over the same sentences, by scikit-learn and the package krippendorff.

    Returns:
        ``n``, ``accuracy`` (share of equal codes), ``kappa`` (Cohen, 1960: agreement beyond chance) and ``alpha``
        (Krippendorff, 2011, nominal).

    Raises:
        ReportError: where the two codings differ in length or are empty.

    >>> agreement(pd.Series([1, 1, 2, 2]), pd.Series([1, 1, 2, 1])).round(2).to_dict()
    {'n': 4.0, 'accuracy': 0.75, 'kappa': 0.5, 'alpha': 0.53}
    """
    import krippendorff
    from sklearn.metrics import accuracy_score, cohen_kappa_score

    if len(a) != len(b) or not len(a):
        raise ReportError(f"Agreement needs two codings of the same sentences; these have {len(a)} and {len(b)} rows.")
    left, right = list(a), list(b)
    codes = pd.factorize(pd.Series(left + right))[0].reshape(2, -1)
    alpha = krippendorff.alpha(codes, level_of_measurement="nominal") if codes.max() else 1.0
    scores = {"accuracy": accuracy_score(left, right), "kappa": cohen_kappa_score(left, right), "alpha": alpha}
    return pd.Series({"n": len(left)} | scores)


def score_structure(gold: dict, units: pd.DataFrame) -> pd.Series:
    r"""Score the units of a report against a gold file of data/gold/structure; doubtful spans count neither way.

    Args:
        gold: spans by kind, and ``headings`` as ``[start, end, number, level, part_kind]``.
        units: table of `govreport.units`.

    Returns:
        ``headings`` (F1 of the spans), ``level`` and ``part_kind`` (share of the headings found), ``items`` and
        ``salutation`` (F1 of the spans), ``byline`` and ``chrome`` (F1 by characters).

    >>> from govreport import read_report, units
    >>> table = units(read_report(text="一、回顾\n增长。"))
    >>> score_structure({"headings": [[0, 4, "一", 1, "review"]]}, table)["headings"]
    np.float64(1.0)
    """
    doubtful = {tuple(span) for span in gold.get("doubtful", [])}
    said = {kind: _spans(rows) - doubtful for kind, rows in units.groupby("kind")}
    wanted = {(start, end): rest for start, end, *rest in gold["headings"] if (start, end) not in doubtful}
    headings = units[units["kind"] == "heading"]
    found = [row for row in headings.itertuples() if (row.start, row.end) in wanted]
    right = {
        name: sum(getattr(row, name) == wanted[row.start, row.end][at] for row in found) / len(found) if found else 1.0
        for name, at in (("level", 1), ("part_kind", 2))
    }
    scores = {"headings": _span_f1(set(wanted), said.get("heading", set()))} | right
    for kind, name in (("items", "item"), ("salutation", "salutation")):
        scores[kind] = _span_f1({tuple(span) for span in gold.get(kind) or []} - doubtful, said.get(name, set()))
    for kind in ("byline", "chrome"):
        open_ = _characters(doubtful)
        scores[kind] = _span_f1(_characters(gold.get(kind) or []) - open_, _characters(said.get(kind, set())) - open_)
    return pd.Series(scores)


def _spans(rows: pd.DataFrame) -> set[tuple[int, int]]:
    return set(zip(rows["start"], rows["end"], strict=True))


def _characters(spans) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _span_f1(wanted: set, said: set) -> float:
    return 2 * len(wanted & said) / (len(wanted) + len(said)) if wanted or said else 1.0
