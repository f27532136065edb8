"""The suite beside other extractors on the same gold and texts: ``data/reference/peers.csv`` (make bench-peers).

A peer's unit is counted right where it gives any for a number that has one: its names of units are its own. Fields that
a peer does not read stay empty.
"""

import datetime
import json
import os
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from govreport import ReportError, indicators, read_report
from govreport.evaluate import read_gold, score_quantities, summarise
from govreport.lexicon import data_path
from govreport.scores import _excerpt

SHOWN = ["precision", "recall", "f1", "value", "unit", "bound", "modality", "measure", "period", "subject"]
OURS = "govreport"


def gold_texts():
    """The gold files of quantities, each with its report."""
    names = sorted(path.name for path in data_path("gold").glob("*.quantities.jsonl"))
    return [(_excerpt(name.split(".")[0]), read_gold(data_path("gold", name))) for name in names]


def speed_texts():
    """The provincial reports of 2026."""
    folder = Path(os.environ.get("GOVREPORT_CORPUS", "")) / "provinces-2026"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


def peers(python, gold, speed):
    """What the peers answer, each in the other environment."""
    asked = json.dumps({"gold": [report.text for report, _ in gold], "speed": speed})
    script = Path(__file__).with_name("predict.py")
    answer = subprocess.run([python, script], input=asked, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def row(name, release, cases, seconds, characters, fields):
    """One row of the table."""
    scores = summarise(cases).set_index("score")["value"].reindex(fields).round(4)
    speed = round(characters / seconds, -2)
    return {"date": datetime.date.today(), "system": name, "version": release, **scores, "characters_per_second": speed}


def peer_cases(gold, found):
    """Cases of a peer: spans and values; a unit is right where it gives one for a number that has one."""
    parts = []
    for (_, wanted), said in zip(gold, found, strict=True):
        rows = pd.DataFrame(said, columns=["start", "end", "value", "unit"])
        cases = score_quantities(wanted, rows.assign(low=None, high=None)).cases
        units = rows.set_index("start")["unit"].notna()
        cases["unit"] = [bool(units.get(start, False)) for start in cases["start"]]
        parts.append(cases)
    return pd.concat(parts, ignore_index=True)


def main(python):
    gold, speed = gold_texts(), speed_texts()
    if not speed:
        raise ReportError("There are no reports to time: set GOVREPORT_CORPUS to their folder.")
    characters = sum(map(len, speed))
    began = time.perf_counter()
    for text in speed:
        indicators(read_report(text=text))
    seconds = time.perf_counter() - began
    cases = pd.concat([score_quantities(wanted, indicators(report)).cases for report, wanted in gold])
    rows = [row(OURS, version("govreport-notebooks"), cases, seconds, characters, SHOWN)]
    for name, answer in peers(python, gold, speed).items():
        found = peer_cases(gold, answer["found"])
        rows.append(row(name, answer["version"], found, answer["seconds"], characters, SHOWN[:5]))
    table = pd.DataFrame(rows).assign(figures=sum(int((~wanted["ignore"].astype(bool)).sum()) for _, wanted in gold))
    path = data_path("reference") / "peers.csv"
    partial = path.with_suffix(".partial")
    table.to_csv(partial, index=False, lineterminator="\n")
    partial.replace(path)
    print(table.to_string(index=False))


if __name__ == "__main__":
    main(sys.argv[1])
