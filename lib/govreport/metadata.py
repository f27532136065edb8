"""What a title and a byline say of a report: meeting, date, speaker; its region's division code; the plans it names."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from .lexicon import table
from .numerals import parse_numeral

_MEETING = re.compile(r"(?:.*[在于於])?(\S{4,40}?(?:会议|會議|代表大会(?=上)))")
_DATE = re.compile(r"((?:19|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})年(.{1,3})月(.{1,3})[日号]")
_SPEAKER = re.compile(
    r"(?:省长|市长|县长|区长|州长|旗长|镇长|乡长|盟长|专员|主席|总理|主任)\s*((?:[\u4e00-\u9fff·]\s?){2,16})$"
)
_NAME = re.compile(r"(?:[\u4e00-\u9fff]\s?){2,4}$")


class Byline(NamedTuple):
    """Occasion of a report; None where the byline does not say."""

    meeting: str | None
    date: str | None
    speaker: str | None


def read_byline(lines: list[str]) -> Byline:
    """Meeting, date (ISO) and speaker that the lines of a byline name.

    >>> read_byline(["——2026年1月31日在甲县第三届人民代表大会第五次会议上", "县长 王 明"])
    Byline(meeting='甲县第三届人民代表大会第五次会议', date='2026-01-31', speaker='王明')
    """
    joined = [re.sub(r"\s+", "", line) for line in lines]
    date = next((found for line in joined if (found := _DATE.search(line))), None)
    meeting = next((found for line in joined if (found := _MEETING.search(line[_after_date(line) :]))), None)
    ends = [re.sub(r"[作做]政府工作[报報]告[。.]?$", "", line.strip()) for line in lines]
    spoken = next((found.group(1) for line in ends if (found := _SPEAKER.search(line))), None)
    named = next((line for line in lines if _NAME.match(line.strip())), None)
    speaker = spoken or named
    return Byline(
        meeting.group(1) if meeting else None,
        _iso(date) if date else None,
        re.sub(r"\s", "", speaker) if speaker else None,
    )


def _after_date(line: str) -> int:
    found = _DATE.search(line)
    return found.end() if found else 0


def _iso(found: re.Match[str]) -> str | None:
    year = "".join(
        str("〇一二三四五六七八九".find(c.replace("○", "〇").replace("零", "〇"))) if not c.isdigit() else c
        for c in found[1]
    )
    month, day = parse_numeral(found[2]), parse_numeral(found[3])
    if month is None or day is None:
        return None
    return f"{year}-{int(month.value):02}-{int(day.value):02}"


@cache
def _regions() -> dict[str, list[tuple[str, str, str]]]:
    """Codes, tiers and last years by name, current names first."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in table("regions").itertuples():
        found.setdefault(row.name, []).append((row.code, row.tier, row.until))
    return found


def region_code(name: str | None) -> str | None:
    """Division code (GB/T 2260, six digits) of a region; None where no region or several have the name.

    >>> region_code("道里区"), region_code("宁夏"), region_code("朝阳区")
    ('230102', '640000', None)
    """
    rows = _regions().get(name or "", [])
    current = {code for code, _, until in rows if not until}
    codes = current or {code for code, *_ in rows} or _short(name)
    return codes.pop() if len(codes) == 1 else None


def _short(name: str | None) -> set[str]:
    """Code of a province by a short name (宁夏)."""
    if not name:
        return set()
    return {
        code
        for full, rows in _regions().items()
        for code, tier, _ in rows
        if tier == "province" and full.startswith(name)
    }


def plans(text: str, year: int | None = None) -> list[str]:
    """Five-year plans that a text names in quotes or with 时期, 期间, 规划, in order of their years.

    Args:
        text: any text.
        year: where given, only plans that ended at most six years before it (“八五”普法 of 2026 is no plan of 1991).

    >>> plans("“十四五”规划收官,“十五五”开局,完成“八五”普法。", 2026)
    ['十四五', '十五五']
    """
    return [
        row.plan
        for row in table("plans").itertuples()
        if (year is None or int(row.last) >= year - 6)
        and re.search(rf"[“‘「]{row.plan}[”’」]|(?<![一二三四五六七八九十]){row.plan}(?:时期|期间|规划)", text)
    ]


def full_name(region: str | None, code: str | None) -> str | None:
    """The full name of today's division with a code; without one the region as it is called.

    >>> full_name("黑龙江", "230000"), full_name("某乡", None)
    ('黑龙江省', '某乡')
    """
    regions = table("regions")
    names = regions.loc[(regions["code"] == code) & (regions["until"] == ""), "name"]
    return names.iloc[0] if len(names) else region
