"""Phrases that travel, and places that write alike."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from govreport import read_report
from govreport.lexicon import data_path, table
from govreport.neighbours import adjacency, neighbour_test
from govreport.spread import new_phrases, spread


def report(text):
    return read_report(text=text)


def test_a_phrase_is_new_where_no_report_before_has_its_characters():
    old, new = report("发展低空经济。"), report("发展低空经济，做强低空经济。提振消费，大力提振消费。")
    assert new_phrases(new, [old])["phrase"].tolist() == ["提振消费"]
    assert "低空经济" in new_phrases(new, [])["phrase"].tolist()
    assert new_phrases(new, [new]).empty
    assert new_phrases(new, [old], min_frequency=3).empty


def test_a_phrase_stays_inside_a_clause_and_without_numbers():
    rows = new_phrases(report("新增就业3万人，稳定就业。新增就业3万人，稳定就业。"), [])
    assert not any("3" in phrase or "，" in phrase for phrase in rows["phrase"])


def test_spread_counts_reports_not_occurrences():
    rows = spread(["提振消费", "无此"], {"a": [report("提振消费，提振消费。"), report("消费。")], "b": []})
    assert rows.values.tolist() == [["提振消费", 1, 0], ["无此", 0, 0]]


def test_neighbours_are_mutual_and_every_province_has_one():
    provinces = table("province_tiles")["province"].tolist()
    near = adjacency(provinces)
    assert (near.to_numpy() == near.to_numpy().T).all()
    assert not np.diag(near).any()
    assert near.any().sum() == 31
    assert near.loc["上海"].sum() == 2


def test_the_p_value_is_that_of_all_orders():
    chance = np.random.default_rng(3)
    names = list("甲乙丙丁戊")
    values = chance.random((5, 5))
    alike = pd.DataFrame(values + values.T, names, names)
    near = pd.DataFrame(False, names, names)
    for a, b in ("甲乙", "丙丁", "丁戊"):
        near.loc[a, b] = near.loc[b, a] = True
    upper = np.triu_indices(5, 1)

    def difference(order):
        mask = near.to_numpy()[np.ix_(order, order)][upper]
        return alike.to_numpy()[upper][mask].mean() - alike.to_numpy()[upper][~mask].mean()

    exact = np.mean([difference(list(order)) >= difference(range(5)) - 1e-12 for order in permutations(range(5))])
    assert neighbour_test(alike, near)["p"] == pytest.approx(exact, abs=0.02)


def test_the_reference_is_what_the_code_finds(corpus):
    rows = pd.read_csv(data_path("reference", "phrases.csv"))
    texts = [read_report(path).text for path in sorted((corpus / "provinces-2026").glob("*.txt"))]
    for row in rows.iloc[::9].itertuples():
        assert row.provinces_2026 == sum(row.phrase in text for text in texts)
