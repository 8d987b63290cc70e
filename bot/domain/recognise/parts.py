"""Several incidents told in one message, each with what is said of it: another building, or another type of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.places import NOWHERE
from bot.domain.recognise.place import only_place, parts_of, places_in
from bot.domain.recognise.recognised import Recognised

Read = Callable[[str], Recognised]

_ALSO = r"另外|还有|此外|同时|顺便|\balso\b|\bplus\b|\band another\b|\bmeanwhile\b"
_STARTS = re.compile(rf"\W*(?:{_ALSO})", re.IGNORECASE)
_STOPS = r"。;；!！?？\n."
_SENTENCE = re.compile(rf"(?<=[{_STOPS}])(?=[^{_STOPS}])|(?<!^)(?={_ALSO})", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[,，、])(?=[^,，、\s])|(?<=[\u4e00-\u9fff,，、] )(?=\S)")
"""A comma, or a blank behind Chinese: seldom the end of an incident."""
_MOST = 4
"""Incidents of one message: more are the whole estate, asked first where; as many cards would fill a group."""
_MOST_CUTS = 20
"""Sentences of a piece, and clauses of them, that are read by themselves: what stands behind goes with the last."""
_THE_SAME = re.compile(r"也|都|同样|一样|\btoo\b|\bas well\b|\bsame\b|\balso\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"[车地]库|停车场|广场|花园|[大南北东西后侧]门|门岗|岗亭|门口|大堂|大厅|食堂|会所|泳池|天台|屋顶|围墙|机房|操场|外面"
    r"|\b(?:garage|gate|lobby|pool|garden|parking|roof|courtyard|playground|canteen|outside)\b",
    re.IGNORECASE,
)
_ANYWHERE = {"门口", "外面", "outside"}
"""Spots there are everywhere: of no use where only a comma stands between."""
_LOOSE = " ,，、;；"
_ENDS = re.compile(rf"[{_LOOSE}]*(?:{_ALSO})[{_LOOSE}]*$", re.IGNORECASE)
"""另外 before a cut belongs to what follows it."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One incident of a message: the words that tell of it and what they say."""

    text: str
    said: Recognised


def told_in(text: str, read: Read) -> tuple[Told, ...]:
    """The incidents of a message, in its order; the whole of it as one when it tells of one, of none or of too many."""
    whole = read(text)
    pieces = _by_building(text, read)
    if len(pieces) > (_MOST if whole.type else 1):  # the whole estate, as it were
        return (Told(text=text, said=replace(whole, place=NOWHERE)),)
    if whole.type is None:
        return (Told(text=text, said=whole),)
    found = [told for piece in pieces for told in _by_type(piece, read, text=text, whole=whole)]
    return tuple(found) if 1 < len(found) <= _MOST else (Told(text=text, said=whole),)


def _by_building(text: str, read: Read) -> list[str]:
    """A piece for each building something is said of; 5号楼的老李去看看 stays with what it follows."""
    pieces: list[str] = []
    for piece in parts_of(text):
        if not pieces or read(piece).type is not None or only_place(piece) or _THE_SAME.search(piece):
            pieces.append(piece)
        else:
            pieces[-1] += piece
    return pieces


def _by_type(piece: str, read: Read, *, text: str, whole: Recognised) -> list[Told]:
    """A piece for each certain type, unless one of two gives way to the other: fire with people hurt stays one."""
    said = read(piece)
    if said.type is None:  # 1号楼和 of 1号楼和2号楼电梯困人: the place is its own, the rest is said elsewhere
        return [Told(text=text, said=replace(whole, place=said.place))]
    cut: list[str] = [""]
    for sentence in _sentences(piece, read):
        if _is_another(read(cut[-1]), read(sentence), said, text=sentence):
            cut.append(sentence)
        else:
            cut[-1] += sentence
    parts = [part for one in cut for part in _by_clause(one, read, said)]
    return [Told(text=_ENDS.sub("", one).strip(_LOOSE), said=read(one)) for one in parts]


def _sentences(piece: str, read: Read) -> list[str]:
    """The sentences of a piece; 另外车库, which says nothing yet, goes with what follows it."""
    found: list[str] = []
    held = ""
    for sentence in filter(None, _SENTENCE.split(piece, maxsplit=_MOST_CUTS)):
        held += sentence
        if not (_STARTS.match(held) and read(held).type is None):
            found.append(held)
            held = ""
    return [*found, held] if held else found


def _is_another(before: Recognised, after: Recognised, both: Recognised, *, text: str) -> bool:
    """Whether a sentence tells of another incident: each is certain alone and neither gives way, or 另外 says so."""
    if not (_certain(before) and _certain(after)) or before.type == after.type:
        return False
    if _STARTS.match(text) and (_ELSEWHERE.search(text) or after.place.known):
        return True
    return _side_by_side(before, after, both)


def _by_clause(piece: str, read: Read, both: Recognised) -> list[str]:
    """What has no full stop, cut where something else happens somewhere else: 车库着火，大门口有人打架."""
    cut: list[str] = []
    for clause in _CLAUSE.split(piece, maxsplit=_MOST_CUTS):
        if cut and _is_apart(cut[-1], clause, read, both):
            cut.append(clause)
        else:
            cut[-1:] = ["".join(cut[-1:]) + clause]
    return cut


def _is_apart(before: str, after: str, read: Read, both: Recognised) -> bool:
    """Whether a clause tells of another incident: words of a plan say so of each, and it happens somewhere else.

    Two spots or two units are far enough apart for what would give way; a spot behind a building may belong to it.
    """
    spots, units = _spots(before), _units(before)
    new_spot = set() if spots & _spots(after) else _spots(after)
    new_unit = _units(after) - units
    if not new_spot and not (units and new_unit):
        return False
    first, second = read(before), read(after)
    if first.type == second.type or not all(_certain(one) and one.spoken for one in (first, second)):
        return False
    return bool((spots and new_spot) or (units and new_unit)) or _side_by_side(first, second, both)


def _spots(text: str) -> set[str]:
    return {*_ELSEWHERE.findall(text.lower())} - _ANYWHERE


def _units(text: str) -> set[str]:
    return {place.unit for place in places_in(text)} - {""}


def _side_by_side(before: Recognised, after: Recognised, both: Recognised) -> bool:
    """Whether both types are found in the whole, and neither gives way to the other."""
    types = {one.type: one.gives_way for one in both.because if not one.hinted}
    pair = {str(before.type), str(after.type)}
    return pair <= types.keys() and not any(types[one] & pair for one in pair)


def _certain(said: Recognised) -> bool:
    return said.type is not None and not said.likely and not said.talk
