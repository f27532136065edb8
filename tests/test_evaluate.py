"""The scorer agrees with the one that came with the gold, and finds errors that are put in."""

import importlib.util
import json

import pandas as pd
import pytest

from govreport import ReportError, indicators, read_report
from govreport.bootstrap import interval
from govreport.evaluate import agreement, confusion, place_gold, read_gold, score_quantities, summarise, ten_before
from govreport.lexicon import data_path


@pytest.fixture(scope="module")
def gold():
    return read_gold(data_path("gold", "daoli_2026.quantities.jsonl"))


def scores(gold, said):
    return score_quantities(gold, said).summary.set_index("score")["value"]


def test_gold_against_itself_is_perfect(gold):
    assert (scores(gold, gold) == 1).all()


def test_every_kind_of_error_is_seen(gold):
    said = gold[~gold["ignore"].astype(bool)].reset_index(drop=True).copy()
    said.loc[0, "value"] = 1.0
    said.loc[1, "subject"] = "栽植丁香"
    said = pd.concat([said.drop(index=2), pd.DataFrame([{"start": 0, "end": 2, "text": "(一"}])], ignore_index=True)
    result = score_quantities(gold, said)
    assert sorted(result.errors["kind"]) == ["false", "missed", "subject", "value"]
    n = len(said)
    assert scores(gold, said)["precision"] == pytest.approx((n - 1) / n)
    assert scores(gold, said)["value"] == pytest.approx(1 - 1 / (n - 1))


def test_mentions_set_aside_count_neither_way(gold):
    aside = gold[gold["ignore"].astype(bool)].iloc[:1].assign(ignore=False)
    said = pd.concat([gold[~gold["ignore"].astype(bool)], aside])
    assert scores(gold, said)["precision"] == 1


def test_alternatives_are_right(gold):
    row = next(g for g in gold.to_dict("records") if isinstance(g["subject_alt"], list) and g["subject_alt"])
    one = pd.DataFrame([row])
    assert scores(one, one.assign(subject=row["subject_alt"][0]))["subject"] == 1


def test_the_reference_scorer_agrees(corpus, tmp_path, gold, seed):
    path = corpus.parent / "gold" / "score_quantities.py"
    if not path.exists():
        pytest.skip("the reference scorer is not beside the corpus")
    spec = importlib.util.spec_from_file_location("reference", path)
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    said = indicators(read_report(text=seed.text, name="seed_1999")).iloc[3:]  # a wrong year and rows left out: errors
    records = json.loads(said.to_json(orient="records"))
    wanted = reference.read(data_path("gold", "daoli_2026.quantities.jsonl"))
    expected, *_ = reference.score(wanted, records)
    ours = scores(gold, said)
    ours = ours.drop("subject_exact")  # the reference scorer has the overlap alone
    assert {k: round(expected[k], 12) for k in ours.index} == {k: round(v, 12) for k, v in ours.items()}
    assert ours.min() < 1


def test_agreement():
    same = pd.Series([0, 1, 2, 2])
    assert agreement(same, same)["kappa"] == 1
    assert agreement(pd.Series([0, 1, 0, 1]), pd.Series([0, 0, 1, 1]))["kappa"] == 0
    with pytest.raises(ReportError, match="same sentences"):
        agreement(same, same[:2])


def test_alpha_is_that_of_krippendorff():
    # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section A: two observers, binary data.
    a = pd.Series([0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
    b = pd.Series([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    assert agreement(a, b)["alpha"] == pytest.approx(0.095, abs=5e-4)


def test_an_interval_holds_its_score_and_is_wider_for_sentences_than_for_figures():
    right = pd.Series([1.0] * 8 + [0.0] * 4 + [1.0] * 188)
    whole = pd.Series(1.0, index=right.index)
    low, high = interval(right, whole, pd.Series(range(200)))
    wide = interval(right, whole, pd.Series([at // 4 for at in range(200)]))
    assert low < right.mean() < high
    assert wide[1] - wide[0] > high - low


def test_intervals_of_nothing_are_null():
    low, high = interval(pd.Series(dtype=float), pd.Series(dtype=float), pd.Series(dtype=float))
    assert pd.isna(low)
    assert pd.isna(high)


def test_several_comparisons_are_put_together(gold):
    said = gold[~gold["ignore"].astype(bool)]
    cases = [score_quantities(gold, rows).cases for rows in (said, said.iloc[10:])]
    pooled = summarise(pd.concat(cases, ignore_index=True), pd.Series([0] * len(cases[0]) + [1] * len(cases[1])))
    recall = pooled.set_index("score").loc["recall"]
    assert recall["value"] == pytest.approx((2 * len(said) - 10) / (2 * len(said)))
    assert recall["low"] < recall["value"] < recall["high"]


def test_confusion_counts_what_was_read_as_what(gold):
    said = gold.assign(modality="target")
    table = confusion(gold, said, "modality")
    assert table.loc["actual", "target"] == len(gold[~gold["ignore"].astype(bool)])


def test_the_baseline_is_worse_than_the_subject(gold, seed):
    rows = indicators(seed)
    ours, base = (scores(gold, table)["subject"] for table in (rows, ten_before(seed.text, rows)))
    assert base < ours - 0.1


def test_gold_of_ones_own_is_placed_in_order():
    text = "增长5%，其中工业增长5%。"
    rows = place_gold(text, [{"text": "5%"}, {"text": "5%"}])
    assert rows["start"].tolist() == [2, 11]
    with pytest.raises(ReportError, match="order of the text"):
        place_gold(text, [{"text": "5%"}] * 3)
