"""The headline indicators of a report: one row each, the latest figure and the latest growth."""

import pandas as pd

from govreport import headline, indicators, read_report


def rows(text):
    return headline(indicators(read_report(text=text, name="made_up_2026"))).set_index("indicator")


def test_the_latest_figure_and_the_latest_growth():
    found = rows(
        "2020年地区生产总值400亿元。“十四五”时期地区生产总值年均增长6%。2025年地区生产总值630亿元,增长5.2%。"
    ).loc["gdp"]
    assert (found.text, found.period) == ("630亿元", "2025")
    assert (found.growth, found.growth_period) == (5.2, "2025")


def test_of_spans_that_end_in_one_year_the_shortest():
    found = rows("2025年出口增长3%。“十四五”时期出口年均增长6%。").loc["exports"]
    assert (found.growth, found.growth_period) == (3.0, "2025")


def test_a_fall_is_negative_and_what_is_missing_null():
    found = rows("2025年单位地区生产总值能耗下降3.1%,城镇新增就业6.9万人。")
    assert found.at["energy_intensity", "growth"] == -3.1
    assert pd.isna(found.at["energy_intensity", "text"])
    assert found.at["employment_new_urban", "measure"] == "increment"
    assert pd.isna(found.at["employment_new_urban", "growth"])


def test_targets_are_asked_for():
    text = "二、2026年工作安排\n地区生产总值增长5%左右。"
    assert rows(text).empty
    planned = headline(indicators(read_report(text=text, name="made_up_2026")), modality="target")
    assert planned["growth"].tolist() == [5.0]


def test_every_row_points_at_its_words(seed):
    found = headline(indicators(seed))
    assert found["indicator"].is_unique
    for row in found.dropna(subset=["text"]).itertuples():
        assert seed.text[int(row.start) : int(row.end)] == row.text
    for row in found.dropna(subset=["growth"]).itertuples():
        assert f"{abs(row.growth):g}" in seed.text[int(row.growth_start) : int(row.growth_end)]


def test_a_report_without_indicators_gives_an_empty_table(seed):
    empty = headline(indicators(read_report(text="稳中求进。")))
    assert empty.empty
    assert list(empty.columns) == list(headline(indicators(seed)).columns)
