"""Numerals, Arabic and Chinese, to exact numbers."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport.numerals import parse_numeral, plain, simplify

CASES = {
    "629.3": "629.3", "1,234,567": "1234567", "１２．５": "12.5", "4·3": "4.3",
    "一千二百三十": "1230", "二〇三五": "2035", "两": "2", "十": "10", "十二": "12", "一百零五": "105",
    "四百十二": "412",
    "一千零十": "1010",
    "三万五": "35000",
    "两千三百": "2300", "一万五千亿": "1500000000000", "一亿二千万": "120000000", "廿五": "25", "千亿": "100000000000",
    "3.5万": "35000", "1万5千": "15000", "20多万": "200000", "4000余万": "40000000", "14.58万亿": "14580000000000",
    "壹佰贰拾": "120", "三萬": "30000", "十二点三": "12.3", "三百多": "300",
    "三分之二": "66.67", "1／4": "25", "百分之五": "5", "百分之十二点五": "12.5", "千分之三": "0.3", "7成": "70",
    "三成半": "35", "一半": "50", "半": "0.5", "七成五": "75", "卅": "30", "1∕2": "50", "万分之五": "0.05", "6‰": "0.6",
    "1亿3千多万": "130000000", "六亿三千多万": "630000000", "一个半": "1.5", "两百五": "250", "3 . 5": "3.5",
    "７６０多亿": "76000000000", "百分之 5": "5", "3亿2000万": "320000000", "叁拾": "30", "3億": "300000000",
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), CASES.items())
def test_single(text, value):
    assert parse_numeral(text) == (Decimal(value), None, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4.5%—5%", "4.5", "5"),
        ("3到5", 3, 5),
        ("三四十", 30, 40),
        ("30—40万", 300000, 400000),
        ("两三千", 2000, 3000),
        ("二、三百", 200, 300),
        ("十五六", 15, 16),
        ("百分之七八", 7, 8),
        ("百分之八至九", 8, 9),
        ("百分之七到百分之八", 7, 8),
    ],
)
def test_range(text, low, high):
    found = parse_numeral(text)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))
    assert found.value == (found.low + found.high) / 2


@pytest.mark.parametrize("text", ["", "道里", "5—3", "万万十人", "1.2.3", "年", "几十", "数百", "5%" * 5000])
def test_no_numeral(text):
    assert parse_numeral(text) is None


@given(st.integers(0, 10**12 - 1), st.sampled_from(["low", "up"]))
def test_whole_numbers_round_trip_with_an_independent_converter(number, mode):
    """cn2an writes the numeral, everyday or formal; zero and the digit-by-digit form are its own."""
    assert parse_numeral(cn2an.an2cn(number, mode)).value == number
    assert parse_numeral(f"{number:,}").value == number


@given(st.integers(0, 10**8 - 1), st.integers(1, 9999))
def test_decimals_round_trip_with_an_independent_converter(whole, part):
    number = Decimal(f"{whole}.{part:04}").normalize()
    assert parse_numeral(cn2an.an2cn(str(number), "low")).value == number


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    found = parse_numeral(text)
    assert found is None or found.value == found.value
    assert len(plain(text)) == len(simplify(text)) == len(text)
