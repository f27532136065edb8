"""Speed on the seed, in characters a second: make bench."""

import os
from pathlib import Path

import pytest

from govreport import audit, read_report, targets, units
from govreport.indicators import indicators
from govreport.layout import parse
from govreport.segmenters import segmenter
from govreport.structure import sentences
from govreport.themes import code_themes
from govreport.tokens import tokens

SEED = Path(__file__).resolve().parents[1] / "seeds" / "daoli-2026.txt"
TEXT = SEED.read_text(encoding="utf-8")

# Each starts from a report that nothing is known about yet, so the steps it needs are in its time.
STEPS = {
    "read": lambda report: read_report(SEED),
    "units": units,
    "indicators": indicators,
    "targets": targets,
    "audit": audit,
    "tokens": tokens,
    "themes": lambda report: code_themes(sentences(report)),
}


@pytest.mark.parametrize("name", STEPS)
def test_speed(name, benchmark, capsys):
    step = STEPS[name]
    step(read_report(text=TEXT))  # Lexicons and dictionaries are loaded once a process.
    benchmark.pedantic(step, setup=lambda: ((read_report(text=TEXT),), {}), rounds=10)
    speed = round(len(TEXT) / benchmark.stats["median"])
    benchmark.extra_info["characters_per_second"] = speed
    with capsys.disabled():
        print(f"\n{name}: {speed:,} characters a second")


CORPUS = pytest.mark.skipif("GOVREPORT_CORPUS" not in os.environ, reason="GOVREPORT_CORPUS names no folder of reports")


def corpus_texts():
    """Texts of every report of the corpus."""
    return [read_report(path).text for path in sorted(Path(os.environ["GOVREPORT_CORPUS"]).rglob("*.txt"))]


@CORPUS
@pytest.mark.parametrize(
    "name", ["structure", "indicators", "targets", "audit", "tokens", "tokens rjieba", "jieba.cut", "rjieba"]
)
def test_corpus(name, benchmark, capsys):
    """Reading to structure, reading to indicators, tokens, and the bare segmenters over the same texts: one core."""
    import jieba

    jieba.setLogLevel("ERROR")
    steps = {
        "structure": lambda text: read_report(text=text).layout,
        "indicators": lambda text: indicators(read_report(text=text)),
        "targets": lambda text: targets(read_report(text=text)),
        "audit": lambda text: audit(read_report(text=text)),
        "tokens": lambda text: tokens(read_report(text=text)),
        "tokens rjieba": lambda text: tokens(read_report(text=text), segmenter="rjieba"),
        "jieba.cut": lambda text: list(jieba.cut(text)),
        "rjieba": lambda text: list(segmenter("rjieba").cut(text)),
    }
    texts = corpus_texts()
    steps[name](TEXT)
    benchmark.pedantic(lambda: [steps[name](text) for text in texts], rounds=3)
    speed = round(sum(map(len, texts)) / benchmark.stats["min"])
    with capsys.disabled():
        print(f"\ncorpus, {name}: {speed:,} characters a second")


@pytest.mark.parametrize("size", [25_000, 50_000, 100_000])
@pytest.mark.parametrize("piece", ["一", "（\n", "1\n", "　a", "“", "一是\n", "一、\n", "\u200b\n"], ids=ascii)
def test_adversarial_structure(benchmark, piece, size):
    """Time must grow in proportion to the size: compare the three sizes of each piece."""
    text = (piece * size)[:size] + "x"
    benchmark.pedantic(parse, args=(text,), rounds=2, warmup_rounds=1)
    benchmark.extra_info["characters_per_second"] = round(size / benchmark.stats["min"])


PIECES = ["1", "一", "百分之", "1,", "1、", "1%、", "从1到", "增长5%，", "“三”", "2025年1%、", "1:", "比去年增长1%、"]


@pytest.mark.parametrize("size", [8_000, 16_000, 32_000])
@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_adversarial_indicators(benchmark, piece, size):
    """The same for one sentence of numbers without end."""
    text = (piece * size)[:size] + "。"
    benchmark.pedantic(lambda: indicators(read_report(text=text, name="a_2026")), rounds=2, warmup_rounds=1)
    benchmark.extra_info["characters_per_second"] = round(size / benchmark.stats["min"])
