"""Where things happen: communities, their buildings, and the place of an incident in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Place:
    """As much of a place as is known. Numbers are Arabic digits or capital letters; floors below ground are B1, B2."""

    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    spot: str = ""
    """A place without a building number, in the reporter's words: 南门, 车库."""

    @property
    def known(self) -> bool:
        """Whether somebody can be sent there."""
        return bool(self.building or self.spot)

    def may_lie_in(self, place: Place) -> bool:
        """Whether it may be that place, told in more or fewer words: no other building, no other unit."""
        pairs = ((self.building, place.building), (self.unit, place.unit))
        return all(named == known or "" in (named, known) for named, known in pairs)


NOWHERE = Place()
"""Nothing is known of the place."""


@dataclass(frozen=True, kw_only=True)
class Building:
    """A building of a community; `name` is what people read, `number` what they mean: 3号楼 is 3."""

    name: str
    number: str
    units: int = 0
    floors: int = 0
    flats_per_floor: int = 0
    flats: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @cached_property
    def homes(self) -> tuple[str, ...]:
        """Every flat by its number, with the unit before it where there are several: 402, 2-402; none: not known."""
        if self.flats:
            return self.flats
        units = [f"{unit}-" for unit in range(1, self.units + 1)] if self.units > 1 else [""]
        numbers = [f"{floor}{flat:02}" for floor in range(1, self.floors + 1) for flat in self._flats_of_a_floor]
        return tuple(unit + number for unit in units for number in numbers)

    @property
    def _flats_of_a_floor(self) -> range:
        return range(1, self.flats_per_floor + 1)

    @property
    def households(self) -> int | None:
        """How many flats there are; None when the roster does not say."""
        return len(self.homes) or None

    def homes_called(self, room: str, unit: str = "") -> tuple[str, ...]:
        """The flats that may be meant by a number and perhaps a unit; none: there is no such flat.

        Where the flats are not known, every number is one.
        """
        whole = f"{unit}-{room}" if unit else room
        if not self.homes or whole in self.homes:
            return (whole,)
        if room in self.homes:  # a building whose units share one count of numbers
            return (room,)
        return tuple(home for home in self.homes if not unit and home.endswith(f"-{room}"))


def floor_of(home: str) -> tuple[str, str]:
    """Unit and floor a flat lies in, as its number says it: 2-1202 is unit 2, floor 12; unknown ones are empty."""
    unit, _, room = home.rpartition("-")
    digits = "".join(sign for sign in room if sign.isdigit())
    return unit, digits[:-2]


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A partner to telephone: the lift maintenance firm, the gas company, the street office."""

    kind: str
    name: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Community:
    """A residential community with its own time zone."""

    id: str
    name: str
    timezone: str
    address: str = ""
    phone: str = ""
    gates: tuple[str, ...] = ()
    assembly: tuple[str, ...] = ()
    buildings: tuple[Building, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone its people live in."""
        return ZoneInfo(self.timezone)

    def building(self, number: str) -> Building | None:
        """The building with this number, or None when the roster has no such building."""
        return next((building for building in self.buildings if building.number == number), None)

    def contact(self, kind: str) -> Contact | None:
        """The first contact of this kind."""
        return next((contact for contact in self.contacts if contact.kind == kind), None)
