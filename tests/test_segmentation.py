"""Segmenters, their dictionary and what they are measured by; word counts that are published."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport import ReportError, new_words, read_report, tokens
from govreport.frequencies import frequencies_by_report, reference_frequencies, word_counts
from govreport.lexicon import data_path, table
from govreport.scores import fallen
from govreport.segmentation import score_segmentation, word_f1
from govreport.segmenters import segmenter, simplified

OLD = "在我國進入經濟建設時期以後，國民經濟發展，人民生活水平提高。"


def test_the_dictionary_has_terms_enough():
    assert len(table("userdict")) >= 1500


def test_traditional_text_is_cut_as_simplified_text_is():
    old, new = (tokens(read_report(text=text, name="made_up_1954")) for text in (OLD, simplified(OLD)))
    assert "".join(old["token"]) == OLD
    assert old[["start", "end", "kind"]].equals(new[["start", "end", "kind"]])
    assert "國民經濟" in set(old["token"])


def test_simplified_keeps_every_offset(corpus):
    text = read_report(corpus / "state-council/1954.txt").text
    assert len(simplified(text)) == len(text)


def _jiebas_own():
    """jieba's own path search over the dictionary of ours."""
    import jieba

    ours, own = segmenter("jieba"), jieba.Tokenizer()
    own.FREQ, own.total, own.initialized = ours.FREQ, ours.total, True
    return own


def test_words_are_those_of_jiebas_own_path(seed):
    assert list(segmenter("jieba").cut(seed.text)) == list(_jiebas_own().cut(seed.text))


@given(st.text(st.sampled_from("国内生产总值的人民和一般公共预算收入发展中国家龘5G。"), max_size=40))
def test_words_are_those_of_jiebas_own_path_whatever_the_text(text):
    assert list(segmenter("jieba").cut(text)) == list(_jiebas_own().cut(text))


def test_the_fast_segmenter_agrees_with_jieba(seed):
    ours, fast = ({(t.start, t.end) for t in tokens(seed, segmenter=name).itertuples()} for name in ("jieba", "rjieba"))
    assert 2 * len(ours & fast) / (len(ours) + len(fast)) > 0.999


def _spans(words):
    at = 0
    for word in words:
        yield at, at + len(word)
        at += len(word)


def test_the_fast_segmenter_agrees_on_other_reports(corpus):
    for path in sorted(corpus.glob("provinces-2026/*.txt"))[::10]:
        text = read_report(path).text
        cut = [set(_spans(segmenter(name).cut(text))) for name in ("jieba", "rjieba")]
        assert 2 * len(cut[0] & cut[1]) / (len(cut[0]) + len(cut[1])) > 0.999


def test_an_unknown_segmenter_is_refused(seed):
    with pytest.raises(ReportError, match="no segmenter 'pkuseg'"):
        tokens(seed, segmenter="pkuseg")


def test_options(seed):
    all_ = tokens(seed)
    kept = tokens(seed, min_length=2, stopwords={"发展"})
    words = kept[kept["kind"] == "word"]["token"]
    assert words.str.len().min() == 2
    assert "发展" not in set(words)
    assert (kept["kind"] != "word").sum() == (all_["kind"] != "word").sum()


@pytest.mark.parametrize("name", ["jieba", "rjieba"])
def test_parts_of_speech(name):
    rows = tokens(read_report(text="深入推进经济发展，增长5.2%。"), pos=True, segmenter=name)
    tags = dict(zip(rows["token"], rows["pos"], strict=True))
    assert tags["经济"] == "n"
    assert pd.isna(tags["，"])
    assert pd.isna(tags["5.2%"])


def test_new_words_hold_together_and_stand_free(seed):
    rows = new_words([seed], min_frequency=3, min_reports=1, min_npmi=0.4, min_entropy=1.0)
    assert (rows["npmi"] >= 0.4).all()
    assert (rows[["entropy_left", "entropy_right"]] >= 1).all().all()
    assert len(rows)
    assert all(seed.text.count(feature) >= n for feature, n in zip(rows["feature"], rows["frequency"], strict=True))
    assert not set(rows["feature"]) & set(table("userdict")["term"])


@pytest.fixture(scope="module")
def gold():
    return pd.read_json(data_path("gold", "segmentation.jsonl"), lines=True)


def test_gold_covers_its_sentences(gold):
    assert len(gold) == 300
    assert all(row.ends[-1] == row.end - row.start and row.ends == sorted(set(row.ends)) for row in gold.itertuples())


def test_the_dictionary_earns_its_entries(gold, corpus):
    some = gold[gold["report"].isin(gold["report"].unique()[::4])].groupby("report")
    reports = {name: read_report(corpus / name) for name, _ in some}
    with_, without = (
        word_f1(pd.concat([score_segmentation(part, reports[name], dictionary=helped) for name, part in some]))[0]
        for helped in (True, False)
    )
    assert with_ > without + 0.02


def test_scores_of_words_are_watched():
    published = pd.read_csv(data_path("reference", "scores.csv"))
    words = published[published["report"] == "segmentation"]
    assert len(fallen(words.assign(score=words["score"] - 0.1), published)) == 2


def test_word_counts_are_what_the_code_gives(corpus):
    counts = frequencies_by_report()
    for name in sorted(counts["report"].unique())[::30]:
        report = read_report(corpus / f"{name}.txt")
        now = word_counts(report, name)
        said = counts[counts["report"] == name]
        assert dict(zip(now["feature"], now["frequency"], strict=True)) == dict(
            zip(said["feature"], said["frequency"], strict=True)
        )


def test_word_counts_name_what_cut_them():
    told = pq.read_schema(data_path("reference", "frequencies.parquet")).metadata
    assert b"jieba version" in told


def test_reference_frequencies_of_a_decade():
    rows = reference_frequencies("state-council", years=(1980, 1989))
    whole = reference_frequencies("state-council").set_index("feature")["frequency"]
    assert (rows["frequency"] <= whole[rows["feature"]].to_numpy()).all()
    assert rows["docfreq"].max() <= 10
