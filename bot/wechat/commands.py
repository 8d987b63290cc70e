"""`zhiban wecom setup`, `links` and `groups`: what each sets or looks up in WeCom, and prints."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

from bot.domain.places import Building, Community
from bot.domain.roster import Roster
from bot.platforms.wecom_api import Api
from bot.platforms.wecom_desk import CustomerGroup, MenuEntry, customer_groups, set_menu
from bot.platforms.weixin_kf_link import SCENE_MOST, contact_link
from bot.read.commands import read_commands
from bot.read.roster import read_roster
from bot.read.wecom_menu import Entry, read_wecom_menu
from bot.settings import Settings, Wecom
from bot.talk.platform import PlatformError
from bot.wechat.pictures import draw

_NUMBER = re.compile(r"[0-9A-Za-z]{1,16}")
_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


async def set_up(settings: Settings) -> None:
    """The menu of the app, in the language of the company."""
    entries = read_wecom_menu(_TEMPLATES / "wecom_menu.yaml", read_commands(_TEMPLATES / "commands.yaml"))
    menu = [_in_words(entry, settings.company.language) for entry in entries]
    async with _api(settings) as api:
        await set_menu(api, menu)
    for entry in menu:
        print(" · ".join([entry.name, *(below.name for below in entry.below)]))
    print("the menu is set; people see it when they open the app again")


async def show_links(settings: Settings, folder: Path | None) -> None:
    """A line for each building with its link to the service account; with a folder also its QR code."""
    if settings.weixin_kf is None:
        raise PlatformError("the settings have no [weixin_kf]: residents have no service account to write to")
    roster = read_roster(settings.roster.file)
    scenes = {_scene(one, building) for one in roster.communities for building in one.buildings}
    async with _api(settings) as api:
        urls = {scene: await contact_link(api, settings.weixin_kf.open_kfid, scene) for scene in sorted(scenes)}
    for community in roster.communities:
        for building in community.buildings:
            url = urls[_scene(community, building)]
            print(f"{community.name}  {building.name}  {url}")
            if folder is not None:
                for file in draw(url, folder, f"{community.id}-{building.name}"):
                    print(f"  {file}")


def _scene(community: Community, building: Building) -> str:
    """What the link says of the building; one without a number says only that somebody came by a link."""
    if not _NUMBER.fullmatch(building.number):
        return "link"
    scene = f"b{building.number}-{community.id}"
    return scene if len(scene) <= SCENE_MOST else f"b{building.number}"


async def show_groups(settings: Settings) -> bool:
    """The customer groups as lines for the roster; False when there are none."""
    if settings.wecom is None or not settings.wecom.contact_secret:
        raise PlatformError("the settings have no contact_secret in [wecom]: customer groups can't be looked up")
    roster = read_roster(settings.roster.file)
    async with _api(settings) as api:
        groups = await customer_groups(api)
    if not groups:
        print("WeCom shows no customer group: nobody in the visible range of the app owns one")
    for group in groups:
        print(_lines(group, roster))
    return bool(groups)


def _lines(group: CustomerGroup, roster: Roster) -> str:
    """What to paste, or that it is there already."""
    if roster.chat("weixin_group", group.id) is not None:
        return f"# {group.name}: {group.id} stands in the roster\n"
    owner = roster.account("wecom", group.owner.lower())  # user ids know no case
    homes = owner.communities if owner else tuple(one.id for one in roster.communities)
    remark = "" if owner else f'    # give somebody wecom = "{group.owner}" and write their id here'
    return (
        f"# {group.name}\n"
        f'[[chat]]\nplatform = "wecom"\nkind = "resident"\nid = "{group.id}"\n'
        f'community = "{homes[0]}"\nowner = "{owner.id if owner else "?"}"{remark}\n'
        'buildings = ["?"]    # the buildings whose residents are in it; delete the line when all are\n'
    )


def _in_words(entry: Entry, language: str) -> MenuEntry:
    below = tuple(_in_words(one, language) for one in entry.below)
    return MenuEntry(name=entry.names[language], command=entry.command, below=below)


@contextlib.asynccontextmanager
async def _api(settings: Settings) -> AsyncIterator[Api]:
    """WeCom, for one command."""
    if settings.wecom is None:
        raise PlatformError("the settings have no [wecom]; docs/set-up-wecom.md says how to begin")
    api = Api(
        settings.wecom.base_url,
        settings.wecom.corp_id,
        agent_id=settings.wecom.agent_id,
        secrets=_secrets(settings, settings.wecom),
    )
    await api.start()
    try:
        yield api
    finally:
        await api.stop()


def _secrets(settings: Settings, app: Wecom) -> dict[str, str]:
    kf = settings.weixin_kf.secret if settings.weixin_kf else ""
    named = {"app": app.secret, "contact": app.contact_secret, "kf": kf}
    return {name: secret for name, secret in named.items() if secret}
