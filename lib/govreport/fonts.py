"""The Chinese font for pages, for machines that have none."""

from base64 import b64encode
from io import BytesIO

_FACE = "<style>@font-face {{ font-family: '{name}'; src: url(data:font/woff;base64,{data}) format('woff'); }}</style>"


def font_face(text: str) -> str:
    """A style that brings the Chinese font along in the page, with the Chinese characters of a text.

    >>> font_face("道里")[:40]
    "<style>@font-face { font-family: 'Noto S"
    """
    from .canvas import FONT

    return _FACE.format(name=FONT, data=b64encode(chinese_font(text)).decode("ascii"))


def chinese_font(text: str) -> bytes:
    """The Chinese font as WOFF, cut down to the Chinese characters of a text.

    >>> len(chinese_font("道里")) < len(chinese_font("道里区政府工作报告"))
    True
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    from .canvas import font_path

    options = subset.Options(flavor="woff", layout_features=[], hinting=False)
    font = TTFont(font_path(), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted({character for character in text if ord(character) >= 0x2E80})))
    cutter.subset(font)
    font.flavor = "woff"
    data = BytesIO()
    font.save(data)
    return data.getvalue()
