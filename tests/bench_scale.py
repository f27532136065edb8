"""Measure `govreport.corpus.analyze` at the scale of a country (make bench-scale): cost, growth, workers, memory.

The reports are re-drawn: each is a real one of $GOVREPORT_CORPUS, its paragraphs drawn again with replacement between
its headings, so that no two are the same and all are as long as real ones. Cost is counted in seconds of processor
time, which other programs on the machine do not change much; seconds on the clock are given beside it.

    python tests/bench_scale.py grow all 114 1140         growth with the number of reports, all tables
    python tests/bench_scale.py grow units 114 1140 11400 the same with the quickest table, where all but the reports
                                                          themselves costs most
    python tests/bench_scale.py pairs 5                   two workers against one, five pairs of runs in turn
    python tests/bench_scale.py parts                     where the time goes
    python tests/bench_scale.py tell                      the results into docs/scaling.md
"""

import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pandas as pd

from govreport import corpus, read_report, units
from govreport.analysis import analyze_report, version
from govreport.columns import TABLES
from govreport.limits import Limits
from govreport.sources import Source

RESULTS = Path(__file__).resolve().parents[1] / "data/reference/scaling.csv"
_PAGE = Path(__file__).resolve().parents[1] / "docs/scaling.md"
_RUN = """import sys; from govreport import corpus
corpus.analyze(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]), tables=sys.argv[4].split(","))"""
_COUNTIES = (75_000, 1_400)  # reports of counties in 25 years, and their millions of characters


def real() -> list[Path]:
    """The reports of the corpus."""
    return sorted(Path(os.environ["GOVREPORT_CORPUS"]).rglob("*.txt"))


@cache
def pieces(path: Path) -> list[tuple[str, str]]:
    """Kind and text of each unit of a report."""
    rows = units(read_report(path))
    return list(zip(rows["kind"], rows["text"], strict=True))


def redrawn(path: Path, chance: random.Random) -> str:
    """A report with its running text drawn again with replacement; headings and all else stay where they are."""
    running = [text for kind, text in pieces(path) if kind in ("paragraph", "item")]
    return "\n".join(chance.choice(running) if kind in ("paragraph", "item") else text for kind, text in pieces(path))


def draw(count: int, folder: Path) -> int:
    """Write so many re-drawn reports, in folders of a thousand; how many characters they have."""
    chance, paths, characters = random.Random(count), real(), 0
    for number in range(count):
        path = paths[number % len(paths)]
        text = redrawn(path, chance)
        characters += len(text)
        target = folder / f"{number // 1000:03}" / f"{number:05}_{path.stem}_{path.parent.name}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return characters


def measure(
    sources: Path, characters: int, count: int, workers: int, kind: str, tables: str = ",".join(TABLES)
) -> None:
    """Run one analysis in processes of its own and add a row to the results."""
    with tempfile.TemporaryDirectory() as out:
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, "-c", _RUN, str(sources), out, str(workers), tables], check=True)
        clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        took = corpus.open(out).reports
        size = sum(path.stat().st_size for path in Path(out).rglob("*.parquet"))
        errors = int((took["status"] != "ok").sum())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    record(
        kind=kind, reports=count, characters=characters, workers=workers, clock=round(clock, 1), cpu=round(cpu, 1),
        peak_mb=round(after.ru_maxrss / 1024), output_mb=round(size / 1e6, 1), errors=errors,
    )  # fmt: skip


def record(**row) -> None:
    """Add a row to the results, with date and version."""
    rows = pd.read_csv(RESULTS) if RESULTS.exists() else pd.DataFrame()
    row = {"date": date.today().isoformat(), "version": version(), **row}
    pd.concat([rows, pd.DataFrame([row])], ignore_index=True).to_csv(RESULTS, index=False, lineterminator="\n")
    print(row, flush=True)


def grow(tables: str, *counts: str) -> None:
    """Growth with the number of reports, on two workers."""
    made = ",".join(TABLES) if tables == "all" else tables
    for count in map(int, counts):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), draw(count, Path(folder)), count, 2, f"growth {tables}", made)


def pairs(times: str) -> None:
    """The corpus on one worker and on two, in turn; before each pair five short reports: what starting costs.

    Five are two batches: a single batch would start no process.
    """
    folder, short = Path(os.environ["GOVREPORT_CORPUS"]), Path(tempfile.mkdtemp())
    texts = [f"甲县202{number}年政府工作报告\n\n新增就业800人。" for number in range(5)]
    for number, text in enumerate(texts):
        (short / f"{number}.txt").write_text(text, encoding="utf-8")
    characters = sum(len(read_report(path).text) for path in real())
    for _ in range(int(times)):
        measure(short, sum(map(len, texts)), len(texts), 1, "start")
        for workers in (1, 2):
            measure(folder, characters, len(real()), workers, "pair")


def parts() -> None:
    """Processor time of each table, each made from the bytes on, of every fourth report."""
    paths = real()[::4]
    for name in TABLES:
        analyze_report(Source("warm", str(paths[0])), [name], Limits())
        started = time.process_time()
        for path in paths:
            analyze_report(Source(path.stem, str(path)), [name], Limits())
        record(kind=f"table {name}", reports=len(paths), workers=1, cpu=round(time.process_time() - started, 2))


def tell() -> None:
    """Write the results, the last of each kind, into the page."""
    rows = pd.read_csv(RESULTS)
    said = [line for part in (_growth(rows), _pairs(rows), _parts(rows), _counties(rows)) for line in (*part, "")]
    place = re.compile("(?<=<!-- scaling -->\n).*(?=<!-- /scaling -->)", re.DOTALL)
    page = place.sub("\n".join(["", *said, ""]), _PAGE.read_text(encoding="utf-8"))
    _PAGE.write_text(page, encoding="utf-8", newline="\n")


def _growth(rows: pd.DataFrame) -> list[str]:
    head = "| tables | reports | million characters | processor, s | clock, s | processor, s a report | peak, MB |"
    said = ["**Growth**, two workers", "", head, "| --- " * 7 + "|"]
    grown = rows[rows["kind"].str.startswith("growth")].drop_duplicates(["kind", "reports"], keep="last")
    for row in grown.sort_values(["kind", "reports"]).itertuples():
        cells = (row.kind.split()[1], f"{row.reports:,}", f"{row.characters / 1e6:.1f}", f"{row.cpu:,.0f}")
        cells += (f"{row.clock:,.0f}", f"{row.cpu / row.reports:.3f}", f"{row.peak_mb:.0f}")
        said.append(f"| {' | '.join(cells)} |")
    costs = grown.assign(cost=grown["cpu"] / grown["reports"]).sort_values("reports").groupby("kind")
    lines = [
        f"{name.split()[1]}: from {few.reports:,} to {many.reports:,} reports one costs {many.cost / few.cost - 1:+.0%}"
        for name, kind in costs
        for few, many in pairwise(kind.itertuples())
    ]
    return [
        *said,
        "",
        "; ".join(lines) + ". Starting, and writing a part, are shared by more reports where there are more.",
    ]


def _pairs(rows: pd.DataFrame) -> list[str]:
    runs = rows[rows["kind"].isin(["pair", "start"])]
    if runs.empty:
        return ["**Two workers against one**: not measured with this version."]
    last = runs[runs["version"] == runs["version"].iloc[-1]].groupby(["kind", "workers"])["clock"]
    clock = {key: pd.Series(seconds.tolist()) for key, seconds in last}
    start, one, two = clock["start", 1], clock["pair", 1], clock["pair", 2]
    rest = (one - start) / (two - start)
    return [
        f"**Two workers against one**, {runs['reports'].max()} real reports, all tables, {len(one)} pairs of runs: "
        f"median {one.median():.1f} s and {two.median():.1f} s on the clock, {(one / two).median():.2f} times as fast "
        f"({(one / two).min():.2f} to {(one / two).max():.2f}). Starting and ending take {start.median():.1f} s "
        f"of each (a run on next to nothing); without them the median is {rest.median():.2f}."
    ]


def _parts(rows: pd.DataFrame) -> list[str]:
    made = rows[rows["kind"].str.startswith("table ")].drop_duplicates("kind", keep="last")
    if made.empty:
        return ["**Where the time goes**: not measured with this version."]
    lines = [f"| {row.kind[6:]} | {1000 * row.cpu / row.reports:.0f} |" for row in made.itertuples()]
    head = "**Where the time goes**: processor time a report, each table made from the bytes on"
    return [head, "", "| table | ms |", "| --- | --- |", *lines]


def _counties(rows: pd.DataFrame) -> list[str]:
    most = rows[rows["kind"] == "growth all"].sort_values("reports").iloc[-1]
    count, millions = _COUNTIES
    hours = most.cpu / most.characters * 1e6 * millions / 3600
    size = most.output_mb / most.reports * count / 1000
    return [
        f"**{count:,} county reports** ({millions:,} million characters), reckoned from {most.reports:,} reports with "
        f"all tables: {hours:.0f} hours of processor time, so {hours / 2:.0f} hours on a laptop with two cores and "
        f"{hours / 16:.1f} on a cluster of 16 workers as fast; {size:.1f} GB of Parquet."
    ]


if __name__ == "__main__":
    {"grow": grow, "pairs": pairs, "parts": parts, "tell": tell}[sys.argv[1]](*sys.argv[2:])
