"""Runs in the peers' own environment: texts in as JSON, what each peer finds in them out as JSON."""

import contextlib
import io
import json
import sys
import time
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")


def recognizers(text):
    """Spans of Recognizers-Text's four models; of two that overlap the longer."""
    from recognizers_number import Culture, recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    models = (recognize_number, recognize_percentage, recognize_currency, recognize_dimension)
    found = [one for model in models for one in model(text, Culture.Chinese)]
    kept = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end < other.start or other.end < one.start for other in kept):
            kept.append(one)
    for one in kept:
        value = str((one.resolution or {}).get("value"))
        unit = "%" if value.endswith("%") else (one.resolution or {}).get("unit")
        yield {"start": one.start, "end": one.end + 1, "value": number(value.rstrip("%")), "unit": unit}


def jionlp(text):
    """Amounts of money by JioNLP."""
    import jionlp

    for one in jionlp.ner.extract_money(text):
        start, end = one["offset"]
        yield {"start": start, "end": end, "value": number(one["detail"]["num"]), "unit": one["detail"]["case"]}


def quantulum(text):
    """Quantities by quantulum3, made for English."""
    from quantulum3 import parser

    for one in parser.parse(text):
        yield {"start": one.span[0], "end": one.span[1], "value": one.value, "unit": one.unit.name}


def number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


PEERS = {
    "Recognizers-Text, four models": ("recognizers-text-suite", recognizers),
    "JioNLP, money": ("jionlp", jionlp),
    "quantulum3": ("quantulum3", quantulum),
}


def run(find, texts):
    """What a peer finds in each text, and the seconds it took."""
    began = time.perf_counter()
    found = [list(find(text)) for text in texts]
    return found, time.perf_counter() - began


def main():
    given = json.load(sys.stdin)
    answers = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for name, (package, find) in PEERS.items():
            list(find("增长5%，达到3亿元。"))  # what it loads at first use is not counted
            found, _ = run(find, given["gold"])
            _, seconds = run(find, given["speed"])
            answers[name] = {"version": version(package), "found": found, "seconds": seconds}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
