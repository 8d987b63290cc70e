"""How many: the people who are shut in and the people who are hurt, as they are stated (playbooks.md §0.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.recognise.numerals import SIGNS, number_of
from bot.domain.recognise.persons import People, people_named

_MOST = 400
_READ_AS = str.maketrans(
    "沒傷暈兩裡裏關壓斷頭來嘔們婦媽爺無過腫燒員孫醫師學後倆點幾對個電體樓",
    "没伤晕两里里关压断头来呕们妇妈爷无过肿烧员孙医师学后俩点几对个电体楼",
)
_NUMBER = rf"(\d{{1,3}}|[{SIGNS}]{{1,4}})"
_PEOPLE = re.compile(
    rf"{_NUMBER}[ ]?[多几]?[ ]?[个位名]?[ ]?人|\b(\d{{1,2}}|one|two|three|four)[ ]{{1,3}}(?:people|persons?)\b",
    re.IGNORECASE | re.ASCII,
)
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4}
_PAIRS = {"俩": 2, "仨": 3}
_NO = r"(?:没有|没得|没|无|未|冇|莫得|木有)"
_NOBODY_HURT = re.compile(
    rf"{_NO}(?:人员?|人员?遭)?(?:受)?伤(?!口)|{_NO}(?:人|造成|有)?(?:人员)?(?:伤亡|受伤|遭蜇|不舒服"
    rf"|有事|挂彩)|{_NO}[伤砸撞碰咬蜇压夹刮扎烫](?:到|着|中)?人"
    rf"|{_NO}伤[着到]|{_NO}人[伤蜇]|谁也没碰着|(?<![老大女男客病工别家夫个有])人员?(?:都|全|倒是"
    rf"|也)*(?:没事|无恙|平安|没伤|安全|冇事)"
    r"|\b(?:nobody|no one|no-one|noone)(?:'s| is| was| got| were)?(?: hurt| injured)|\bno (?:injur"
    r"|casualt)|\bnot hurt\b|\bunhurt\b"
)
_NOBODY_INSIDE = re.compile(
    rf"(?:里面?|里头|里边|轿厢|梯内|内|入面|屋里|车里|家里)(?:也"
    rf"|都)?{_NO}(?:有)?(?:困)?[别其]?(?:他)?(?:着|住)?人(?![应回答接说理管开])"
    rf"|{_NO}(?:有)?困[着住到]?人|{_NO}人(?:员)?被?困"
    r"|空轿厢|(?:轿厢|里面|里头|看过)[\u4e00-\u9fff]{0,3}是?空的|人(?:都|已经|已|自己|全|们)*(?:走|跑"
    r"|救|放)?出来了|人(?:都|已经|已|全)+(?:救|放|撤|跑)出"
    r"|\b(?:nobody|no one|no-one)(?:'s| is| was)? (?:inside|trapped|stuck|in it|in the)"
    r"|\bempty (?:car|cabin|lift)|\bno (?:people|passengers?) inside"
)
_SHUT_IN = re.compile(
    r"困(?![难扰惑])|关(?:在|里|住|起)|锁(?:在|里|屋|门厅|车里|阳台|了去)|卡(?:在|里|住|着|你们)"
    r"|堵(?:在|屋|门口|里)|压(?:在|住|着|底|到)|埋(?!怨)|[出下上]唔(?:到|返)|出不(?:来|去|得)"
    r"|下不(?:来|去)|上不(?:来|去)"
    r"|夹(?:在|住|里)|闷在|憋(?:住|在)|撂|别在|抱着树|车顶|楼顶等|车厢顶|爬到楼顶|爬[上到](?:屋顶"
    r"|房顶)|开不了门|推不开|走唔到|逃不|出唔|掉(?:进|到)[^,]{0,4}[井坑]|吊在|搁电梯|搁里|没出来"
    r"|进退不得|打不开"
    r"|\b(?:trapped|stuck|pinned|locked|buried|cut off|can't get (?:out|down)|cannot get out"
    r"|can't open|send a boat|under the rubble|unable to leave)\b"
)
_INSIDE = re.compile(
    r"里面|里头|里边|入面|困|关人|关在|卡在|卡到|电梯里|梯里|轿厢|铁盒子|电体里|进货梯|进电梯|搁电梯"
    r"|里有|\binside\b|\bstuck\b|\btrapped\b|\bin the (?:lift|elevator)\b|\bin there\b|坐到|出不来"
    r"|停了|不动"
)
_HURT = (
    r"受伤|(?<!不)伤(?:了|到|着|得|势|员|者|口|咗|人|\b)|都是伤|[砸摔烫烧划扭挫咬电撞打刺割扎擦]伤"
    r"|流血|出血|见红|血(?![压糖管常])|骨折|骨头|[腿手脚臂腕骨](?:都|给|好像|像是|说|就)*断|肿|起泡"
    r"|水泡|[头脚手脸额指臂膝肘](?:都|给|被)?[砸磕摔划撞碰]?破|口子|撞穿|崴|扭到|烫(?:到|着)"
    r"|划(?:了我|到|破|开|我手)|扎(?:了玻璃|穿)"
    r"|晕|昏(?!暗)|吐(?!槽|一地)|呕|拉肚子|腹泻|[又都][屙拉]|肚子[\u4e00-\u9fff]{0,3}[疼痛]"
    r"|[疼痛](?!快|恨)|胸口[疼痛闷]|心慌|喘不[上过]|喘唔|透不过气|呼吸困难|没知觉|没呼吸|没气|捯气"
    r"|[叫喊拍]都?不醒|叫不应|喊不答|失去意识|抽(?:过去|搐|抽)|白沫|翻白眼|脸[发色都]*[紫青]"
    r"|嘴唇[都发]*[紫黑肿]"
    r"|发烧|发热|高烧|烧到|确诊|中毒|中暑|恶心|反胃|上吐下泻|趴了|栽(?:下|倒)"
    r"|摔(?:了[一二两三四五六七八九十几\d个]|倒|下去起|下来)|滑倒|走不了路|难受|不舒服|要生了|羊水破"
    r"|哮喘犯|过敏|蜇(?!到)|被雷打|电(?:麻|着了|到了)|挂彩|挂了彩|门牙|砸(?:中|开)"
    r"|被[\u4e00-\u9fff]{0,4}咬|打趴|倒了一|抬不起|喝断片|扎进|躺地上"
    r"|\b(?:hurt|injured|bleeding|blood|unconscious|dizzy|threw up|throwing up|vomit\w*|burn(?:ed|t"
    r"|s)|collapsed|fainted|not breathing|chest pain|seizure|fever|broke (?:his|her|my|an?) (?:leg"
    r"|arm)|water (?:just )?broke|in labou?r|crushed|electrocuted|stung|having an attack"
    r"|asthma attack|fractured?|wound\w*|passed out)\b"
)
_HURTING = re.compile(_HURT, re.IGNORECASE)
"""What is said of people who are hurt or ill, whatever the report is about."""
_AILING = re.compile(
    _HURT + r"|断(?!电|水|网|定)|破(?:了|口|咗|个|皮)|划|扎|咳|感冒|流感|甲流|水痘|麻疹|诺如|红眼|疹子|手足口"
    r"|肺结核|中招|病毒|新冠|病着|\d{2}度|心脏|没反应|冇反应|脉搏|不醒|躺|瘫|倒(?:地|下|了(?!水)|在)"
    r"|摔|滑|起不来|动不了|不能动|不动了|站不|企都|走不动|软(?!件)|破水|低血糖|啃|掏了|呛|溺|不行了"
    r"|没声|麻|歪|抢厕所|跑厕所|反应|傻|锯|夹|卷|抽筋|烫|割"
    r"|\b(?:sick|flu|cough\w*|confirmed|scraped?|scratch|asthma|upset|concussion|CPR|ill|infected"
    r"|ordinary|attack|cut)\b",
    re.IGNORECASE,
)
"""What is said of them where the report is about people who are hurt or ill."""
_HELPING = re.compile(
    r"^(?:们)?(?:来电|反映|在看|看着|守着|说|报|去(?!了)|听见|看见|看到|拦着|按着|来说|打来|过去"
    r"|已登记|巡|赶|陪|扶着?|拿毛巾|送)|^(?: saw| heard| found| called| calls)"
)
_STOP = re.compile(r"[,;!?。\n:]")
_SICK_TYPES = frozenset({"sudden_illness", "injury", "epidemic", "food_poisoning", "work_accident"})
_LOST = "lost_child"
_LIFT = "elevator_trapped"
_SHARED_TYPES = frozenset({"epidemic", "food_poisoning"})
"""Where several are ill of the same, the largest number is all of them."""
_ONLY = ("就", "只")
_TAKING = ("了", "着", "到", "住", "倒", "中", "咗", "起", "人", " ")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FAR = 16
_STOP_COSTS = 3


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What is stated; None: nothing is, or nothing certain; 0: that it is nobody."""

    trapped: int | None = None
    injured: int | None = None


def counts_in(line: str, *, type: str | None) -> Counts:
    """How many are shut in, stuck, buried or cut off, and how many hurt, ill or in labour; `line` is a plain one."""
    if type is None or type == _LOST:
        return Counts()
    said = line[:_MOST].translate(_READ_AS)
    people = people_named(said)
    trapped = _trapped(said, people, type)
    return Counts(trapped=trapped, injured=_injured(said, people, type, also_trapped=bool(trapped)))


def people_in(line: str) -> int | None:
    """The first number of people named, whatever is said of them."""
    said = line[:_MOST]
    for word, number in _PAIRS.items():
        if word in said:
            return number
    found = _PEOPLE.search(said)
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    number_said = number_of(word)
    return _ENGLISH.get(word.lower()) or (int(number_said) if number_said.isdigit() else None)


def _trapped(line: str, people: list[People], type: str) -> int | None:
    if _NOBODY_INSIDE.search(line):
        return 0
    if type == _LIFT:
        here = [one for one in people if not _only_helps(line, one)]
        only = [one for one in here if line[one.start - 1 : one.start] in _ONLY]
        return _largest([*(_linked(line, here, _INSIDE) or here[:1]), *only])
    return _sum(_linked(line, people, _SHUT_IN)[:1])


def _injured(line: str, people: list[People], type: str, *, also_trapped: bool) -> int | None:
    if _NOBODY_HURT.search(line):
        return 0
    here = [one for one in people if not _only_helps(line, one)]
    if type in _SHARED_TYPES:
        most = _largest(one for one in here if one.number is None or one.number > 1)
        if most is not None:
            return most + ("我也是" in line)
    ailing = type in _SICK_TYPES and not also_trapped
    linked = _linked(line, here, _AILING if ailing else _HURTING)
    if any(not one.speaker for one in linked):
        linked = [one for one in linked if not one.speaker]
    if not linked and ailing:
        linked = [one for one in here if one.number is not None][:1]
    if not linked and ailing and not here and type not in _SHARED_TYPES and _AILING.search(line):
        return 1
    return _sum(linked)


def _linked(line: str, people: list[People], state: re.Pattern[str]) -> list[People]:
    """Those of whom it is said: for each such word the nearest, before it rather than behind."""
    found: dict[int, People] = {}
    for said in state.finditer(line):
        near = min(people, key=lambda one: _distance(line, one, said), default=None)
        if near is not None and _distance(line, near, said) <= _FAR:
            found.setdefault(near.start, near)
    return [found[at] for at in sorted(found)]


def _distance(line: str, one: People, said: re.Match[str]) -> int:
    """How far somebody stands from what is said of them; behind it only where it takes an object: 困了三个人."""
    if one.end <= said.start():
        between = line[one.end : said.start()]
        far = len(between) if _CHINESE.search(between) or not between else len(between) // 4
        return far + len(_STOP.findall(between)) * _STOP_COSTS
    if one.start < said.end():
        return 0
    between = line[said.end() : one.start]
    takes = not between or between in _TAKING or said[0][-1] in _TAKING
    return len(between) + 1 if takes and len(between) <= 3 and one.number is not None else _FAR + 1


def _only_helps(line: str, one: People) -> bool:
    return bool(_HELPING.match(line[one.end : one.end + 12]))


def _largest(people: Iterable[People]) -> int | None:
    return max((one.number for one in people if one.number is not None), default=None)


def _sum(people: list[People]) -> int | None:
    """All of them; a number alone behind a larger one is some of those, and somebody uncounted leaves it open."""
    if not people or any(one.number is None for one in people):
        return None
    counted = [one for one in people if not one.bare] or people[:1]
    return sum(one.number or 0 for one in counted)
