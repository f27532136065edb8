"""Attention and its indices, diversity, instruments, topics without a codebook, their charts, and how themes score."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from scipy.stats import entropy

from govreport import (
    ReportError,
    align_topics,
    attention,
    attention_index,
    code_themes,
    diversity,
    index_sensitivity,
    indices,
    instruments,
    plots,
    read_report,
    sentences,
    topics,
)
from govreport.lexicon import data_path, table
from govreport.segmenters import simplified
from govreport.theme_model import as_table, committed
from govreport.themes import METHODS, UNSURE, codebook


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def read(name):
    return pd.read_csv(data_path("reference", f"{name}.csv"))


def test_attention_of_a_report_has_shares_of_sentences_and_of_characters_with_intervals(seed):
    rows = attention(seed, by="part_kind")
    review = rows[rows["group"] == "review"]
    assert review[["share", "share_characters"]].sum().round(9).tolist() == [1, 1]
    for share, low, high in (("share", "low", "high"), ("share_characters", "low_characters", "high_characters")):
        assert (review[low] <= review[share]).all()
        assert (review[share] <= review[high]).all()
    assert attention(seed, by="part_kind").equals(rows)


def test_the_interval_is_that_of_another_bootstrap(seed):
    rows = attention(seed)
    n, (first, *_) = rows["sentences"].sum(), rows.itertuples()
    drawn = np.random.default_rng(1).binomial(n, first.share, 20_000) / n
    assert [first.low, first.high] == pytest.approx(np.quantile(drawn, (0.025, 0.975)), abs=0.012)


def test_diversity_is_shannons_entropy(seed):
    (row,) = diversity(seed).itertuples()
    assert row.h == pytest.approx(entropy(attention(seed)["sentences"]))
    assert row.h_normalised == pytest.approx(row.h / np.log(21))
    one, even = (diversity(code_themes(texts)) for texts in (["新建学校。"] * 3, ["新建学校。", "修建公路。"]))
    assert one["h_normalised"].tolist() == [0]
    assert even["h"].tolist() == pytest.approx([np.log(2)])


def test_neighbours_lend_a_sentence_their_weight():
    rows = pd.DataFrame({"sentence_id": [1, 2, 3], "text": ["培养教师。", "继续扩大规模。", "新建学校。"]})
    alone, placed = code_themes(rows["text"])["score"], code_themes(rows)
    assert placed["code"].tolist() == [6, 6, 6]
    assert code_themes(rows["text"])["code"].tolist() != [6, 6, 6]
    assert code_themes(rows.assign(sentence_id=[1, 9, 20]))["score"].tolist() == pytest.approx(alone.tolist())
    assert code_themes(rows.iloc[::-1])["code"].tolist() == [6, 6, 6]
    with pytest.raises(ReportError, match="no method 'bert'"):
        code_themes(rows, method="bert")


def test_traditional_text_is_coded_as_simplified_text_is():
    old = ["發展農業生產，增加糧食產量。", "國家預算收入增加。"]
    assert (
        code_themes(old)["code"].tolist() == code_themes([simplified(text) for text in old])["code"].tolist() == [4, 1]
    )
    assert code_themes(old)["spans"].tolist() == code_themes([simplified(text) for text in old])["spans"].tolist()


def test_unsure_codes_are_wrong_more_often():
    margins = read("theme_margins").set_index("margin")
    assert margins.loc[UNSURE, "accuracy"] > 1.5 * margins.loc[UNSURE, "accuracy_unsure"]
    assert margins["coverage"].is_monotonic_decreasing


def test_the_scores_that_were_asked_for():
    scores = read("theme_methods").set_index("method")
    assert scores.at["combined", "accuracy"] >= 0.82
    assert scores.at["combined", "kappa"] >= 0.80
    assert scores.at["lexicon", "accuracy"] >= 0.72


def test_the_gold_of_the_collection_holds_places_and_codes_only():
    rows = pd.read_csv(data_path("gold", "collection.themes.csv"))
    assert rows.columns.tolist() == ["report", "start", "end", "coder_a", "coder_b"]
    assert len(rows) >= 1500
    assert set(rows["coder_a"]) <= set(codebook()["code"])
    assert not rows.duplicated(["report", "start"]).any()


def test_the_model_reads_as_it_was_written():
    assert as_table(committed()).equals(
        table("theme_model")
        .astype({"code": "int64", "weight": float})
        .astype({"feature": object})
        .astype({"feature": "str"})
    )
    assert committed().codes.tolist() == codebook()["code"].tolist()


def test_entries_of_the_lexicon_that_no_report_has_are_general_vocabulary(corpus):
    whole = "\n".join(simplified(read_report(path).text) for path in sorted(corpus.rglob("*.txt")))
    rows = table("themes")
    absent = rows[[term not in whole for term in rows["term"]]]
    assert set(absent["source"]) <= {"general", "codebook"}
    assert len(rows) - len(absent) >= 2500
    assert [term for term in table("instruments")["term"] if term not in whole] == []


def test_every_index_says_where_its_list_comes_from():
    rows = indices()
    assert len(rows) >= 5
    assert (rows[["terms", "denominator", "source", "seen"]] != "").all(axis=None)


def test_an_index_counts_as_it_says():
    report = read_report(text="加强环境保护，减少污染，推进环境保护税。发展生态旅游。")

    def hits(count):
        return attention_index(report, "environment", count=count)["hits"].item()

    assert hits("strings") == 4
    assert hits("every") == 4
    assert hits("tokens") < 4
    rows = index_sensitivity(report, "environment")
    assert rows[rows["denominator"] == "sentences"]["total"].max() == 2
    for wrong in (
        {"preset": "x"},
        {"preset": "environment", "count": "x"},
        {"preset": "environment", "denominator": "x"},
    ):
        with pytest.raises(ReportError, match="There is no"):
            attention_index(report, **wrong)


def test_words_inside_one_another_count_once_or_twice():
    report = read_report(text="修建道路路网。建设轨道交通。")
    overlapping = read_report(text="完善排水管网和给排水。")
    assert attention_index(report, "visible_infrastructure")["hits"].item() == 3
    both = [
        attention_index(overlapping, "functional_infrastructure", count=c)["hits"].item() for c in ("strings", "every")
    ]
    assert both == [3, 4]


@pytest.mark.parametrize(
    ("sentence", "tool"),
    [
        ("设立产业基金，给予贷款贴息。", "financial"),
        ("落实减税降费政策。", "taxation"),
        ("修订条例，开展专项整治。", "regulation"),
        ("开展职业技能培训。", "education"),
        ("实施政府采购。", "procurement"),
        ("举办消费季，发放消费券。", "commercial"),
        ("布局海外仓。", "overseas"),
        ("建设全国重点实验室。", "science"),
        ("各位代表！", None),
        ("坚持改革开放。", None),
    ],
)
def test_instrument_of_a_sentence(sentence, tool):
    found = instruments([sentence])["tool"].item()
    assert found == tool or (tool is None and pd.isna(found))


def test_instruments_lexicon_is_sound():
    rows = table("instruments")
    assert not rows["term"].duplicated().any()
    assert set(rows["code"]) == set(table("instrument_tools")["tool"])
    assert set(table("instrument_tools")["instrument"]) == {"supply", "environment", "demand"}


def test_topics_find_groups_of_words_again(seed):
    lines = ["学校教师教育质量。", "医院医疗健康服务。", "公路铁路机场交通。"] * 20
    made = read_report(text="\n".join(lines), name="made_up_2020")
    for method in ("nmf", "lda"):
        found = topics([made], method=method, k=3, seeds=2)
        assert found.documents.groupby(found.documents.index % 3)["topic"].nunique().eq(1).all()
        assert found.documents["topic"].nunique() == 3
        assert 0 < found.stability <= 1
        aligned = align_topics(found.documents, code_themes(sentences(made)).assign(report=made.name))
        assert set(aligned["code"]) == {3, 6, 10}
        assert aligned.attrs["nmi"] == pytest.approx(1)
    with pytest.raises(ReportError, match="too few"):
        topics([made], k=50)
    with pytest.raises(ReportError, match="no method"):
        topics([made], method="bert")


def test_charts_show_what_the_tables_have():
    rows = pd.DataFrame({"group": ["review", "plan"], "topic": "Education", "share": [0.2, 0.3]})
    ax = plots.theme_dumbbell(rows.assign(low=0.1, high=0.4), title="t")
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert dots == [0.2, 0.3]
    years = pd.DataFrame({"year": [2000, 2001, 2005], "topic": "Education", "share": [0.1, 0.2, 0.3]})
    first = plots.theme_years(years, title="t")
    assert first.lines[0].get_ydata().tolist() == [0.1, 0.2, 0.3]
    assert np.isnan(first.lines[1].get_ydata()[3])
    confusion = pd.DataFrame({"coder_a": [1, 1, 15], "combined": [1, 15, 15], "n": [3, 1, 4]})
    assert [text.get_text() for text in plots.theme_confusion(confusion, title="t").texts] == ["75", "25", "100"]
    tiles = pd.DataFrame({"province": ["北京", "海南"], "value": [0.1, 0.2]})
    texts = [text.get_text() for text in plots.province_tiles(tiles, title="t").texts]
    assert len([text for text in texts if text in set(table("province_tiles")["province"])]) == 31
    assert {"10.0", "20.0"} <= set(texts)
    curve = plots.coverage_curve(read("theme_margins"), at=UNSURE, title="t")
    assert f"{UNSURE:g}" in curve.texts[0].get_text()


def test_the_attention_of_the_collection_is_published(corpus):
    rows = read("attention")
    report = read_report(corpus / "provinces-2026/海南.txt")
    counted = code_themes(sentences(report))["code"].value_counts()
    published = rows[rows["report"] == "provinces-2026/海南"].groupby("code")["sentences"].sum()
    assert (published <= counted.reindex(published.index)).all()
    assert rows["report"].nunique() == 115


def test_methods_are_scored():
    assert read("theme_methods")["method"].tolist() == list(METHODS)
    assert set(read("theme_scores")["code"]) == set(codebook()["code"])
