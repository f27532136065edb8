"""Many reports into one dataset: the same tables whatever happens on the way."""

import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import distributed
import pandas as pd
import pyarrow.parquet as pq
import pytest

from govreport import ReportError, audit, code_themes, corpus, indicators, read_report, sentences, targets, units
from govreport.__main__ import main
from govreport.columns import TABLES, as_arrow, columns
from govreport.duplicates import duplicates, signature
from govreport.limits import Limits
from govreport.parts import settle
from govreport.sources import find_sources

ROOT = Path(__file__).resolve().parents[1]
FEW = ("units", "targets")  # tables that are made in no time, where what is in them does not matter
_RUN = f"import sys; from govreport import corpus; corpus.analyze(sys.argv[1], sys.argv[2], tables={FEW}, workers=2)"


def text(number: int) -> str:
    return f"""甲{"一二三四五六七八九十"[number % 10]}县{2000 + number % 27}年政府工作报告
各位代表：
一、过去一年工作回顾
全年地区生产总值增长{number % 9}.2%，一般公共预算收入完成{number}.5亿元，\
新增就业68{number:02}人，新建学校{number + 2}所。
签约项目72个，其中开工项目52个，签约落地率75%。
二、今年工作安排
主要预期目标是：地区生产总值增长{number % 7 + 2}%左右，居民收入增长与经济增长同步，新增就业{6000 + number}人以上。"""


def write(folder: Path, numbers) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"县{number:03}.txt").write_text(text(number), encoding="utf-8")
    return folder


def tables(out: Path) -> dict[str, pd.DataFrame]:
    """The tables of a dataset as they read, with the manifest but for times."""
    dataset = corpus.open(out)
    rows = {name: dataset.table(name).compute() for name in dataset.tables}
    rows = {name: each.sort_values("report", kind="stable", ignore_index=True) for name, each in rows.items()}
    return rows | {"reports": dataset.reports.drop(columns=["seconds", "part", "source"])}


def plain(rows: pd.DataFrame) -> list[list]:
    """The rows as lists, one form for what is missing."""
    rows = rows.drop(columns=["values", "mentions", "texts"], errors="ignore").astype(object)
    return rows.where(rows.notna(), None).values.tolist()


def equal(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name, rows in one.items():
        pd.testing.assert_frame_equal(rows, other[name])


def files(out: Path) -> dict[str, bytes]:
    """Every file of the tables."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.glob("*/*.parquet")}


@pytest.fixture(scope="module")
def client():
    with distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=":0", host="127.0.0.1") as started:
        yield started


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    return write(tmp_path_factory.mktemp("many") / "reports", range(30))


@pytest.fixture(scope="module")
def made(sources, client):
    corpus.analyze(sources, out := sources.parent / "out", client=client)
    return out


@pytest.fixture(scope="module")
def few(sources, client):
    corpus.analyze(sources, out := sources.parent / "few", client=client, tables=FEW)
    return out


def test_the_tables_are_those_of_the_library(sources, made):
    rows = tables(made)
    for path in sorted(sources.glob("*.txt"))[::7]:
        report = read_report(path)
        for name, table in {
            "units": units(report),
            "indicators": indicators(report),
            "targets": targets(report).rename(columns={"year": "target_year"}),
            "themes": code_themes(sentences(report))[["code", "start", "end", "evidence"]],
            "audit": audit(report),
        }.items():
            mine = rows[name][rows[name]["report"] == path.name]
            assert plain(mine[table.columns]) == plain(table), name
        assert [report.text[row.start : row.end] for row in rows["units"].itertuples() if row.report == path.name] == (
            units(report)["text"].tolist()
        )


def test_any_number_of_workers_gives_the_same(sources, few, tmp_path):
    corpus.analyze(sources, tmp_path / "one", workers=1, tables=FEW)
    assert files(tmp_path / "one") == files(few)


def test_a_second_run_does_only_what_is_new_or_changed(client, tmp_path):
    folder, out = write(tmp_path / "reports", range(12)), tmp_path / "out"
    corpus.analyze(folder, out, client=client, tables=FEW)
    before = files(out)
    corpus.analyze(folder, out, client=client, tables=FEW)
    assert files(out) == before
    write(folder, [40])
    corpus.analyze(folder, out, client=client, tables=FEW)
    assert before.items() < files(out).items()
    assert len(files(out)) - len(before) == len(FEW) + 1
    (folder / "县003.txt").write_text(text(77), encoding="utf-8")
    manifest = corpus.analyze(folder, out, client=client, tables=FEW)
    assert manifest["report"].is_unique
    assert len(manifest) == 13
    corpus.analyze(folder, tmp_path / "fresh", client=client, tables=FEW)
    equal(tables(out), tables(tmp_path / "fresh"))


def test_another_version_or_more_tables_do_all_again(client, tmp_path, monkeypatch):
    folder, out = write(tmp_path / "reports", range(4)), tmp_path / "out"
    corpus.analyze(folder, out, client=client, tables=["units"])
    assert {path.parent.name for path in out.glob("*/*.parquet")} == {"units", "signatures"}
    with pytest.raises(ReportError, match="no table 'indicators'"):
        corpus.open(out).table("indicators")
    corpus.analyze(folder, out, client=client, tables=["units", "indicators"])
    assert len(corpus.open(out).table("indicators").compute()) > 4
    calls = []
    monkeypatch.setattr(corpus, "_run", lambda cluster, batches, *rest: calls.append(sum(map(len, batches))))
    corpus.analyze(folder, out, client=client, tables=["units"])
    monkeypatch.setattr(corpus, "version", lambda: "0.0.0+other")
    corpus.analyze(folder, out, client=client, tables=["units"])
    assert calls == [4]


def test_killed_at_any_moment_the_next_run_completes_it(sources, few, tmp_path):
    chance, out = random.Random(), tmp_path / "out"
    for _ in range(2):
        run = subprocess.Popen([sys.executable, "-c", _RUN, sources, out], stderr=subprocess.DEVNULL)
        had = len(list(out.glob(".manifest/*")))
        while run.poll() is None and len(list(out.glob(".manifest/*"))) == had:
            time.sleep(0.01)
        time.sleep(chance.random() / 3)
        run.send_signal(signal.SIGKILL)
        run.wait()
    corpus.analyze(sources, out, workers=1, tables=FEW)
    assert files(out) == files(few)
    equal(tables(out), tables(few))


def test_what_a_killed_run_left_is_no_part_of_the_dataset(sources, client, tmp_path):
    out = tmp_path / "out"
    corpus.analyze(write(tmp_path / "reports", range(5)), out, client=client, tables=FEW)
    before = files(out)
    (out / "units" / ".half.partial").write_bytes(b"half")
    (out / "units" / "0123456789abcdef.parquet").write_bytes(b"no manifest names it")
    part = next((out / "units").glob("*.parquet"))
    waiting = pd.read_parquet(out / "manifest.parquet").assign(part="f" * 16, report="of a part without tables")
    pq.write_table(as_arrow(waiting, "manifest"), out / ".manifest" / f"{'f' * 16}.parquet")
    assert "of a part without tables" not in settle(out)["report"].tolist()
    assert files(out) == before
    assert part.exists()


def hostile(folder: Path) -> dict[str, str]:
    """Twenty things in a folder that are no report, and what is said of each."""
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300_000_000))
    with zipfile.ZipFile(folder / "zip.docx", "w") as archive:
        archive.writestr("a.txt", "甲")
    mojibake = text(3).encode().decode("gb18030", "replace").encode()
    bytes_ = {
        "binary.txt": (bytes(range(256)) * 40, "is not text in UTF-8"),
        "line.txt": (("增长5%，" * 3_000_000).encode(), "characters"),
        "mojibake.txt": (mojibake, "mojibake"),
        "empty.txt": (b"", "empty"),
        "blank.md": ("　\n \n".encode(), "empty"),
        "old.doc": (b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .docx"),
        "old.txt": (b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .docx"),
        "broken.docx": (b"PK\x03\x04 broken", "broken"),
        "broken.pdf": (b"%PDF-1.7 broken", "broken|scan"),
        "empty.html": (b"<html><body></body></html>", "no main text"),
        "picture.jpg": (b"\xff\xd8\xff", "not named like a report"),
        "script.py": (b"import os", "not named like a report"),
        "new\nline.txt": (b"", "empty"),
        "..txt.txt": (b"", None),
        "a..%2f..%2fb.txt": (b"", "empty"),
        "quote'\"<b>.txt": (b"", "empty"),
    }
    for name, (content, _) in bytes_.items():
        (folder / name).write_bytes(content)
    (folder / "..txt.txt").unlink()  # hidden files are left out
    (folder / "folder.txt").mkdir()
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    says = {name: said for name, (_, said) in bytes_.items() if said}
    return says | {
        "bomb.docx": "unpacks to more",
        "zip.docx": "no Word file",
        "folder.txt": "is a folder",
        "dangling.txt": "There is no file",
        "pipe.txt": "no ordinary file",
    }


def test_bad_files_are_rows_that_say_why(client, tmp_path):
    folder = write(tmp_path / "reports", range(200))
    says = hostile(folder)
    manifest = corpus.analyze(folder, tmp_path / "out", tables=["units"], client=client).set_index("report")
    assert len(says) == 20
    assert (manifest["status"] == "ok").sum() == 200
    assert set(manifest.index[manifest["status"] != "ok"]) == set(says)
    for name, said in says.items():
        assert pd.Series(manifest.loc[name, "error"]).str.contains(said).all(), (name, manifest.loc[name, "error"])
        assert "Traceback" not in manifest.loc[name, "error"]
    assert corpus.open(tmp_path / "out").table("units")["report"].nunique().compute() == 200


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_a_row(client, tmp_path):
    folder = write(tmp_path / "reports", range(2))
    (folder / "县000.txt").chmod(0)
    manifest = corpus.analyze(folder, tmp_path / "out", client=client, tables=FEW)
    assert manifest["error"].str.contains("permission").sum() == 1


def test_a_report_that_kills_its_worker_is_a_row(tmp_path, monkeypatch):
    def deadly(sources, tables, limits, out):
        if any(source.report == "县002.txt" for source in sources):
            raise MemoryError("gone")
        return analyze_batch(sources, tables, limits, out)

    analyze_batch = corpus.analyze_batch
    monkeypatch.setattr(corpus, "analyze_batch", deadly)
    folder = write(tmp_path / "reports", range(6))
    with distributed.Client(processes=False, dashboard_address=":0") as inside:
        manifest = corpus.analyze(folder, tmp_path / "out", tables=["units"], client=inside)
    assert manifest["status"].tolist() == ["ok", "ok", "error", "ok", "ok", "ok"]
    assert "MemoryError" in manifest["error"][2]


def start(module: str, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def test_a_cluster_that_loses_a_worker_loses_nothing(sources, few, tmp_path):
    out, address = tmp_path / "out", tmp_path / "scheduler.json"
    cluster = [start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(address))]
    worker = ("--scheduler-file", str(address), "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
    try:
        cluster += [start("dask_worker", *worker) for _ in range(2)]
        with distributed.Client(scheduler_file=str(address), timeout=60) as far:
            far.wait_for_workers(2, timeout=60)
            run = subprocess.Popen(
                [sys.executable, "-m", "govreport", "analyze", sources, "-o", out,
                 "--tables", ",".join(FEW), "--scheduler", far.scheduler.address],
                stderr=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            while not list(out.glob(".manifest/*.parquet")):
                assert run.poll() is None
                time.sleep(0.01)
            cluster[1].kill()
            said, _ = run.communicate()
    finally:
        for process in cluster:
            process.kill()
            process.wait()
    assert run.returncode == 0
    assert "holds 30 reports: 30 read" in said
    assert files(out) == files(few)


def test_a_selection_and_its_files(made, tmp_path):
    dataset = corpus.open(made)
    assert repr(dataset) == "<Dataset out: 30 reports, 2000–2026>"
    chosen = dataset.filter(year=range(2000, 2004), tier="county")
    assert sorted(set(chosen.table("units").compute()["year"])) == [2000, 2001, 2002, 2003]
    assert dataset.filter(region="甲一").reports["region"].unique().tolist() == ["甲一县"]
    with pytest.raises(ReportError, match="no such report"):
        dataset.filter(region="乙")
    chosen.to_csv(tmp_path / "csv")
    chosen.to_stata(tmp_path / "stata")
    chosen.to_excel(tmp_path / "all.xlsx")
    rows = chosen.table("targets").compute()
    assert len(pd.read_csv(tmp_path / "csv/targets.csv")) == len(rows)
    sheets = zipfile.ZipFile(tmp_path / "all.xlsx").read("xl/workbook.xml").decode()
    assert re.findall('sheet name="([a-z]+)"', sheets) == ["reports", *TABLES]
    with pd.io.stata.StataReader(tmp_path / "stata/indicators.dta") as reader:
        assert reader.variable_labels()["subject"] == "What is measured, in the report's words"
        assert len(reader.read()) == len(chosen.table("indicators"))


def test_the_codebook_describes_every_column(made):
    described = pd.read_csv(made / "codebook.csv")
    for name in TABLES:
        held = pq.read_schema(next((made / name).glob("*.parquet"))).names
        assert described.loc[described["table"] == name, "column"].tolist() == held
    assert described["label"].notna().all()
    page = (made / "codebook.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in page for column in described["column"])


@pytest.mark.parametrize(
    "change",
    [{"start": -1}, {"end": 0}, {"verdict": "perhaps"}, {"text": None}, {"sentence_id": None}],
    ids=lambda change: next(iter(change)),
)
def test_a_row_that_breaks_its_definition_is_not_written(made, change):
    rows = corpus.open(made).table("audit").compute()
    as_arrow(rows, "audit")
    with pytest.raises(ReportError, match="breaks its own definition"):
        as_arrow(rows.assign(**change), "audit")


def test_copies_and_near_copies_are_told(sources, tmp_path, client):
    folder = write(tmp_path / "reports", [1, 2])
    whole = (ROOT / "seeds/daoli-2026.txt").read_text(encoding="utf-8")
    (folder / "a.txt").write_text(whole, encoding="utf-8")
    (folder / "b.txt").write_text(whole.replace("全区", "我区"), encoding="utf-8")
    (folder / "c.txt").write_text(whole, encoding="utf-8")
    corpus.analyze(folder, tmp_path / "out", client=client, tables=["units"])
    found = corpus.open(tmp_path / "out").duplicates
    assert found[["report", "other", "kind"]].values.tolist() == [
        ["b.txt", "a.txt", "near"],
        ["c.txt", "a.txt", "same"],
    ]
    assert 0.9 < found["similarity"][0] < 1


def test_similarity_is_near_the_share_of_strings():
    chance = random.Random(3)
    base = [chr(0x4E00 + chance.randrange(3000)) for _ in range(6000)]
    for kept in (0.95, 0.85):
        other = base[: int(len(base) * kept)] + [chr(0x4E00 + chance.randrange(3000)) for _ in range(900)]
        one, two = ({"".join(said[i : i + 5]) for i in range(len(said) - 4)} for said in (base, other))
        true = len(one & two) / len(one | two)
        table = pd.DataFrame({"report": ["a", "b"], "sha256": ["1", "2"]})
        found = duplicates(table, [("a", signature("".join(base))), ("b", signature("".join(other)))])
        assert [abs(row.similarity - true) < 0.13 for row in found.itertuples()] == ([True] if true > 0.8 else [])


def test_sources_by_name_from_files_folders_and_tables(client, tmp_path):
    write(tmp_path / "one", [1])
    (tmp_path / "one" / "deep").mkdir()
    write(tmp_path / "one" / "deep", [2])
    (tmp_path / "rows.csv").write_text(f'name,text\n甲2020,"{text(5)}"\n,\n', encoding="utf-8")
    found = find_sources([tmp_path / "one", tmp_path / "rows.csv"], Limits())
    assert [each.report for each in found] == ["deep/县002.txt", "rows.csv row 1", "rows.csv row 2", "县001.txt"]
    manifest = corpus.analyze([tmp_path / "rows.csv"], tmp_path / "out", client=client, tables=FEW)
    assert manifest["status"].tolist() == ["ok", "error"]
    write(tmp_path / "two", [1])
    with pytest.raises(ReportError, match=r"2 reports are named '县001\.txt'"):
        find_sources([tmp_path / "one", tmp_path / "two"], Limits())


def test_what_cannot_be_done_says_why(sources, tmp_path, capsys):
    for arguments, said in [
        (["nowhere", "-o", str(tmp_path / "out")], "no file or folder nowhere"),
        ([str(sources), "-o", str(sources / "out")], "cannot go into"),
        ([str(sources), "-o", str(tmp_path / "out"), "--tables", "units,words"], "no table words"),
        ([str(sources), "-o", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:9"], "No Dask scheduler answers"),
        ([str(sources), "-o", str(sources / "县001.txt")], "cannot"),
    ]:
        assert main(["analyze", *arguments]) == 2
        assert said in capsys.readouterr().err
    with pytest.raises(ReportError, match="no finished dataset"):
        corpus.open(tmp_path / "nothing")


def test_two_runs_do_not_write_to_one_folder(sources, tmp_path):
    with corpus._alone(tmp_path / "out"), pytest.raises(ReportError, match="Another run"):
        corpus.analyze(sources, tmp_path / "out")


def test_a_script_without_a_guard_runs_once(sources, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from govreport import corpus\nprint('once')\n"
        f"corpus.analyze({str(sources)!r}, 'out', tables=['units'], workers=1)\n"
    )
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "once\n"


def test_every_column_is_described_once():
    for name in ("manifest", *TABLES, "duplicates"):
        assert columns(name)["column"].is_unique


def test_the_collection_into_a_dataset(corpus, client, tmp_path):
    from govreport import corpus as many

    folder = tmp_path / "some"
    folder.mkdir()
    for path in sorted(corpus.rglob("*.txt"))[::12]:
        (folder / f"{path.parent.name} {path.name}").symlink_to(path)
    manifest = many.analyze(folder, tmp_path / "out", client=client)
    assert (manifest["status"] == "ok").all()
    dataset = many.open(tmp_path / "out")
    texts = {row.report: read_report(folder / row.report).text for row in manifest.itertuples()}
    for name in ("units", "indicators", "targets", "audit"):
        rows = dataset.table(name).compute()
        assert [texts[row.report][row.start : row.end] for row in rows.itertuples()] == rows["text"].tolist()
