"""The link from a notice to the private chat: nobody follows it who has not seen it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.roll_call import Resident
from bot.talk.message import Card, Toast
from bot.talk.typed import asked_in
from bot.talk.work import Work
from handlers import roll_call
from tests.engine.bench import bench
from tests.engine.community import NOW, RESIDENT
from tests.handlers.test_roll_talk import HERE, LOW, NOTICE, TOWER, begun, estate, press, said


async def test_only_who_has_the_notice_before_them_may_answer_it(tmp_path: Path) -> None:
    """A number can be guessed: the link carries more, which is the same under every version."""
    async with bench(tmp_path, roster=estate(TOWER)) as line:
        await begun(line)

        async def opened(work: Work, words: str) -> str:
            answer = await roll_call.start(work, None, said(f"/start {words}"), asked_in(words))
            assert answer is None or isinstance(answer, Toast)
            return answer.template if answer else ""

        async def job(work: Work) -> None:
            token = await work.notices.token(1)
            for words in ("n1", "N1", "n1f", "n1-aaaaaaaaaa", f"n1f-{token}x", f"n1-{token[:-1]}"):
                assert await opened(work, words) == "roll_link", words
            assert await line_of(work) is None
            await work.notices.put(replace(NOTICE, version=2))
            assert await opened(work, f"n1-{token}") == ""
            assert await opened(work, f"n1f-{token.upper()}") == ""
            await press(work, "safe")
            assert await opened(work, "n1") == "", "who has pressed has read it"

        async def line_of(work: Work) -> object:
            return await work.cards.live(HERE, "N1/me")

        await line.work(job)


async def home(work: Work) -> tuple[str, str] | None:
    """The building and flat that are remembered."""
    known = await work.residents.get("chatter", "77", "anju")
    return (known.building, known.flat) if known else None


async def test_a_link_names_the_building_it_hangs_in(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER, LOW)) as line:
        await begun(line)

        async def job(work: Work) -> None:
            async def open_link(payload: str) -> None:
                assert await roll_call.start(work, None, said(f"/start {payload}"), asked_in(payload)) is None

            token = await work.notices.token(1)
            await open_link(f"n1-{token}-b9")
            assert await home(work) is None, "there is no such building"
            await open_link(f"n1-{token}-b3")
            assert await home(work) == ("3", "")
            await open_link(f"n1f-{token}-b4-elsewhere")
            assert await home(work) == ("3", ""), "the door of another community"
            await open_link(f"n1f-{token}-b4-anju")
            assert await home(work) == ("4", "")
            at_home = Resident(platform="chatter", account="77", community="anju", building="3", flat="402", at=NOW)
            await work.residents.put(at_home)
            await open_link(f"n1-{token}-b4")
            assert await home(work) == ("3", "402"), "who has said their flat lives there, through whichever door"

        await line.work(job)


async def test_the_door_of_a_building_is_remembered_and_greeted(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=estate(TOWER, LOW)) as line:

        async def greeted(work: Work, payload: str) -> object:
            card = await roll_call.start(work, None, said(f"/start {payload}"), asked_in(payload))
            assert isinstance(card, Card)
            assert card.template == "help/help"
            return card.facts["building"]

        async def job(work: Work) -> None:
            assert [await greeted(work, payload) for payload in ("", "b9", "zhiban")] == ["", "", ""]
            assert await home(work) is None
            assert await greeted(work, "b3") == "3号楼"
            assert await home(work) == ("3", "")
            elsewhere = await roll_call.start(work, None, said("/start b4", where=RESIDENT), asked_in("b4"))
            assert isinstance(elsewhere, Card)
            assert await home(work) == ("3", ""), "in a group it is somebody else's word"

        await line.work(job)


async def test_a_building_two_communities_have_is_nobodys_home(tmp_path: Path) -> None:
    first, second = estate(TOWER).communities
    twins = replace(estate(TOWER), communities=(first, replace(second, buildings=(TOWER,))))
    async with bench(tmp_path, roster=twins) as line:

        async def job(work: Work) -> None:
            card = await roll_call.start(work, None, said("/start b3"), asked_in("b3"))
            assert isinstance(card, Card)
            assert (card.facts["building"], await home(work)) == ("", None)
            for payload in (f"b3-{second.id}x", f"b3-{second.id.upper()}"):
                await roll_call.start(work, None, said(f"/start {payload}"), asked_in(payload))
                lives = await work.residents.get("chatter", "77", second.id)
                assert (lives is not None) == (not payload.endswith("x")), "the link says which community it is"
            assert await work.residents.get("chatter", "77", first.id) is None

        await line.work(job)
