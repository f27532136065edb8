"""Results as files: read back as they were, the same bytes each time, harmless in a spreadsheet, never half-written."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from govreport import export, plots
from govreport.errors import ReportError

TABLE = pd.DataFrame(
    {
        "text": ["629.3亿元", "=1+1", "——重大项目量质齐增", None],
        "value": [6.293e10, 2.0, None, -1.5],
        "start": [1, 2, 3, 4],
        "values": [[4.0, 37.7], None, None, None],
        "actual": [True, False, True, False],
    }
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]
HARMLESS = ["——重大项目", "1-11月", "5%", "'=1", "", "发展=进步"]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def build(tmp_path, monkeypatch):
    monkeypatch.setenv("GOVREPORT_BUILD", str(tmp_path / "build"))
    yield tmp_path / "build"
    plt.close("all")


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def sheet(path, number=1):
    """Cells of a sheet: reference to type and text, text taken from the shared strings."""
    with zipfile.ZipFile(path) as book:
        shared = ["".join(item.itertext()) for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        cells = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{SHEET}c")
        found = {}
        for cell in cells:
            assert cell.find(f"{SHEET}f") is None, "a formula"
            value = cell.findtext(f"{SHEET}v")
            kind = cell.get("t", "n")
            if value is not None:
                found[cell.get("r")] = (kind, shared[int(value)] if kind == "s" else value)
        return found


class TestBuildDir:
    def test_the_environment_decides(self, build):
        assert export.build_dir() == build

    def test_else_it_stands_in_the_checkout(self, monkeypatch):
        monkeypatch.delenv("GOVREPORT_BUILD")
        assert export.build_dir() == Path(__file__).resolve().parents[1] / "build"

    def test_else_where_you_are(self, monkeypatch, tmp_path):
        monkeypatch.delenv("GOVREPORT_BUILD")
        monkeypatch.setattr(export, "__file__", str(tmp_path / "site-packages" / "govreport" / "export.py"))
        monkeypatch.chdir(tmp_path)
        assert export.build_dir() == tmp_path / "build"


class TestSaveTable:
    def test_writes_csv_and_parquet_and_nothing_else(self, build):
        assert export.save(TABLE, "indicators_2025") is None
        assert files(build) == ["tables/indicators_2025.csv", "tables/indicators_2025.parquet"]

    def test_parquet_comes_back_as_it_was(self, build):
        export.save(TABLE, "table")
        back = pd.read_parquet(build / "tables" / "table.parquet")
        pd.testing.assert_frame_equal(back.drop(columns="values"), TABLE.drop(columns="values"), check_dtype=False)
        assert list(back["values"][0]) == [4.0, 37.7]

    def test_csv_says_that_it_is_utf8_and_comes_back(self, build):
        export.save(TABLE, "table")
        assert (build / "tables" / "table.csv").read_bytes().startswith(b"\xef\xbb\xbftext,")
        back = pd.read_csv(build / "tables" / "table.csv")
        assert back["text"].tolist()[:3] == ["629.3亿元", "'=1+1", "——重大项目量质齐增"]
        assert back["text"].isna().tolist() == [False, False, False, True]
        assert back["value"].tolist()[3] == -1.5
        assert back["values"][0] == "4.0; 37.7"

    @pytest.mark.parametrize("kind", ["object", "str", "category"])
    def test_formulas_are_neutralised_whatever_the_type_of_the_column(self, build, kind):
        export.save(pd.DataFrame({"text": FORMULAS + HARMLESS}).astype(kind), "table")
        back = pd.read_csv(build / "tables" / "table.csv", keep_default_na=False, lineterminator="\n")
        assert back["text"].tolist() == [f"'{formula}" for formula in FORMULAS] + HARMLESS

    def test_a_header_is_neutralised_and_numbers_are_not(self, build):
        export.save(pd.DataFrame({"=1": [-1, -2]}), "table")
        assert (build / "tables" / "table.csv").read_text(encoding="utf-8-sig") == "'=1\n-1\n-2\n"
        assert list(pd.read_parquet(build / "tables" / "table.parquet")) == ["=1"]

    def test_a_telling_index_becomes_a_column_and_a_running_one_does_not(self, build):
        matrix = pd.DataFrame({"发展": [3, 1]}, index=pd.Index(["(一)", "(二)"], name="section"))
        export.save(matrix, "named")
        export.save(matrix.rename_axis(None), "texts")
        export.save(matrix.reset_index().iloc[[1]], "running")
        columns = [
            list(pd.read_parquet(build / "tables" / f"{name}.parquet")) for name in ("named", "texts", "running")
        ]
        assert columns == [["section", "发展"], ["index", "发展"], ["section", "发展"]]

    def test_sparse_counts_and_headers_of_two_levels_will_do(self, build):
        export.save(pd.DataFrame({"发展": pd.arrays.SparseArray([0, 1])}), "sparse")
        export.save(pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["share"], [15, 20]])), "levels")
        assert pd.read_parquet(build / "tables" / "sparse.parquet")["发展"].tolist() == [0, 1]
        assert list(pd.read_parquet(build / "tables" / "levels.parquet")) == ["share 15", "share 20"]

    def test_an_empty_table_will_do(self, build):
        export.save(TABLE[:0], "empty")
        assert list(pd.read_csv(build / "tables" / "empty.csv")) == list(TABLE)

    def test_the_table_itself_is_not_changed(self):
        table = TABLE.copy()
        export.save(table, "table")
        pd.testing.assert_frame_equal(table, TABLE)

    @pytest.mark.parametrize("name", ["", "A", "词频", "a b", "a.b", "../a", "a/b", "a\n", "a-b"])
    def test_a_bad_name_is_refused(self, build, name):
        with pytest.raises(ReportError, match="cannot name a result"):
            export.save(TABLE, name)
        assert not build.exists()

    @pytest.mark.parametrize("thing", [None, [1], "text", {"a": 1}])
    def test_a_thing_of_another_kind_is_refused(self, build, thing):
        with pytest.raises(ReportError, match="cannot be saved"):
            export.save(thing, "thing")
        assert not build.exists()


class TestSaveFigure:
    def draw(self):
        return plots.frequency_bar(pd.DataFrame({"feature": ["发展", "建设"], "frequency": [42, 35]}))

    @pytest.mark.parametrize("of", [lambda ax: ax, lambda ax: ax.figure], ids=["axes", "figure"])
    def test_writes_png_and_svg_and_nothing_else(self, build, of):
        export.save(of(self.draw()), "words")
        assert files(build) == ["figures/words.png", "figures/words.svg"]
        assert (build / "figures" / "words.png").read_bytes().startswith(b"\x89PNG")

    def test_svg_needs_no_font_and_has_no_date(self, build):
        export.save(self.draw(), "words")
        svg = (build / "figures" / "words.svg").read_text(encoding="utf-8")
        assert "<text" not in svg
        assert "<dc:date>" not in svg
        assert "bar chart of 2 words (发展 42, 建设 35)" in svg

    def test_settings_stay_as_they_were(self):
        ax = self.draw()
        before = dict(matplotlib.rcParams)
        export.save(ax, "words")
        assert dict(matplotlib.rcParams) == before

    def test_resolution(self, build):
        ax = self.draw()
        export.save(ax, "fine", dpi=200)
        export.save(ax, "coarse", dpi=50)
        fine, coarse = (plt.imread(build / "figures" / f"{name}.png").shape[0] for name in ("fine", "coarse"))
        assert fine / coarse == pytest.approx(4, rel=0.02)


class TestWorkbook:
    def test_text_is_text_and_numbers_are_numbers(self, tmp_path):
        export.workbook({"indicators": TABLE}, tmp_path / "book.xlsx")
        cells = sheet(tmp_path / "book.xlsx")
        assert cells["A1"] == ("s", "text")
        assert cells["A2"] == ("s", "629.3亿元")
        assert cells["A3"] == ("s", "=1+1")
        assert cells["B5"] == ("n", "-1.5")
        assert cells["D2"] == ("s", "4.0; 37.7")
        assert "A5" not in cells

    @pytest.mark.parametrize("text", [*FORMULAS, "https://example.org", "mailto:a@example.org", "007"])
    def test_no_text_becomes_a_formula_a_link_or_a_number(self, tmp_path, text):
        export.workbook({"t": pd.DataFrame({"text": [text]})}, tmp_path / "book.xlsx")
        kind, stored = sheet(tmp_path / "book.xlsx")["A2"]
        assert (kind, stored.replace("_x000D_", "\r")) == ("s", text)
        assert b"hyperlink" not in zipfile.ZipFile(tmp_path / "book.xlsx").read("xl/worksheets/sheet1.xml")

    def test_the_header_stays_in_view_and_columns_fit(self, tmp_path):
        export.workbook(
            {"t": pd.DataFrame({"text": ["社会消费品零售总额"], "long": ["长" * 500]})}, tmp_path / "book.xlsx"
        )
        xml = ElementTree.fromstring(zipfile.ZipFile(tmp_path / "book.xlsx").read("xl/worksheets/sheet1.xml"))
        assert xml.find(f".//{SHEET}pane").get("state") == "frozen"
        widths = [float(column.get("width")) for column in xml.iter(f"{SHEET}col")]
        assert widths == pytest.approx([20, 60], abs=1)

    def test_sheet_names_are_made_to_fit(self, tmp_path):
        names = ["a" * 40, "A" * 41, "part/section", "词频"]
        export.workbook(dict.fromkeys(names, TABLE), tmp_path / "book.xlsx")
        xml = ElementTree.fromstring(zipfile.ZipFile(tmp_path / "book.xlsx").read("xl/workbook.xml"))
        sheets = [found.get("name") for found in xml.iter(f"{SHEET}sheet")]
        assert sheets == ["a" * 31, "A" * 27 + "_2", "part_section", "词频"]

    def test_a_text_too_long_for_a_cell_is_cut(self, tmp_path):
        export.workbook({"t": pd.DataFrame({"text": ["长" * 40_000]})}, tmp_path / "book.xlsx")
        assert sheet(tmp_path / "book.xlsx")["A2"] == ("s", "长" * 32_767)

    def test_no_tables_are_refused(self, tmp_path):
        with pytest.raises(ReportError, match="no table"):
            export.workbook({}, tmp_path / "book.xlsx")
        assert files(tmp_path) == []


class TestStata:
    def test_comes_back(self, tmp_path):
        export.stata(TABLE.assign(end=7), tmp_path / "t.dta")
        back = pd.read_stata(tmp_path / "t.dta")
        assert back["text"].tolist() == ["629.3亿元", "=1+1", "——重大项目量质齐增", ""]
        assert back["value"].tolist()[:2] == [6.293e10, 2.0]
        assert back["value"].isna().tolist() == [False, False, True, False]
        assert back["start"].tolist() == [1, 2, 3, 4]
        assert back["actual"].tolist() == [1, 0, 1, 0]
        assert back["values"].tolist() == ["4.0; 37.7", "", "", ""]
        assert back["_end"].tolist() == [7] * 4

    def test_long_text_missing_integers_and_infinity(self, tmp_path):
        table = pd.DataFrame(
            {"text": ["长" * 3000, None], "level": pd.array([1, None], "Int64"), "x": [float("inf"), 1]}
        )
        export.stata(table, tmp_path / "t.dta")
        back = pd.read_stata(tmp_path / "t.dta")
        assert back["text"].tolist() == ["长" * 3000, ""]
        assert back["level"].isna().tolist() == [False, True]
        assert back["x"].isna().tolist() == [True, False]

    def test_carries_its_label_and_a_fixed_time(self, tmp_path):
        export.stata(TABLE, tmp_path / "t.dta", label="Indicators")
        with pd.read_stata(tmp_path / "t.dta", iterator=True) as reader:
            assert reader.data_label == "Indicators"
            assert reader.time_stamp == "01 Jan 2026 00:00"
        assert (tmp_path / "t.dta").read_bytes()[:60].count(b"<release>118</release>") == 1


class TestWriting:
    @pytest.mark.parametrize(
        "write",
        [
            lambda folder: export.save(TABLE, "t"),
            lambda folder: export.workbook({"t": TABLE}, folder / "t.xlsx"),
            lambda folder: export.stata(TABLE, folder / "t.dta"),
        ],
        ids=["save", "workbook", "stata"],
    )
    def test_a_failure_is_one_sentence_and_leaves_nothing_behind(self, tmp_path, monkeypatch, write):
        def refuse(*_):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(ReportError, match=r"^Cannot write .*: Permission denied\.$"):
            write(tmp_path)
        assert files(tmp_path) == []

    def test_a_file_that_was_there_survives_a_failure(self, build, monkeypatch):
        export.save(TABLE, "t")
        before = (build / "tables" / "t.csv").read_bytes()

        def half(path, content):
            with path.open("wb") as file:
                file.write(content[:10])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", half)
        with pytest.raises(ReportError, match="No space left"):
            export.save(TABLE[:1], "t")
        assert (build / "tables" / "t.csv").read_bytes() == before
        assert files(build) == ["tables/t.csv", "tables/t.parquet"]

    def test_a_table_that_cannot_be_stored_leaves_nothing_behind(self, build):
        with pytest.raises(Exception, match="object"):
            export.save(pd.DataFrame({"x": [object(), "text"]}), "t")
        assert not build.exists()


SCRIPT = """
import matplotlib, pandas as pd, os
matplotlib.use("Agg")
from govreport import export, plots
words = pd.DataFrame({"feature": ["发展", "建设", "服务"], "frequency": [42, 35, 9]})
for chart in (plots.frequency_bar, plots.wordcloud):
    export.save(chart(words), chart.__name__)
export.save(words, "words")
export.workbook({"words": words}, export.build_dir() / "book.xlsx")
export.stata(words, export.build_dir() / "words.dta")
"""


def test_two_processes_write_the_same_bytes(tmp_path):
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        settings = os.environ | {"GOVREPORT_BUILD": str(folder), "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", SCRIPT], env=settings, check=True)
        made.append({name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files(folder)})
    assert made[0] == made[1], json.dumps(made, indent=1)
    assert {Path(name).suffix for name in made[0]} == {".csv", ".dta", ".parquet", ".png", ".svg", ".xlsx"}
