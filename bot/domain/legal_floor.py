"""What no plan and nobody at the scene may ask of staff: to search, detain, fine or force anybody (X-16)."""

from __future__ import annotations

import re

_THEM_ZH = r"(?:他|她|对方|此人|嫌疑人|嫌犯|小偷|歹徒|醉汉|醉酒的?人|闹事的?人?|行凶的?人?|推销的?人?|那人)"
_FORCE_ZH = (
    r"搜身|搜查|搜包|搜(?:他|她|对方|口袋|兜|随身)|扣留|扣押|扣下|扣住?(?:人|他|她|对方|车|证|身份证|手机|东西)"
    r"|拘留|拘禁|拘押|关押|关起来|罚款|罚钱|罚(?:他|她)|没收(?![到拾好回完齐集费款钱据条])|收缴|强行|强迫|强制(?:带|送|检查|隔离|赶)"
    rf"|制服(?={_THEM_ZH}|住|人)|(?:按|压|推|打)倒{_THEM_ZH}|(?:按|绑|捆|铐|揪|抓)(?:住|起来|走)?{_THEM_ZH}(?!的)"
    rf"|把{_THEM_ZH}[按绑捆揪抓](?!着)|[抓绑捆铐]人|铐|扭送|押送|限制.{{0,4}}(?:自由|离开)|不[准让许]{_THEM_ZH}(?:走(?![进近到上下楼])|离开)"
)
_THEM = (
    r"(?:him|her|them|(?:the |a |any |every )?(?:person|man|woman|suspect|stranger|visitor|guest|thief|intruder|"
    r"offender|drunk|salesman|seller|resident|owner|driver|worker|people|persons|anybody|anyone|somebody|someone|"
    r"everybody|everyone)s?)"
)
_AFTER = r"(?=\s*(?:[.,;:!?]|$|(?:and|or|for|at|before|if|when|on|until|by|down|back|here|there|up)\b))"
_FORCE_EN = (
    rf"\bsearch(?:es|ed|ing)?\s+(?:{_THEM}{_AFTER}|(?:his|her|their|the|a|any)\s+"
    rf"(?:bags?|pockets?|clothes|belongings|things|body)\b)|\bfrisk\w*|\bpat(?:s|ting)?\s+{_THEM}\s+down\b"
    rf"|\bdetain\w*|\bdetention\b|\bconfiscat\w*|\bseiz(?:e|es|ed|ing)\b|\bhandcuff\w*|\boverpower\w*"
    rf"|\brestrain(?:s|ed|ing)?\b(?!\s+(?:the\s+|a\s+)?(?:dog|animal|pet))|\bus(?:e|es|ing) force\b"
    rf"|\b{_THEM}\b[^.;!?]{{0,20}}\bby force\b|\bforc(?:e|es|ed|ing)\s+{_THEM}\b|\barrest(?:s|ed|ing)?\s+{_THEM}\b"
    rf"|\bti(?:e|es|ed)\s+{_THEM}\s+(?:up|down)\b|\bfin(?:e|es|ed|ing)\s+{_THEM}\b|\bfines\b"
    r"|\b(?:impose|charge|collect|issue|levy)\w*\s+(?:\w+\s+)?fines?\b"
    rf"|\bhold(?:s|ing)?\s+{_THEM}\s+(?:until|down)\b|\block(?:s|ing)?\s+{_THEM}\s+(?:in|up)\b"
    r"|\btak(?:e|es|ing)\s+away\s+(?:his|her|their)\b"
)
_FORCE = {"zh": re.compile(_FORCE_ZH), "en": re.compile(_FORCE_EN, re.IGNORECASE)}
LANGUAGES = tuple(_FORCE)
"""What it is read in; words typed at the scene may be any of them."""
_NOT = {
    "zh": re.compile(r"不|别|勿|莫|禁止|严禁|无权|没有?权|谁也没|没有|没"),
    "en": re.compile(r"\b(?:not|never|no|nobody|without|neither|nor|cannot)\b|n't\b", re.IGNORECASE),
}
_BETWEEN = {
    "zh": re.compile(
        r"(?:[、和与或跟及]|或者|可以?|能|得|准|许|要|会|应该?|该|再|去|把|将|对|他|她|人|任何|谁|随便|擅自|私自|自己|动手)*"
    ),
    "en": re.compile(
        r"(?:[\s,]|\b(?:or|and|nor|to|ever|may|be|by|use|using|try|you|we|him|her|them|anybody|anyone|people|the|any|a|"
        r"person|persons|search|touch|follow|block|does|do|should|must|is)\b)*",
        re.IGNORECASE,
    ),
}
"""What may stand between a no and what it forbids: `不搜身、不得扣留`, `never search, detain or fine anybody`."""


def asks_for_force(text: str, language: str) -> str:
    """The words that ask for it; empty when there are none, or when the text says that it is not done."""
    refused: list[int] | None = None
    for found in _FORCE[language].finditer(text):
        if refused is None:
            refused = [no.end() for no in _NOT[language].finditer(text)]
        between = (text[end : found.start()] for end in refused if end <= found.start())
        if not any(_BETWEEN[language].fullmatch(part) for part in between):
            return found[0]
        refused.append(found.end())
    return ""
