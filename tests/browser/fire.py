"""The fire course by the visitor's hand, in either language: for the walk, and for the pictures of the documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tests.browser.cast import RESIDENTS, STAFF, WU, ZHOU, ZHU

if TYPE_CHECKING:
    from tests.browser.phones import Phones

Seen = Callable[[str], None]
"""Told the name of each moment worth a picture."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "line": "3号楼4楼着火，烟往上走",
        "draft": "火灾",
        "report": "上报",
        "offer": "要不要通知3号楼疏散",
        "look": "看通知",
        "preview": "N1 疏散通知",
        "submit": "提交",
        "waits": "N1 等你批准",
        "approves": "批准 N1",
        "refused": "只有主管或指挥",
        "approve": "批准",
        "approved": "N1 已批准",
        "real": "【真实】",
        "safe": "我安全",
        "which": "几零几",
        "flat": "2单元1203",
        "counted": "1203 安全",
        "count": "点名 N1",
        "silent": "没回",
        "why": "为什么可以解除",
        "out": "火已扑灭",
        "ready": "N1 解除",
        "home": "可以回家",
    },
    "en": {
        "line": "Tower 3 is on fire, floor 4, smoke is going up",
        "draft": "Fire",
        "report": "Report",
        "offer": "Tell Tower 3 to leave",
        "look": "See the notice",
        "preview": "N1 Evacuation",
        "submit": "Submit",
        "waits": "N1 waits for you",
        "approves": "approve N1",
        "refused": "supervisor",
        "approve": "Approve",
        "approved": "N1 approved",
        "real": "[REAL]",
        "safe": "I am safe",
        "which": "Which flat",
        "flat": "unit 2 flat 1203",
        "counted": "flat 1203 safe",
        "count": "/rollcall N1",
        "silent": "no answer",
        "why": "Why",
        "out": "The fire is out",
        "ready": "N1 all-clear",
        "home": "go home",
    },
}


def said(language: str, name: str) -> str:
    """The words of the page or the bot that go by this name here."""
    return _WORDS[language][name]


def reported(phones: Phones, language: str, seen: Seen) -> None:
    """The guard's line, and one press."""
    words, guard = _WORDS[language], phones.guard
    guard.open(STAFF)
    guard.says(words["line"])
    guard.reads(words["draft"], button=words["report"])
    seen("draft")
    guard.presses(words["report"], words["draft"])
    guard.reads("#1 ", words["draft"])


def drafted(phones: Phones, language: str, seen: Seen) -> None:
    """The desk's part by the visitor's hand, on the third phone; left alone, the demo plays it."""
    words, desk = _WORDS[language], phones.resident
    desk.open(ZHOU)
    desk.presses(words["look"], words["offer"])
    desk.reads(words["preview"], button=words["submit"])
    seen("preview")
    desk.presses(words["submit"], words["preview"])


def approved(phones: Phones, language: str, seen: Seen) -> None:
    """The guard may not approve, the supervisor does, and residents read it."""
    words, guard, supervisor, resident = _WORDS[language], phones.guard, phones.supervisor, phones.resident
    supervisor.open(ZHU)
    supervisor.reads(words["waits"], button=words["approve"])
    seen("waits")
    guard.open(STAFF)
    guard.says(words["approves"])
    guard.reads(words["refused"])
    seen("refused")
    supervisor.presses(words["approve"], words["waits"])
    supervisor.reads(words["approved"])
    resident.put(WU)
    resident.open(RESIDENTS)
    resident.reads(words["real"], button=words["safe"])
    seen("notice")


def answered(phones: Phones, language: str, seen: Seen) -> None:
    """A resident says that she is safe, and her flat once."""
    words, resident = _WORDS[language], phones.resident
    resident.presses(words["safe"], words["real"])
    resident.reads(words["which"])
    resident.says(words["flat"])
    resident.reads(words["counted"])
    seen("safe")


def counted(phones: Phones, language: str, seen: Seen) -> None:
    """The supervisor asks who is safe, and the resident looks at the notice again."""
    words, supervisor, resident = _WORDS[language], phones.supervisor, phones.resident
    supervisor.says(words["count"])
    supervisor.reads("N1", words["silent"])
    resident.open(RESIDENTS)
    seen("counted")


def cleared(phones: Phones, language: str, seen: Seen) -> None:
    """The supervisor gives the all-clear, and residents read that they may go home."""
    words, supervisor, resident = _WORDS[language], phones.supervisor, phones.resident
    supervisor.says("/allclear N1")
    supervisor.presses(words["out"], words["why"])
    supervisor.presses(words["submit"], words["ready"])
    resident.open(RESIDENTS)
    resident.reads(words["ready"], words["home"])
    seen("all-clear")
