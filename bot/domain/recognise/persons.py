"""The people a line speaks of: one or several together, with their number where it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.recognise.numerals import SIGNS, WORD, number_of

_FLAGS = re.IGNORECASE | re.ASCII
_N = rf"(?:\d{{1,3}}|[{SIGNS}]{{1,4}})"
_SURNAME = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭"
    "吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江"
    "史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
)
_KIN = (
    "爸妈|父母|外婆|外公|婆婆|公公|岳母|岳父|丈母娘|老丈人|奶奶|爷爷|姥姥|姥爷|阿婆|阿公|阿妈|阿爸|老妈|老爸"
    "|妈妈|爸爸|妈|爸|老娘|老爹|爹|娘|"
    "老婆|老公|媳妇儿|媳妇|儿媳妇|丈夫|妻子|爱人|老伴儿|老伴|老头子|老头儿|老头|老太婆|对象|男朋友|女朋友|"
    "儿子|女儿|闺女|孙子|孙女|外孙女|外孙|孙头|侄子|侄女|外甥|弟弟|妹妹|哥哥|姐姐|哥|姐|弟|妹|叔叔"
    "|叔|婶|舅舅|舅|姑妈|姑|姨妈|姨|"
    "徒弟|室友|闺蜜|同事|同学|朋友|搭档|邻居|宝宝|崽|仔|个女|(?<![a-z])bb(?![a-z])|男人|女人|我吗"
)
_ROLE = (
    "外卖小哥|快递小哥|外卖员|快递员|送外卖的|送快递的|保安大哥|保安小哥|保洁阿姨|保洁大姐|保洁员"
    "|保洁|保安|司机|师傅|师夫|工头|工人|小工|木工|焊工|电工|"
    "架子工|搬运工|维修工|绿化工|施工员|安装工|清洁工|保姆|月嫂|产妇|孕妇|患者|病人|伤者|学生|顾客"
    "|客人|访客|租客|住户|业主|"
    "老人家|老人|老太太|老太|老奶奶|老爷爷|老爷子|老大爷|老大娘|老头|老师傅|老的|大爷|大妈|大娘|大叔"
    "|大姐|大哥|大嫂|嬢嬢|阿姨|阿伯|阿叔|阿嫲|伯伯|叔公|婆娘|"
    "小姑娘|小女孩|小男孩|小朋友|小孩子|小孩|小娃娃|小娃|小伙子|小伙|小妹|小哥|小姐|小学生|学生|孩子"
    "|娃儿|娃娃|娃|细路|後生仔|后生仔|后生|女孩|男孩|女孩子|男孩子|婴儿|宝宝|"
    "姑娘|妹子|女士|先生|女生|男生|女的|男的|男子|女子|老爷们儿|老外|领导|前台|兄弟|家属|大人|员工|工友|民工"
)
_ANYBODY = f"{_ROLE}|人"
_DOING = (
    r"(?:[骑送开修装跳遛扫擦干看卖打搬拉收穿戴喝跑练打施做][\u4e00-\u9fff]{0,4}的(?:师傅|大哥|阿姨"
    r"|大姐|人|小哥|小伙)?)"
)
_UNCOUNTED = re.compile(
    r"有人|(?:好几|好多|几|很多|不少|许多|一群|一帮)(?:个|名|位)?(?:人|业主|老人|孩子|小孩|娃|住户"
    r"|工人|学生|师傅|保安)|好几个|几个|一群|一帮|一堆人|"
    r"他们|她们|那人|这人|业主们|(?<![你您人咱])[\u4e00-\u9fff]们(?!俩|仨|[一二两三四五六七八九十\d])"
)
_AFTER_COUNT = (
    r"(?=[都全也在被给受伤晕昏吐困关卡压埋倒摔不没出进发病中烧呕拉趴挂来搁说,;!?。.、:)]|$|打趴|上吐"
    r"|一[起个]|陆续|动不|血|喘|还在|[a-z])"
)
_COUNTED = re.compile(
    rf"(?:一家|我们家|我家|全家|她家|他家|屋头|家里)?({_N})口(?:子|人|之家)?"
    rf"|(?:小|老)?(两)口子"
    rf"|(?<![\d-])((?:\d{{1,2}}|[{SIGNS}]{{1,4}}|\d{{3}}(?=[个位名])))[多来]?(?:个|位|名|条)?"
    rf"(?:大|小|老|男|女|年轻|装修|外地|中学|干活|保洁|保安|值班|施工)?(?:{_ANYBODY}|{_KIN}|{_DOING})[子儿]?"
    rf"|({_N})(?:名(?!单|字|片|册|称|义)|位(?![数置于子])|例(?![外如]))"
    rf"|(?<=[们俺咱哋面头伤倒])({_N})个(?![月小钟半星礼])|({_N})个{_AFTER_COUNT}",
    _FLAGS,
)
_PAIR = re.compile(
    rf"(?<!掉)([俩仨])(?![月天年周桶车钟小块米件样])(?:大|小|老|男|女)?(?:个)?(?:{_ANYBODY}|{_KIN}|{_DOING})?"
)
_SINGLE = re.compile(
    rf"(?:一|有|这|那)?(?:个|位|名)?(?:{_ROLE}|年轻人)?(?:[小老阿]{_SURNAME}(?![公婆师板])"
    rf"|{_SURNAME}(?:姐|哥|叔|工(?![地作程])|师傅|阿姨|大爷|大妈|嬢嬢|女士|先生|经理|老师|总))"
    rf"|(?:我|俺|咱|他|她|你|伊|佢|人家)?(?:们)?(?:家|屋头|個|个|嘅|的)?(?:老|小)?(?:{_KIN})(?![帮板])"
    rf"|(?:有|一)?(?:个|位|名|條|条)(?:[\u4e00-\u9fff]{{0,6}}的)?(?:{_ANYBODY}|{_DOING})"
    rf"|一(?:老|小|男|女|业|住|工|大|顾|年轻)?(?:{_ROLE}|人)|一(?:男|女)的"
    rf"|(?:{_ROLE})(?!们|群|宿舍|室|岗|亭|部|班|名单|服|反映|都说|证|册)(?:一(?:名|位|个))?"
    rf"|有一(?:个|位|名)|(?:一个|一位)(?=[\u4e00-\u9fff,])",
    _FLAGS,
)
_SELF = re.compile(
    r"我(?!们|哋|的?天|靠|去|操|这|那|看|国|方|司|以为|说|听|觉|家|屋|先|拍|叫|帮|退|守|推|按|放|买"
    r"|不敢|过不|过去|让|要|已|给)|俺(?!们)|本人"
)
_WE = re.compile(r"我们|俺们|咱们|咱|我哋|阿拉")
_ENGLISH_ROLE = (
    r"(?:people|persons?|men|man|women|woman|kids?|child|children|boys?|girls?|guys?|workers?"
    r"|cleaners?|guards?|residents?|ladies|lady|"
    r"adults?|bab(?:y|ies)|toddlers?|contractors?|gardeners?|technicians?|drivers?|visitors?|tenants?"
    r"|neighbou?rs?|elderly|students?|passengers?|colleagues?|friends?)"
)
_ENGLISH = re.compile(
    rf"\bfamily of (\d{{1,2}}|{WORD})\b|\b(\d{{1,2}}|{WORD})(?: of us| of them)\b"
    rf"|\b(\d{{1,2}}|{WORD}|an?|another)(?: (?:old|young|elderly|little|small|pregnant|delivery"
    rf"|maintenance|sick|injured|more|confirmed)){{0,2}} {_ENGLISH_ROLE}\b"
    rf"|\b(my|his|her|our) (?:\w{{1,8}} )?(?:son|daughter|husband|wife|mum|mom|mother|dad|father|kid"
    rf"|baby|grandma|grandpa|boy|girl|friend|neighbou?r|roommate|flatmate|colleague|brother|sister)\b"
    r"|\b(old man|old lady|pregnant lady|contractor|driver|the guard|the cleaner|delivery guy|security guard)\b",
    _FLAGS,
)
_ENGLISH_SELF = re.compile(
    r"\b(?:i'm|i am|i've|i|me|myself|just me|only me)\b(?! (?:saw|heard|smell|can smell|think|found))", _FLAGS
)
_MANY = re.compile(r"\b(?:several|many|someone|somebody|a few|people|residents|everyone)\b", _FLAGS)
_CALLING = re.compile(
    r"(?:姑娘|小伙子?|小同志|同志|师傅|师夫|姐|哥|大姐|大哥|阿姨|叔叔|小妹|(?:小"
    r"|老)[\u4e00-\u9fff])(?=我|你|啊|呀|,|快|麻烦|帮)"
)
"""Somebody who is spoken to at the beginning of a line."""
_NAME = re.compile(rf"[小老阿]{_SURNAME}")
_CHILD = re.compile(r"妈|爸|孩子|儿子|女儿|小孩|娃|闺女")
_CALLED = re.compile(r"(?:再?来|派|过来|叫|喊|要|加|支援|帮手|安排|上来|等)(?:了)?$|(?:隔)$")
_JOINING = re.compile(
    r"[ ]?(?:和|跟|与|同|同埋|、|带着?|还有|加上?|以及|抱着|牵着|及|,?\s?and|with|plus|&)[ ]?(?:的|my|the|一)?"
)
_COUNTS = f"{SIGNS}0123456789俩仨"
_SHARED = re.compile(r"[ ]?(?:就|我们|一共|总共|他们|们)?[ ]?")


@dataclass(frozen=True, kw_only=True)
class People:
    """One or several people a line speaks of together."""

    start: int
    end: int
    number: int | None
    """None: it is not said how many."""
    bare: bool = False
    """A number alone, 两个: it may sum up those before it, or be some of them."""
    speaker: bool = False


def people_named(line: str) -> list[People]:
    """All of them, in the order they stand in the line; those joined by 和 or `and` as one."""
    called = _CALLING.match(line)
    first = called.end() if called else 0
    found = sorted((one for one in _mentions(line) if one.end > first), key=lambda one: (one.start, -one.end))
    joined: list[People] = []
    for one in found:
        if joined and one.start < joined[-1].end:
            continue
        before = joined[-1] if joined else None
        together = _together(line, before, one) if before else None
        if together:
            joined[-1] = together
        else:
            joined.append(one)
    return joined


def _mentions(line: str) -> list[People]:
    found: list[People] = []
    for one in (*_COUNTED.finditer(line), *_PAIR.finditer(line), *_ENGLISH.finditer(line)):
        said = next(filter(None, one.groups()))
        if one.re is _ENGLISH or not _CALLED.search(line, max(0, one.start() - 6), one.start()):
            number = _count(said)
            bare = (
                (one.re is _COUNTED and one[0][-1] in "个位名口") or one[0] in "俩仨" or one[0][-2:] in ("个人", "俩人")
            )
            found.append(People(start=one.start(), end=one.end(), number=number, bare=bare))
    found += [People(start=one.start(), end=one.end(), number=None) for one in _UNCOUNTED.finditer(line)]
    found += [People(start=one.start(), end=one.end(), number=None) for one in _MANY.finditer(line)]
    found += [People(start=one.start(), end=one.end(), number=None, speaker=True) for one in _WE.finditer(line)]
    for one in _SINGLE.finditer(line):
        bare = one[0] in ("有一个", "有一位", "有一名", "一个", "一位")
        number = 2 if one[0].endswith(("爸妈", "父母")) else 1
        found.append(People(start=one.start(), end=one.end(), number=number, bare=bare))
    for pattern in (_SELF, _ENGLISH_SELF):
        found += [People(start=one.start(), end=one.end(), number=1, speaker=True) for one in pattern.finditer(line)]
    return found


def _count(said: str) -> int | None:
    if said in "俩仨两":
        return 3 if said == "仨" else 2
    number = number_of(said)
    return int(number) if number.isdigit() else 1


def _together(line: str, before: People, one: People) -> People | None:
    """Two that are spoken of as one group; None: they are not."""
    between = line[before.end : one.start]
    if len(between) > 6:
        return None
    if one.bare and one.number is not None and _SHARED.fullmatch(between):
        same = before.number is None or before.number <= one.number
        return replace(before, end=one.end, number=one.number, bare=False) if same else None
    if _JOINING.fullmatch(between) or (not between and _are_two(line, before, one)):
        number = None if before.number is None or one.number is None else before.number + one.number
        return replace(before, end=one.end, number=number, bare=before.bare and one.bare)
    if not between and (before.number is None) == before.speaker and not one.speaker:
        number = None if one.number is None else max(before.number or 0, one.number)
        return replace(before, end=one.end, number=number, speaker=False)
    return None


def _are_two(line: str, before: People, one: People) -> bool:
    """Whether two that stand side by side are two: 小陈小马, 两个老人一个小孩; 焊工小陈 is one."""
    if before.number is None or one.number is None or before.speaker or one.speaker:
        return False
    said, next_said = line[before.start : before.end], line[one.start : one.end]
    counted = said[0] in _COUNTS and next_said[0] in _COUNTS and next_said[-1] not in "个位名"
    return counted or bool(_NAME.fullmatch(said) and _NAME.fullmatch(next_said)) or bool(_CHILD.fullmatch(next_said))
