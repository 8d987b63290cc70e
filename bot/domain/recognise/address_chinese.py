"""How buildings, units and floors are written in Chinese and in bare signs, and what only looks like them."""

from __future__ import annotations

import re

from bot.domain.recognise.numerals import SIGNS

_FLAGS = re.IGNORECASE | re.ASCII
_S = r"[ \t]{0,3}"
_CN = rf"[{SIGNS}]{{1,4}}"
_LEVEL = rf"(?:\d{{1,2}}|{_CN})"
_DEEP = rf"(?:(?:负|地下|-|\bB){_S})?{_LEVEL}"
_UNIT_SIGN = "单[元园员源]"
_SEAT = r"座(?![位椅桥山]|车(?![棚库])|机(?!房))"
_HOUSE = rf"(?:号[楼褛搂娄喽]|好楼|栋|幢|{_SEAT}|#(?:楼(?![道梯上下顶]))?)"

ASIDE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-Z\d]{5,6}"  # a number plate
    r"|(?<!\d)1[3-9]\d-?\d{4}-?\d{4}(?!\d)|(?<!\d)(?:0\d{2,3}|[48]00)-\d{3,8}(?:-\d{3,4})?(?!\d)|\d{5,}"
    r"|(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}[日号]?)?|(?<!\d)\d{1,2}月\d{1,2}[日号]?(?!楼)"
    r"|(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:[-~至到]\d{1,2}:\d{2})?(?!\d)"
    rf"|[¥$€]{_S}\d[\d,.]{{0,9}}|\d{{1,6}}\.\d{{1,6}}"
    rf"|[A-Z]{_S}区{_S}[A-Z]?\d{{1,4}}(?:号?车?位)?(?![\d号栋幢座#]|{_UNIT_SIGN})"  # a parking space
    rf"|\d{{1,4}}-\d{{1,4}}{_S}号?车位"
    rf"|(?<![\d-])(?:[AC-Z]-?\d{{1,4}}|(?<![A-Z])\d{{1,4}}|B-?\d{{2,4}}){_S}号?{_S}(?:停?车位|充电桩|桩)"
    rf"|(?<=\d)-\d{{1,4}}{_S}号?{_S}(?:停?车位|充电桩|桩)"
    rf"|车位{_S}号?{_S}[A-Z]?\d?-?\d{{1,4}}"
    r"|[A-Z]=\d+"  # part of a link
    r"|\d{1,3}#(?=岗|门(?![口前厅禁洞])|车位|桩)|负[一1]切|[一1]楼盘",
    _FLAGS,
)
"""What has numbers and is no place: plates, telephone numbers, dates, times, prices, parking spaces."""
BUILDING = re.compile(
    rf"(?<![A-Z\d.])([A-Z]?\d{{1,3}}[A-Z]?|[A-Z]){_S}{_HOUSE}"
    rf"|(?<![{SIGNS}])(?![一两]{_S}[栋幢座](?:楼|[都全])|两{_S}[栋幢座])({_CN}){_S}{_HOUSE}"
    rf"|(?<![\d.月:-])(\d{{1,2}})(?=号?(?:{_S}[、,/和及跟与到至~-]{_S}\d{{1,2}}){{1,9}}{_S}(?:号楼|[栋幢]))"
    rf"|(?<![A-Z\d&])([A-H])(?=楼|{_S}[、,/和及]{_S}[A-H]{_S}[栋座])"
    r"|(?<![A-Z\d])T(\d{1,2})(?![\dA-Z]|航站|[ \t]?[线恤])"
    rf"|(?<=[A-Z]{{3}})(\d{{1,3}}){_S}{_HOUSE}",
    _FLAGS,
)
UNIT_SEAT = re.compile(
    rf"(?:(?<=[\d{SIGNS}][栋幢#])|(?<=[\d{SIGNS}]号楼)){_S}([A-H]){_SEAT}(?:{_S}[、和及跟与]{_S}[A-H]{_SEAT})*", _FLAGS
)
"""三号楼B座 is one building: behind a number the letter is its unit."""
BUILDING_SHORT = re.compile(
    rf"(?<![\d月{SIGNS}])(\d{{1,2}}|{_CN})"
    rf"(?:号(?={_S}{_LEVEL}{_S}{_UNIT_SIGN}|{_S}\d{{3,4}}(?:[室房]|(?!\d)))"
    rf"|[东冻动洞董](?={_S}{_LEVEL}{_S}{_UNIT_SIGN}|{_S}\d{{3,4}}(?!\d)))",
    _FLAGS,
)
"""Without the sign for a building, or with a wrong one, where a unit or a flat comes next: 3号1202, 3东2单元."""
WHOLE = re.compile(
    rf"(?:(?<![\dA-Z.-])|(?<=\x00-))(?:([A-H]\d?|\d{{1,2}}){_S}-{_S})?(\d{{1,2}}){_S}-{_S}(\d{{3,4}}[A-Z]?)"
    rf"(?![\d-]|\.\d|{_S}(?:元|块|[个名位]?人|[mM]|米|度|点|年|分|万))",
    _FLAGS,
)
"""3-1202 and 3-2-1202."""
BUILDING_UNIT = re.compile(
    rf"(?<![\dA-Z.-])([A-H]|\d{{1,2}})-(\d{{1,2}})(?:-(?=\d{{1,2}}{_S}[楼层F])|{_S}{_UNIT_SIGN})", _FLAGS
)
"""3-2单元, and 3-2- where a floor comes next."""
LETTER_ROOM = re.compile(rf"(?<![\dA-Z.-])([A-H])-(\d{{3,4}})(?![\d-]){_S}[室房]?", _FLAGS)
UNIT = re.compile(
    rf"(?<![\d{SIGNS}])(\d{{1,2}}|{_CN}|(?<![A-Z])[A-F]){_S}(?:{_UNIT_SIGN}|但元)|(?:单元)(\d)(?!\d)", _FLAGS
)
BETWEEN = re.compile(
    rf"(?<![\d{SIGNS}.])({_DEEP}){_S}[楼层F]?{_S}(?:[-~至到和与跟同、/&及,]|(?<=[楼层F])|(?<=[楼层F] )|(?<=\d) ){_S}"
    rf"({_DEEP}){_S}[楼层F]?{_S}的?(?:之间|中间|当中|半中腰|(?<=[楼层])间)"
    rf"|(?<![\d{SIGNS}.-])(\d{{1,2}}|{_CN}){_S}[楼层F]?{_S}[-~至到/]{_S}(\d{{1,2}}|{_CN}){_S}[楼层F](?![A-Z])",
    _FLAGS,
)
"""Between or across two floors."""
SIDE_BY_SIDE = re.compile(
    rf"(?<![\d{SIGNS}.])({_LEVEL}){_S}(?:[楼层F]{_S}[、和跟与同,]?|[、和跟与同,]| ){_S}({_LEVEL}){_S}[楼层F](?![A-Z])",
    _FLAGS,
)
"""5楼6楼, 5、6楼: one place only when the second follows the first."""
ROUGHLY = re.compile(
    rf"(?<![{SIGNS}])(十|二十|三十)?([一二三四五六七八])([二三四五六七八九]){_S}[楼层]{_S}的?(?:之间|中间|当中|间)?"
)
"""五六楼, 十五六层."""
BELOW = re.compile(
    rf"(?:负{_S}|地下{_S}|地库{_S}(?=[\d一二三四五]{_S}[层楼]))([1-5一二两三四五])(?![\d{SIGNS}个切]|\.\d){_S}(?:[楼层]|F\b)?"
    rf"|(?<![\w.)~])-{_S}([1-5])(?:{_S}[楼层]|F\b|(?![\d.:%°度-]|{_S}[A-Z(]))"
    rf"|(?<![A-Z\d-])B([1-5])(?![A-Z\d座栋幢#]|号楼){_S}(?:[楼层]|F\b)?",
    _FLAGS,
)
FLOOR = re.compile(
    rf"(?<![\d{SIGNS}.A-Z])(?<![掉坠滑溜跌落爬隔降升冲走][了咗])(?<!底下)(?<!一共)(?<!总共)(?<!喷得有)(?<!好几)"
    rf"(?![两百]{_S}[楼层])(?!{_LEVEL}层楼?[高都灰土])(\d{{1,2}}|{_CN}){_S}"
    r"(?:楼(?![盘价市])|(?<![这那每整同上下另隔走天]一)层(?!楼?[那这]么高|[灰土水油冰雪膜泥沫皮纱厚])|/?[ \t]?F\b)",
    _FLAGS,
)
LIFT_AT = re.compile(rf"(?:显示|停在|卡在|卡到){_S}(\d{{1,2}})(?![\d:.%A-Z]|{_S}[个号人分点时月年栋幢座#单-])", _FLAGS)
"""Where a lift stands: 停在12."""
