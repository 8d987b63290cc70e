"""What is written is what was answered, as the program reads it; both files are there, or neither."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people import Department, Role, Skill
from bot.domain.roster import ChatKind
from bot.founding import typed
from bot.founding.answers import ADMIN, ROLES, Answers, Building, Group, Member
from bot.founding.files import ROSTER, SETTINGS, draw, there_already, write
from bot.founding.found import TEMPLATES
from bot.read.building import building_number
from bot.read.fault import FaultsError
from bot.read.roster import read_roster
from bot.settings import load
from tests.founding.interview import TOKEN


def _taken(text: str) -> str:
    try:
        return typed.name(text)
    except typed.UnclearError:
        return ""


NAMES = (st.text(max_size=60) | st.text(alphabet="\"'\\#[]{}=,\n\r\t 🏢王é\u2028\x85%$", max_size=60)).map(_taken)
"""All that may be pasted as a name, as it is taken."""
SOME, MAYBE = NAMES.filter(bool), NAMES
BUILDINGS = st.builds(
    Building,
    name=SOME,
    units=st.integers(1, 99),
    floors=st.integers(1, 200),
    flats=st.integers(0, 99),
)
PEOPLE = st.builds(
    Member,
    id=st.just(""),
    name=SOME,
    post=SOME,
    department=st.sampled_from(Department),
    roles=st.lists(st.sampled_from(ROLES), min_size=1, unique=True).map(tuple),
    skills=st.lists(st.sampled_from(Skill), unique=True).map(tuple),
    phone=MAYBE,
)
COMPANIES = st.builds(
    Answers,
    language=st.sampled_from(("zh", "en")),
    company=SOME,
    token=st.just(TOKEN),
    community=SOME,
    timezone=st.sampled_from(("Asia/Shanghai", "UTC")),
    buildings=st.lists(BUILDINGS, min_size=1, max_size=3, unique_by=lambda one: building_number(one.name)).map(tuple),
    people=st.lists(PEOPLE, min_size=1, max_size=3).map(
        lambda people: tuple(Member(**{**vars(one), "id": f"p{at}"}) for at, one in enumerate(people))
    ),
    phone=MAYBE,
    address=MAYBE,
    gate=MAYBE,
    assembly=MAYBE,
    lift_firm=MAYBE,
)


@settings(max_examples=60, deadline=None)
@given(COMPANIES, st.sets(st.sampled_from(ChatKind)))
def test_what_was_answered_is_what_is_read(company: Answers, kinds: set[ChatKind]) -> None:
    own = company.buildings[0].name
    groups = tuple(Group(id=-at, kind=kind, buildings=(own,)) for at, kind in enumerate(sorted(kinds), start=1))
    company = Answers(**{**vars(company), "groups": groups})
    with TemporaryDirectory() as name:
        folder = Path(name) / "new"
        write(folder, draw(TEMPLATES, company))
        read, roster = load(folder / SETTINGS, {}), read_roster(folder / ROSTER)
    assert (read.company.name, read.company.language, read.company.timezone) == (
        company.company, company.language, company.timezone,
    )  # fmt: skip
    assert read.telegram is not None
    assert read.telegram.token == TOKEN
    (home,) = roster.communities
    assert (home.name, home.phone, home.address) == (company.community, company.phone, company.address)
    assert (home.gates, home.assembly) == (_list(company.gate), _list(company.assembly))
    assert [(b.name, b.units, b.floors, b.flats_per_floor) for b in home.buildings] == [
        (b.name, b.units, b.floors, b.flats) for b in company.buildings
    ]
    assert [contact.phone for contact in home.contacts] == list(_list(company.lift_firm))
    assert [(p.name, p.post, p.department, p.skills, p.phone) for p in roster.people] == [
        (p.name, p.post, p.department, frozenset(p.skills), p.phone) for p in company.people
    ]
    for person, member in zip(roster.people, company.people, strict=True):
        named = {role.name.lower() for role in person.roles} | ({ADMIN} if person.admin else set())
        assert named == set(member.roles)
    assert [(chat.id, chat.kind, chat.buildings) for chat in roster.chats] == [
        (str(group.id), group.kind, (building_number(own),)) for group in groups
    ]


def _list(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


SMALL = Answers(
    language="zh",
    company="安居物业",
    token=TOKEN,
    community="安居苑",
    timezone="Asia/Shanghai",
    buildings=(Building(name="1号楼", units=1, floors=6),),
    people=(Member(id="p1", name="罗", post="经理", department=Department.OFFICE, roles=("commander",)),),
)


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write(tmp_path, draw(TEMPLATES, SMALL))
    finally:
        os.umask(before)
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {SETTINGS: 0o600, ROSTER: 0o600}
    assert there_already(tmp_path) == (SETTINGS, ROSTER)
    assert TOKEN not in repr(SMALL)


def test_what_stood_there_is_kept_under_another_name(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / SETTINGS).write_text(f"old {number}", encoding="utf-8")
        (tmp_path / ROSTER).unlink(missing_ok=True)
        write(tmp_path, draw(TEMPLATES, SMALL))
        assert (tmp_path / f"{SETTINGS}.old-{number}").read_text(encoding="utf-8") == f"old {number}"
    assert read_roster(tmp_path / ROSTER).people[0].roles == {Role.COMMANDER}


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_in_the_middle_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException) -> None:
    (tmp_path / ROSTER).write_text("old", encoding="utf-8")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target.name == SETTINGS:
            raise trouble
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(type(trouble)):
        write(tmp_path, draw(TEMPLATES, SMALL))
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {ROSTER: "old"}


def test_what_could_not_be_read_is_not_written(tmp_path: Path) -> None:
    texts = draw(TEMPLATES, SMALL)
    with pytest.raises(FaultsError):
        write(tmp_path, {**texts, ROSTER: texts[ROSTER].replace('"office"', '"nowhere"')})
    assert list(tmp_path.iterdir()) == []


def test_every_key_of_the_settings_is_there_and_explained() -> None:
    sample = tomllib.loads((TEMPLATES.parent / "sample" / SETTINGS).read_text(encoding="utf-8"))
    for language in ("zh", "en"):
        text = draw(TEMPLATES, Answers(**{**vars(SMALL), "language": language}))[SETTINGS]
        assert [line for line in text.splitlines() if re.match(r"\w+ = ", line) and "  # " not in line] == []
        shown = tomllib.loads(text.replace("# second_language", "second_language"))
        assert {name: set(table) for name, table in shown.items()} == {n: set(table) for n, table in sample.items()}


_GIVEN = {
    "corp_id": '"ww8a1b2c3d4e5f6a7b"', "aes_key": f'"{"a" * 43}"', "open_kfid": '"wk1"', "secret": '"s-1"',
    "token": '"t1"', "contact_secret": '"c-1"', "robot_key": '"r-1"',
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shipped", [False, True], ids=["of init", "of the sample"])
def test_what_is_said_of_wecom_is_read_once_its_marks_are_gone(tmp_path: Path, language: str, shipped: bool) -> None:  # noqa: FBT001
    texts = draw(TEMPLATES, Answers(**{**vars(SMALL), "language": language, "token": ""}))
    text = texts[SETTINGS]
    if shipped:
        folder = TEMPLATES.parent / "sample" / ("en" if language == "en" else "")
        text = (folder / SETTINGS).read_text(encoding="utf-8")
    start, end = text.index("# [wecom]"), text.index("[web]")
    block = text[start:end].replace("# ", "", 1).replace("\n# ", "\n").replace("\n#\n", "\n")
    filled = re.sub(r'^(\w+) = "[^"]*"', lambda found: f"{found[1]} = {_GIVEN[found[1]]}", block, flags=re.MULTILINE)
    (tmp_path / SETTINGS).write_text(text[:start] + filled + text[end:], encoding="utf-8")
    read = load(tmp_path / SETTINGS, {})
    assert read.wecom is not None
    assert read.weixin_kf is not None
    assert (read.wecom.contact_secret, read.wecom.robot_key, read.weixin_kf.open_kfid) == ("c-1", "r-1", "wk1")
    assert (read.telegram is None) is not shipped
    people = texts[ROSTER].replace('# wecom = "', 'wecom = "')
    marked = '# [[chat]]\n# platform = "wecom"\n'
    at = people.index(marked)
    (tmp_path / ROSTER).write_text(
        people[:at] + re.sub(r"^# (\[|[a-z])", r"\1", _block(people[at:]), flags=re.M), "utf-8"
    )
    roster = read_roster(tmp_path / ROSTER)
    assert [chat.id for chat in roster.chats] == ["@staff:home", "@command:home"]
    assert [person.accounts for person in roster.people] == [{"wecom": "zhangsan"}]


def _block(text: str) -> str:
    """Both chats, without the words behind them."""
    return text[: text.rindex("#\n")]
