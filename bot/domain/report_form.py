"""The form of R1: which part is asked next, what a part may hold, and how the whole fits one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.refused import Impossible
from bot.domain.report import Report, Section

PHOTOS, NO_PHOTO, SIGNATURE = "photos", "no_photo", "signature"
PARTS = (*(section.value for section in Section), PHOTOS, SIGNATURE)
"""In the order they are asked for."""
PART_MOST, LINE_MOST, REASON_MOST = 600, 120, 200
"""UTF-16 units of a part, of time and place, and of the reason why there is no picture."""
PHOTOS_MOST = 20
ROOM = 3_500
"""Units for all parts together, so that head, names of the parts and signature fit the message as well."""
_MARK = 24
"""Units for the line that says how many were left out."""
_PICTURES = ("photo", "video", "document")


def units(text: str) -> int:
    """The length of a text as platforms count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def first_missing(report: Report, sections: Mapping[Section, str], photos: tuple[str, ...]) -> str:
    """The next question is the first missing part; empty when it is whole and signed."""
    for section in Section:
        if blank(sections.get(section, "")):
            return section.value
    if not photos and blank(report.no_photo):
        return PHOTOS
    return "" if report.signature else SIGNATURE


def blank(text: str) -> bool:
    """Whether a text says nothing: dots and dashes are no words."""
    return not any(sign.isalnum() for sign in text)


def checked(part: str, text: str) -> str:
    """A part as it is kept. Raises Impossible when it says nothing or too much; one that is not sure stays so."""
    text = text.strip()
    if blank(text):
        raise Impossible("report_part_empty", part=part)
    if units(text) > most(part):
        raise Impossible("report_part_long", part=part, most=most(part), has=units(text))
    return text


def most(part: str) -> int:
    """How long a part may be."""
    if part == NO_PHOTO:
        return REASON_MOST
    return LINE_MOST if part in (Section.WHEN, Section.WHERE) else PART_MOST


def require_own_name(signature: str, person: Person) -> None:
    """A signature is one's own name as the roster has it; gaps and case make no difference."""
    if _bare(signature) != _bare(person.name):
        raise Impossible("report_other_name", name=person.name)


def pictures(files: tuple[str, ...]) -> tuple[str, ...]:
    """The files that show something, each once."""
    return tuple(dict.fromkeys(one for one in files if one.partition(":")[0] in _PICTURES))


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Lines as they fit: the first, and, when some were left out between them, the last."""

    head: tuple[str, ...]
    tail: tuple[str, ...] = ()
    count: int
    """Of all lines."""
    whole: bool = True
    """Nothing was left out."""


def fitted(sections: Mapping[Section, str], *, more: str = "") -> Cut:
    """The course as it fits beside the other parts and `more`; cut from the middle, as little as needed."""
    others = sum(units(text) for section, text in sections.items() if section is not Section.COURSE)
    return cut(sections.get(Section.COURSE, "").splitlines(), room=ROOM - others - units(more))


def cut(lines: list[str], *, room: int) -> Cut:
    """As many lines as there is room for, taken from both ends in turn; the first is there even when it is cut."""
    if sum(units(line) + 1 for line in lines) <= room:
        return Cut(head=tuple(lines), count=len(lines))
    left = room - _MARK
    head: list[str] = []
    tail: list[str] = []
    for position in range(len(lines)):
        end, line = (tail, lines[-len(tail) - 1]) if position % 2 else (head, lines[len(head)])
        left -= units(line) + 1
        if left < 0:
            break
        end.append(line)
    if not head and lines:
        head = [shortened(lines[0], room - _MARK)]
    return Cut(head=tuple(head), tail=tuple(reversed(tail)), count=len(lines), whole=False)


def pages(lines: list[str]) -> list[list[str]]:
    """All lines, as many to a message as there is room for; none of them is longer than a message."""
    found: list[list[str]] = []
    left = 0
    for line in lines:
        left -= units(line) + 1
        if left < 0:
            found.append([])
            left = ROOM - units(line) - 1
        found[-1].append(line)
    return found


def shortened(text: str, room: int) -> str:
    """The beginning of a text, so many units at most."""
    while units(text) > max(room, 0):
        text = text[: -max(1, (units(text) - room) // 2)]
    return text


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()
