"""Charts of targets, the audit and words: what is drawn is what the table has; slogans, growth and the network."""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from govreport import (
    ReportError,
    audit,
    collocations,
    cooccurrence_network,
    frequency,
    keyness,
    kwic,
    plots,
    read_report,
    readability,
    reference_frequencies,
    slogans,
    tokens,
    vocabulary_growth,
)

PANEL = pd.DataFrame(
    {
        "region": ["甲省", "乙省", "丙省"],
        "year": [2023, 2024, 2025],
        "low": [5.0, 7.0, 4.5],
        "high": [5.5, 7.0, 4.5],
        "constraint": ["none", "hard", "soft"],
        "value": [5.2, 6.0, 4.5],
    }
)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_target_years_draws_targets_and_outcomes():
    ax = plots.target_years(PANEL, outcomes=PANEL[["year", "value"]], title="t")
    target, claimed = ax.lines
    assert list(target.get_ydata()) == [5.0, 7.0, 4.5]
    assert list(claimed.get_ydata()) == [5.2, 6.0, 4.5]


def test_target_places_orders_by_the_target():
    ax = plots.target_places(PANEL, nation=5.0, title="t")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["乙省", "甲省", "丙省"]
    assert [text.get_text() for text in ax.texts] == ["the nation: 5"]


def test_target_tones_are_shares():
    ax = plots.target_tones(PANEL.assign(period=["a", "a", "b"]), title="t")
    widths = [patch.get_width() for patch in ax.patches]
    assert sum(widths) == pytest.approx(2)


def test_target_results_colours_what_was_reached():
    ax = plots.target_results(PANEL, title="t")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["甲省", "丙省", "乙省"]


def test_audit_intervals_draws_those_with_two_ends(seed):
    ax = plots.audit_intervals(audit(seed), title="t")
    assert len(ax.get_yticklabels()) == 2


@pytest.mark.parametrize(
    "chart", [plots.target_years, plots.target_places, plots.target_tones, plots.target_results, plots.audit_intervals]
)
def test_nothing_to_draw(chart):
    assert chart(pd.DataFrame(columns=[*PANEL, "period"])).texts[0].get_text() == "nothing to show"


def test_keyness_bar_draws_both_sides():
    rows = pd.DataFrame({"feature": ["甲", "乙", "丙"], "g2": [9.0, 0.0, -4.0], "n_target": [5, 1, 0]})
    ax = plots.keyness_bar(rows.assign(n_reference=[0, 1, 4]), title="t")
    assert [patch.get_width() for patch in ax.patches] == [9.0, -4.0]
    assert [text.get_text() for text in ax.texts] == ["5 : 0", "0 : 4"]


def test_keyness_scatter_draws_every_word_and_names_the_ends(seed):
    words = frequency(tokens(seed))
    key = keyness(words, reference_frequencies("provinces-2026"), min_frequency=5)
    ax = plots.keyness_scatter(key, n=3, title="t")
    assert len(ax.collections[0].get_offsets()) == len(key)
    named = {word for text in ax.texts for word in text.get_text().split("\n")}
    assert named == {*key["feature"].head(3), *key["feature"].tail(3)}
    boxes = [text.get_window_extent() for text in plots.keyness_scatter(key, n=10, title="t").texts]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    (line,) = ax.lines
    above = key["n_target"] > key["n_reference"] * (line.get_ydata()[0] / line.get_xdata()[0])
    assert above.equals(key["g2"] > 0)


def test_a_cloud_stays_inside_its_mask(seed):
    mask = np.zeros((300, 600), dtype=bool)
    mask[:, :300] = True
    ax = plots.wordcloud(frequency(tokens(seed), min_length=2), n=40, mask=mask, title="t")
    right = [patch.get_path().get_extents(patch.get_patch_transform()).xmax for patch in ax.patches]
    assert len(right) > 10
    assert max(right) <= 310


def test_readability_counts_what_stands_between_marks():
    report = read_report(text="经济稳步增长，但是困难很多。\n民生改善。")
    (row,) = readability(tokens(report, pos=True)).itertuples()
    assert (row.sentences, row.clauses, row.characters) == (2, 3, 16)
    assert row.readability1 == pytest.approx(16 / 3)
    assert 0 < row.readability2 < 1
    assert row.readability3 == pytest.approx((row.readability1 + row.readability2) / 2)
    by_sentence = readability(tokens(report, pos=True), by="sentence_id")
    assert by_sentence["characters"].tolist() == [12, 4]
    with pytest.raises(ReportError, match="no column pos"):
        readability(tokens(report))


def test_term_places_has_a_tick_an_occurrence(seed):
    rows = kwic(seed, ["改革", "项目"])
    ax = plots.term_places(rows, length=len(seed.text), title="t")
    ticks = [len(lines.get_segments()) for lines in ax.collections][1::2]
    assert ticks == rows["pattern"].value_counts()[["改革", "项目"]].tolist()


def test_term_trend_is_per_million_words():
    rows = pd.DataFrame({"year": [2000, 2001, 2003], "feature": "改革", "frequency": [10, 20, 0], "words": 10_000})
    ax = plots.term_trend(rows, title="t")
    drawn = ax.lines[0].get_ydata()
    assert drawn[:2].tolist() == [1000, 2000]
    assert pd.isna(drawn[2])
    assert drawn[3] == 0


def test_the_network_is_of_the_strongest_pairs_and_always_the_same(seed):
    pairs = collocations(tokens(seed), window=3, min_frequency=2)
    graph = cooccurrence_network(pairs, n=10)
    assert graph.number_of_edges() == 10
    assert min(weight for *_, weight in graph.edges.data("weight")) >= pairs["g2"].nlargest(10).min()
    places = [[text.get_position() for text in plots.word_network(pairs, n=10).texts] for _ in range(2)]
    assert places[0] == places[1]


def test_slogans_stand_where_they_say(seed):
    rows = slogans(seed)
    assert [seed.text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["slogan"].tolist()
    assert {"三力", "两部新六区"} <= set(rows.loc[rows["kind"] == "number", "slogan"])
    assert not rows["slogan"].str.contains("十四五").any()


def test_vocabulary_grows_ever_slower(seed):
    rows = vocabulary_growth(tokens(seed))
    assert rows["types"].is_monotonic_increasing
    assert 0.3 < rows.attrs["beta"] < 1
    with pytest.raises(ReportError, match="two words"):
        vocabulary_growth(tokens(seed).head(0))
