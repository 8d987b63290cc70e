"""How buildings, units, floors and flats are written in English."""

from __future__ import annotations

import re

from bot.domain.recognise.numerals import ORDINAL, WORD

_FLAGS = re.IGNORECASE | re.ASCII
_S = r"[ \t]{0,3}"
_LEVEL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{WORD}|{ORDINAL})"
_HOUSE = r"\b(?:buildings?|bldg?\.?|towers?|blocks?|blk\.?)"

BUILDING = re.compile(
    rf"{_HOUSE}{_S}(?:no\.?|number|#)?{_S}(\d{{1,3}}[A-Z]?|[A-Z]\d{{1,2}})\b"
    rf"|{_HOUSE}[ \t]{{1,3}}(?:no\.? |number )?((?-i:[A-Z])|[b-hj-z]|{WORD})\b(?!')"
    rf"|\bno\.?{_S}(\d{{1,2}}) (?:building|tower|block)\b",
    _FLAGS,
)
UNIT = re.compile(rf"\bunit{_S}(?:no\.?)?{_S}#?{_S}(\d{{1,2}}|{WORD})\b", _FLAGS)
BETWEEN = re.compile(
    rf"\bbetween{_S}(?:the )?(?:floors? |levels? )?({_LEVEL})(?: floor)?{_S}(?:and|&){_S}"
    rf"(?:the )?(?:floor |level )?({_LEVEL})(?: floors?)?\b(?! (?:people|minutes|and))"
    r"|\bfloors?[ \t](\d{1,2})[ \t]?(?:-|to|and|&)[ \t]?(\d{1,2})\b",
    _FLAGS,
)
BELOW = re.compile(
    rf"\b(?:level|floor|lvl|basement){_S}(?:minus{_S}|-{_S})([1-5]|one|two|three)\b"
    rf"|\bbasement{_S}(?:level|floor)?{_S}([1-5]|one|two|three)\b|\bminus (one|two|three)\b",
    _FLAGS,
)
FLOOR = re.compile(
    rf"\b(\d{{1,2}}){_S}/{_S}F\b|\b(?:floor|level|lvl){_S}(?:no\.?)?{_S}(\d{{1,2}}|{WORD})\b"
    rf"|\b(\d{{1,2}})(?:st|nd|rd|th)?[ -](?:floor|level|flr|fl)\b|\b({ORDINAL}|{WORD})[ -]floor\b"
    r"|\b(?:display|screen|panel|indicator) (?:says |shows |reads |at |on )?(\d{1,2})\b(?![:.]\d)",
    _FLAGS,
)
ROOM = re.compile(
    rf"\b(?:room|rm\.?|suite|unit){_S}(?:no\.?)?{_S}#?{_S}(\d{{3,4}}[A-Z]?)\b"
    rf"|\b(?:flat|apartment|apt\.?){_S}(?:no\.?)?{_S}#?{_S}(\d{{1,4}}[A-Z]?|(?-i:[A-H]))\b",
    _FLAGS,
)
