"""Charts draw what their table says, in Chinese, without touching what the reader has set."""

import itertools
import warnings
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.ft2font import FT2Font

from govreport import canvas, plots, strip
from govreport.errors import ReportError

SEED = Path(__file__).parents[1] / "seeds" / "daoli-2026.txt"

FREQUENCY = pd.DataFrame(
    [("发展", 42, 1, 30, None), ("建设", 35, 2, 25, None), ("服务", 35, 2, 28, None), ("消费", 9, 4, 7, None)],
    columns=["feature", "frequency", "rank", "docfreq", "group"],
)
ATTENTION = pd.DataFrame(
    [
        ("(一)坚持扩增量、提质量,经济发展韧劲十足", 15, "Domestic Commerce", 6, 0.75),
        ("(一)坚持扩增量、提质量,经济发展韧劲十足", 17, "Technology", 2, 0.25),
        ("(一)坚持扩增量、提质量,经济发展韧劲十足", 0, "No policy content", 3, None),
        ("(二)坚持抓改革、强服务,发展潜能全面激发", 20, "Government Operations", 5, 1.0),
    ],
    columns=["group", "code", "topic", "sentences", "share"],
)
ONE_GROUP = ATTENTION[ATTENTION["group"].str.startswith("(一)")]
INDICATORS = pd.DataFrame(
    [
        ("629.3亿元", 6.293e10, "元", "地区生产总值", "level", None, "2025Q1-Q3", "actual"),
        ("4000余万元", 4e7, "元", "盘活闲置国有资产", "level", None, "2025", "actual"),
        ("900亿元", 9e10, "元", "地区生产总值", "level", None, None, "target"),
        ("0元", 0.0, "元", "拖欠账款", "level", None, "2025", "actual"),
        ("14.1万户", 141_000.0, "户", "市场主体", "level", None, "2025", "actual"),
        ("1万个", 10_000.0, "元", "学位", "increment", "up", "2025", "actual"),
        ("5.2%", 5.2, "%", "地区生产总值", "growth", "up", "2025Q1-Q3", "actual"),
        ("84%", 84.0, "%", "办理环节", "growth", "down", "2021/2025", "actual"),
        ("95%", 95.0, "%", None, "share", None, "2026", "target"),
        ("3个百分点", 3.0, "个百分点", "限上社零额", "pp", "up", "2025", "actual"),
    ],
    columns=["text", "value", "unit", "subject", "measure", "direction", "period", "modality"],
)
UNITS = pd.DataFrame(
    [
        ("title", None, "front", 0, 12, "2026年道里区政府工作报告"),
        ("heading", 1, "review", 13, 22, "2025年工作回顾"),
        ("paragraph", None, "review", 23, 100, "…"),
        ("heading", 2, "review", 101, 120, "(一)坚持扩增量、提质量"),
        ("item", None, "review", 121, 400, "…"),
        ("heading", 1, "plan", 401, 410, "2026年工作安排"),
        ("paragraph", None, "plan", 411, 700, "…"),
    ],
    columns=["kind", "level", "part_kind", "start", "end", "text"],
)
HEADLINE = pd.DataFrame(
    [
        ("gdp", "Gross domestic product", "地区生产总值", "level", "629.3亿元", "2025Q1-Q3", 5.2, "2025Q1-Q3"),
        ("trade", "Total imports and exports of goods", "进出口总额", "level", "8亿元", "2025", -3.0, "2021/2025"),
        ("employment_new_urban", "New urban jobs", "城镇新增就业", "increment", "1.3万人", "2025", None, None),
        ("pm25", "Mean annual PM2.5 concentration", "PM2.5平均浓度", None, None, None, -4.5, None),
    ],
    columns=["indicator", "english", "chinese", "measure", "text", "period", "growth", "growth_period"],
)
TOPICS = INDICATORS.assign(topic=["Macroeconomics"] * 6 + ["Housing"] * 3 + ["Domestic Commerce"])
SCORES = pd.DataFrame(
    [("f1", 0.998, 0.996, 1.0), ("subject", 0.991, 0.985, 0.996), ("subject_ten_before", 0.665, 0.622, 0.707)],
    columns=["field", "score", "low", "high"],
)
PAIRS = pd.DataFrame({"similarity": [0.3, 0.1, 0.2, 0.15], "neighbours": [True, False, True, False]})
PHRASES = pd.DataFrame({"phrase": ["提振消费", "地方债务"], "provinces_2025": [31, 18], "provinces_2026": [31, 12]})
CHARTS = {
    "pair_similarity": lambda **options: plots.pair_similarity(PAIRS, **options),
    "phrase_spread": lambda **options: plots.phrase_spread(PHRASES, **options),
    "frequency_bar": lambda **options: plots.frequency_bar(FREQUENCY, **options),
    "wordcloud": lambda **options: plots.wordcloud(FREQUENCY, **options),
    "theme_bar": lambda **options: plots.theme_bar(ONE_GROUP, **options),
    "theme_heatmap": lambda **options: plots.theme_heatmap(ATTENTION, **options),
    "indicator_dots": lambda **options: plots.indicator_dots(INDICATORS, **options),
    "growth_bar": lambda **options: plots.growth_bar(INDICATORS, **options),
    "dashboard": lambda **options: plots.dashboard(HEADLINE, **options),
    "figures_by_topic": lambda **options: plots.figures_by_topic(TOPICS, **options),
    "score_intervals": lambda **options: plots.score_intervals(SCORES, **options),
    "structure_map": lambda **options: plots.structure_map(UNITS, missing=["(一)聚焦“三力”蓄能"], **options),
}
each_chart = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def row_names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def notes(ax):
    return [text.get_text() for text in ax.texts]


def legend_names(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


class TestFont:
    def test_has_a_glyph_for_every_character_of_the_report(self):
        glyphs = FT2Font(canvas.font_path()).get_charmap()
        characters = set(SEED.read_text(encoding="utf-8")) - {"\n"}
        assert len(characters) > 1000
        assert [character for character in characters if ord(character) not in glyphs] == []

    def test_has_a_glyph_for_every_sign_that_the_charts_write(self):
        glyphs = FT2Font(canvas.font_path()).get_charmap()
        assert [sign for sign in "…−+%()万亿字" if ord(sign) not in glyphs] == []

    def test_has_no_glyph_for_a_private_character(self):
        assert 0xE000 not in FT2Font(canvas.font_path()).get_charmap()

    def test_a_missing_font_is_one_clear_sentence(self, monkeypatch):
        monkeypatch.setattr(canvas, "find_spec", lambda name: None)
        canvas.font_path.cache_clear()
        with pytest.raises(ReportError, match="install the package zhplot"):
            plots.frequency_bar(FREQUENCY)
        canvas.font_path.cache_clear()
        assert plt.get_fignums() == []

    @each_chart
    @pytest.mark.parametrize("given", [False, True], ids=["new axes", "given axes"])
    def test_every_text_is_set_in_it_and_no_glyph_is_missing(self, draw, given):
        ax = draw(title="道里区 2025", ax=plt.subplots()[1] if given else None)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            ax.figure.canvas.draw()
        texts = [text for text in ax.figure.findobj(matplotlib.text.Text) if text.get_text()]
        assert {text.get_fontname() for text in texts} == {canvas.FONT}
        assert {text.get_fontweight() for text in texts} == {"normal"}


@each_chart
class TestEveryChart:
    def test_leaves_the_settings_as_they_were(self, draw):
        plt.get_cmap()
        before = dict(matplotlib.rcParams)
        draw()
        assert dict(matplotlib.rcParams) == before

    def test_does_not_take_over_the_readers_style(self, draw):
        with plt.style.context("dark_background"):
            ax = draw()
        assert to_hex(ax.figure.get_facecolor()) == "#ffffff"

    def test_draws_where_it_is_told_to(self, draw):
        figure, ax = plt.subplots()
        assert draw(ax=ax) is ax
        assert plt.get_fignums() == [figure.number]

    def test_title_stands_at_the_left_and_a_long_one_breaks(self, draw):
        title = "地区生产总值增长快于全省全市，社会消费品零售总额位列全市第一，民生支出持续增加" * 2
        ax = draw(title=title)
        assert ax.get_title(loc="left").replace("\n", "") == title
        assert ax.get_title(loc="left").count("\n") > 0
        assert ax.get_title() == ""

    def test_has_a_title_and_one_sentence_of_alt_text_of_its_own(self, draw):
        ax = draw()
        told = plots.describe(ax)
        assert told.startswith(ax.get_title(loc="left") + ": ")
        assert told.endswith(").")
        assert "\n" not in told

    def test_no_two_texts_overlap(self, draw):
        ax = draw(title="One line\nand another")
        ax.figure.canvas.draw()
        ticks = ax.get_xticklabels() + ax.get_yticklabels() if ax.axison else []
        legend = ax.get_legend().get_texts() if ax.get_legend() else []
        texts = [*ticks, *legend, *ax.texts, ax.title, ax._left_title, ax.xaxis.label]
        boxes = [text.get_window_extent().shrunk(0.9, 0.9) for text in texts if text.get_text() and text.get_visible()]
        assert [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []

    def test_labels_are_inside_the_axes_and_names_inside_the_picture(self, draw):
        ax = draw()
        ax.figure.canvas.draw()
        names = ax.get_yticklabels() if ax.axison else []
        places = [(text, ax.bbox) for text in ax.texts] + [(text, ax.figure.bbox) for text in names]
        for text, place in places:
            box, place = text.get_window_extent(), place.padded(2)
            assert place.contains(box.x0, box.y0), text
            assert place.contains(box.x1, box.y1), text


EMPTY = {
    "no columns": lambda: [plots.frequency_bar(pd.DataFrame()), plots.structure_map(pd.DataFrame())],
    "no words": lambda: [plots.frequency_bar(FREQUENCY[:0]), plots.wordcloud(FREQUENCY[:0])],
    "no words wanted": lambda: [plots.frequency_bar(FREQUENCY, n=0), plots.wordcloud(FREQUENCY, n=0)],
    "no themes": lambda: [plots.theme_bar(ATTENTION[:0]), plots.theme_heatmap(ATTENTION[:0])],
    "no policy": lambda: [chart(ATTENTION[ATTENTION["code"] == 0]) for chart in (plots.theme_bar, plots.theme_heatmap)],
    "no indicators": lambda: [plots.indicator_dots(INDICATORS[:0]), plots.growth_bar(INDICATORS[:0])],
    "no headline": lambda: [plots.dashboard(HEADLINE[:0]), plots.figures_by_topic(TOPICS[:0])],
    "unit not there": lambda: [plots.indicator_dots(INDICATORS, unit="亩")],
    "no percent": lambda: [plots.growth_bar(INDICATORS[INDICATORS["unit"] == "元"])],
}


@pytest.mark.parametrize("draw", EMPTY.values(), ids=EMPTY)
def test_nothing_to_show_is_said(draw):
    for ax in draw():
        assert notes(ax) == ["nothing to show"]
        assert plots.describe(ax) == "nothing to show."


class TestFrequencyBar:
    def test_bars_are_as_long_as_the_counts(self):
        ax = plots.frequency_bar(FREQUENCY)
        assert [bar.get_width() for bar in ax.patches] == FREQUENCY["frequency"].tolist()
        assert row_names(ax) == FREQUENCY["feature"].tolist()
        assert notes(ax) == ["42", "35", "35", "9"]
        assert ax.get_xlabel() == "occurrences"

    def test_the_most_frequent_stands_on_top_whatever_the_order_of_the_table(self):
        ax = plots.frequency_bar(FREQUENCY.iloc[::-1], n=1)
        assert row_names(ax) == ["发展"]
        assert plots.frequency_bar(FREQUENCY).yaxis_inverted()

    def test_says_what_it_draws(self):
        told = plots.describe(plots.frequency_bar(FREQUENCY, title="发展领先。"))
        assert told == "发展领先: bar chart of 4 words (发展 42, 建设 35, 服务 35, 消费 9)."

    @pytest.mark.parametrize("chart", [plots.frequency_bar, plots.wordcloud])
    def test_several_groups_are_refused(self, chart):
        with pytest.raises(ReportError, match="one group"):
            chart(FREQUENCY.assign(group=["review", "review", "plan", "plan"]))


class TestWordcloud:
    def test_each_word_stands_once_inside_the_frame(self):
        ax = plots.wordcloud(FREQUENCY)
        assert sorted(word.get_label() for word in ax.patches) == sorted(FREQUENCY["feature"])
        right, bottom = ax.get_xlim()[1], ax.get_ylim()[0]
        for word in ax.patches:
            box = word.get_path().get_extents()
            assert 0 <= box.x0 < box.x1 <= right
            assert 0 <= box.y0 < box.y1 <= bottom

    def test_no_two_words_overlap(self):
        words = [word.get_path().get_extents() for word in plots.wordcloud(FREQUENCY).patches]
        assert [pair for pair in itertools.combinations(words, 2) if pair[0].overlaps(pair[1])] == []

    def test_is_the_same_each_time(self):
        first, second = (plots.wordcloud(FREQUENCY).patches for _ in range(2))
        assert [word.get_path().vertices.tolist() for word in first] == [
            word.get_path().vertices.tolist() for word in second
        ]

    def test_shape_follows_aspect(self):
        ax = plots.wordcloud(FREQUENCY, aspect=1)
        assert ax.get_xlim()[1] == ax.get_ylim()[0]


class TestThemes:
    def test_bars_are_shares_without_code_0(self):
        ax = plots.theme_bar(ONE_GROUP)
        assert [bar.get_width() for bar in ax.patches] == [0.75, 0.25]
        assert row_names(ax) == ["Domestic Commerce", "Technology"]
        assert notes(ax) == ["75.0% (6)", "25.0% (2)"]

    def test_bars_of_several_groups_are_refused(self):
        with pytest.raises(ReportError, match="one group"):
            plots.theme_bar(ATTENTION)

    def test_cells_are_shares_of_topic_by_group(self):
        ax = plots.theme_heatmap(ATTENTION)
        assert ax.collections[0].get_array().tolist() == [[0, 1], [0.75, 0], [0.25, 0]]
        assert row_names(ax) == ["Government Operations", "Domestic Commerce", "Technology"]
        columns = [label.get_text().replace("\n", "") for label in ax.get_xticklabels()]
        assert columns == list(ATTENTION["group"].unique())
        assert sorted(notes(ax)) == ["100", "25", "75"]

    def test_one_group_without_a_name_makes_one_column(self):
        ax = plots.theme_heatmap(ONE_GROUP.assign(group=None))
        assert [label.get_text() for label in ax.get_xticklabels()] == ["all"]


class TestIndicatorDots:
    def test_dots_are_the_levels_of_the_unit_on_a_log_axis(self):
        ax = plots.indicator_dots(INDICATORS)
        assert ax.get_xscale() == "log"
        assert ax.collections[0].get_offsets()[:, 0].tolist() == [9e10, 6.293e10, 4e7]
        assert row_names(ax) == ["地区生产总值", "地区生产总值", "盘活闲置国有资产"]
        assert notes(ax) == ["900亿元", "629.3亿元 (2025Q1-Q3)", "4000余万元 (2025)"]
        assert ax.get_xlabel() == "元 (log scale)"

    def test_another_unit(self):
        ax = plots.indicator_dots(INDICATORS, unit="户")
        assert ax.collections[0].get_offsets()[:, 0].tolist() == [141_000]
        assert ax.get_legend() is None

    def test_a_target_is_hollow(self):
        ax = plots.indicator_dots(INDICATORS)
        assert [to_hex(colour) for colour in ax.collections[0].get_facecolors()] == [
            "#ffffff",
            *[canvas.BLUE.lower()] * 2,
        ]
        assert legend_names(ax) == ["reached", "target"]

    def test_ticks_are_written_as_reports_write_them(self):
        ax = plots.indicator_dots(INDICATORS)
        ax.figure.canvas.draw()
        ticks = [label.get_text() for label in ax.get_xticklabels()]
        assert {"1亿", "10亿", "100亿"} <= set(ticks)


class TestGrowthBar:
    def test_growth_is_signed_and_shares_follow(self):
        ax = plots.growth_bar(INDICATORS)
        assert [bar.get_width() for bar in ax.patches] == [5.2, -84, 95]
        assert row_names(ax) == ["地区生产总值", "办理环节", "(no subject found)"]
        assert notes(ax) == ["+5.2% (2025Q1-Q3)", "−84% (2021/2025)", "95% (2026)"]
        assert len({to_hex(bar.get_facecolor()) for bar in ax.patches}) == 2

    def test_a_target_is_hatched(self):
        ax = plots.growth_bar(INDICATORS)
        assert [bar.get_hatch() for bar in ax.patches] == [None, None, canvas.HATCH]
        assert legend_names(ax) == ["growth", "share", "target"]

    def test_the_largest_of_each_are_kept_falls_too(self):
        ax = plots.growth_bar(INDICATORS, n=1)
        assert [bar.get_width() for bar in ax.patches] == [-84, 95]


class TestStructureMap:
    def test_rows_are_as_wide_as_their_characters_and_stand_in_their_place(self):
        ax = plots.structure_map(UNITS)
        assert row_names(ax) == [
            "(before the first heading)",
            "2025年工作回顾",
            "(一)坚持扩增量、提质量",
            "2026年工作安排",
        ]
        assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 12), (13, 387), (101, 299), (401, 299)]
        assert notes(ax) == ["12 字", "387 字", "299 字", "299 字"]

    def test_colour_is_the_kind_of_part(self):
        ax = plots.structure_map(UNITS)
        kinds = ["front", "review", "review", "plan"]
        assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [strip.PARTS[kind][1].lower() for kind in kinds]
        assert legend_names(ax) == [strip.PARTS[kind][0] for kind in ("front", "review", "plan")]

    def test_a_part_that_turns_to_the_plan_has_two_colours(self):
        turned = UNITS.assign(part_kind=["front", "review", "review", "review", "plan", "plan", "plan"])
        bars = plots.structure_map(turned).patches[1:3]
        assert [(bar.get_x(), bar.get_width()) for bar in bars] == [(13, 107), (121, 279)]
        assert bars[0].get_facecolor() != bars[1].get_facecolor()

    def test_missing_entries_are_listed_hatched(self):
        ax = plots.structure_map(UNITS, missing=["(一)聚焦“三力”蓄能", "(二)聚焦“三业”拓容"])
        assert row_names(ax)[-2:] == ["(一)聚焦“三力”蓄能", "(二)聚焦“三业”拓容"]
        assert [bar.get_hatch() for bar in ax.patches[-2:]] == [canvas.HATCH] * 2
        assert "2 missing entries" in plots.describe(ax)

    def test_without_headings_the_text_is_one_row(self):
        ax = plots.structure_map(UNITS[UNITS["kind"] == "paragraph"])
        assert row_names(ax) == ["(before the first heading)"]

    def test_nullable_levels_will_do(self):
        ax = plots.structure_map(UNITS.astype({"level": "Int64"}))
        assert len(row_names(ax)) == 4


@pytest.mark.parametrize(
    ("text", "width", "lines", "expected"),
    [
        ("发展", 10, 1, "发展"),
        ("社会消费品零售总额", 10, 1, "社会消费…"),
        ("坚持扩增量、提质量", 12, 2, "坚持扩增\n量、提质量"),
        ("坚持扩增量、提质量", 8, 2, "坚持扩增\n量、提…"),
        ("Government Operations", 12, 2, "Government\nOperations"),
        ("Government Operations", 12, 1, "Government…"),
        ("两\u200b字\t和\n空白", 20, 1, "两字 和 空白"),
        ("", 10, 1, ""),
    ],
)
def test_wrap(text, width, lines, expected):
    assert canvas.wrap(text, width, lines=lines) == expected


@pytest.mark.parametrize("width", range(4, 20))
def test_wrapped_lines_fit_and_lose_nothing(width):
    text = "“十四五”时期和2025年工作简要回顾，经济发展韧劲十足"
    lines = canvas.wrap(text, width, lines=99).split("\n")
    assert "".join(lines) == text
    assert not [line for line in lines if line[0] in "，”"]
    assert max(map(canvas.cells, lines)) <= max(width, 6)


class TestDashboard:
    def test_bars_are_growth_and_labels_the_words_of_the_report(self):
        ax = plots.dashboard(HEADLINE)
        assert [bar.get_width() for bar in ax.patches] == [5.2, -3.0, 0.0, -4.5]
        assert notes(ax) == [
            "+5.2% · 629.3亿元 (2025Q1-Q3)",
            "−3% (2021/2025) · 8亿元 (2025)",
            "1.3万人 (2025)",
            "−4.5%",
        ]
        assert row_names(ax)[0] == "Gross domestic product 地区生产总值"


class TestFiguresByTopic:
    def test_bars_stack_to_the_number_of_figures_most_first(self):
        ax = plots.figures_by_topic(TOPICS)
        assert row_names(ax) == ["Macroeconomics", "Housing", "Domestic Commerce"]
        assert notes(ax) == ["6", "3", "1"]
        ends = [
            max(bar.get_x() + bar.get_width() for bar in ax.patches if round(bar.get_y() + 0.375) == y)
            for y in range(3)
        ]
        assert ends == [6, 3, 1]
        assert legend_names(ax) == ["level", "increment", "growth", "share", "pp"]


class TestScoreIntervals:
    def test_dots_are_scores_and_lines_their_intervals(self):
        ax = plots.score_intervals(SCORES)
        lines, dots = ax.collections
        assert [tuple(segment[:, 0]) for segment in lines.get_segments()] == [
            (0.996, 1.0),
            (0.985, 0.996),
            (0.622, 0.707),
        ]
        assert dots.get_offsets()[:, 0].tolist() == [0.998, 0.991, 0.665]
        assert notes(ax) == ["0.998", "0.991", "0.665"]
