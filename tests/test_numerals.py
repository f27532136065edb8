"""Numerals, Arabic and Chinese, to exact numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport.numerals import parse_numeral, plain, simplify

CASES = {
    "629.3": "629.3", "1,234,567": "1234567", "１２．５": "12.5", "4·3": "4.3",
    "一千二百三十": "1230", "二〇三五": "2035", "两": "2", "十": "10", "十二": "12", "一百零五": "105",
    "三万五": "35000",
    "两千三百": "2300", "一万五千亿": "1500000000000", "一亿二千万": "120000000", "廿五": "25", "千亿": "100000000000",
    "3.5万": "35000", "1万5千": "15000", "20多万": "200000", "4000余万": "40000000", "14.58万亿": "14580000000000",
    "壹佰贰拾": "120", "三萬": "30000", "十二点三": "12.3", "三百多": "300",
    "三分之二": "66.67", "1／4": "25", "百分之五": "5", "百分之十二点五": "12.5", "千分之三": "0.3", "7成": "70",
    "三成半": "35", "一半": "50",
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), CASES.items())
def test_single(text, value):
    assert parse_numeral(text) == (Decimal(value), None, None)


@pytest.mark.parametrize(
    ("text", "low", "high"), [("4.5%—5%", "4.5", "5"), ("3到5", 3, 5), ("三四十", 30, 40), ("30—40万", 300000, 400000)]
)
def test_range(text, low, high):
    found = parse_numeral(text)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))
    assert found.value == (found.low + found.high) / 2


@pytest.mark.parametrize("text", ["", "道里", "5—3", "万万十人", "1.2.3", "年"])
def test_no_numeral(text):
    assert parse_numeral(text) is None


def chinese(number: int) -> str:
    """Chinese numeral of a whole number below 10^8, by the school rule."""
    if number >= 10**4:
        head, rest = divmod(number, 10**4)
        return chinese(head) + "万" + ("零" if 0 < rest < 1000 else "") + (chinese(rest) if rest else "")
    out, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + unit
            gap = False
        else:
            gap = bool(out)
    return out or "零"


@given(st.integers(1, 10**8 - 1))
def test_round_trip(number):
    assert parse_numeral(chinese(number)).value == number
    assert parse_numeral(f"{number:,}").value == number


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    found = parse_numeral(text)
    assert found is None or found.value == found.value
    assert len(plain(text)) == len(simplify(text)) == len(text)
