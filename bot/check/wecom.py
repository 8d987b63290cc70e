"""What `zhiban check` asks WeCom: the app and its rights, each member, each customer group, the service account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping

from bot.check.finding import Finding, doubtful, failed, fine, place
from bot.check.wecom_secret import APP, CONTACT, KF
from bot.domain.people import Person
from bot.domain.roster import Chat, Roster
from bot.platforms.wecom_api import Api
from bot.platforms.wecom_desk import look_at_group
from bot.platforms.wecom_errors import Act, ApiError
from bot.platforms.wecom_setup import OUTSIDE, look_at_app, look_at_member, service_accounts
from bot.read.document import Document
from bot.read.wecom_console import ACCOUNT, MEMBER, RANGE, SERVICE_ACCOUNT, SWITCHED_ON
from bot.settings import Settings, Wecom

PEOPLE, RESIDENTS = "wecom", "weixin_group"
_AWAY = (Act.UNREACHED, Act.UNCLEAR, Act.AGAIN, Act.WAIT)
"""WeCom did not say anything about what we asked."""


async def wecom(settings: Settings, file: Document, roster: Roster, *, document: Document) -> list[Finding]:
    """All findings; `file` are the settings with the environment above them, `document` the roster file."""
    app = settings.wecom
    if app is None:
        return []
    kf = settings.weixin_kf
    named = {"app": app.secret, "contact": app.contact_secret, "kf": kf.secret if kf else ""}
    api = Api(
        app.base_url,
        app.corp_id,
        agent_id=app.agent_id,
        secrets={name: secret for name, secret in named.items() if secret},
    )
    await api.start()
    try:
        return [finding async for finding in _all(api, settings, file, roster=roster, document=document)]
    finally:
        await api.stop()


async def _all(
    api: Api, settings: Settings, file: Document, *, roster: Roster, document: Document
) -> AsyncIterator[Finding]:
    assert settings.wecom is not None
    reached = True
    for finding in await _app(api, settings.wecom, file):
        yield finding
        reached = reached and finding.subject != "token"
    if not reached:
        return
    for position, person in enumerate(roster.people):
        if account := person.accounts.get(PEOPLE):
            yield await _member(api, person, account, where=place(document, ("person", position)))
    if settings.wecom.contact_secret:
        async for finding in _groups(api, file, roster=roster, document=document):
            yield finding
    if settings.weixin_kf is not None:
        yield await _service_account(api, settings.weixin_kf.open_kfid, file)


async def _app(api: Api, settings: Wecom, file: Document) -> list[Finding]:
    """Of the subject `token` what makes every other question useless."""
    try:
        view = await look_at_app(api)
    except ApiError as error:
        if error.act is Act.WAIT:
            return [failed("token", settings.base_url, f"{error}; ask again in a minute")]
        if error.act in _AWAY:
            remedy = f"{error}; look at the network of this machine, then at base_url in [wecom]"
            return [failed("token", settings.base_url, remedy)]
        return [failed("token", APP.line(file, error), APP.remedy(error))]
    where = APP.line(file)
    findings = [fine("app", where, f"{view.name}: WeCom lets this machine call")]
    if view.closed:
        remedy = f"{view.name} is switched off, so nobody gets anything; switch it on: {SWITCHED_ON}"
        findings = [failed("app", where, remedy)]
    if not view.sees_everybody:
        remedy = (
            f"{view.name} may make no groups, so an incident gets none of its own; put the topmost department into "
            f"its visible range: {RANGE}"
        )
        findings.append(doubtful("app", where, remedy))
    return findings


async def _member(api: Api, person: Person, account: str, *, where: str) -> Finding:
    try:
        view = await look_at_member(api, account)
    except ApiError as error:
        if error.code == OUTSIDE:
            remedy = f"{person.name} is outside the visible range of the app; add them: {RANGE}"
            return failed("person", where, remedy)
        return doubtful("person", where, f"WeCom did not say whether {person.name} can be reached: {error}")
    if view is None:
        remedy = f'WeCom knows no "{account}"; copy {ACCOUNT} of {person.name}: {MEMBER}'
        return failed("person", where, remedy)
    if not view.active:
        return doubtful("person", where, f"{person.name} has not joined in WeCom, or is switched off there: {MEMBER}")
    return fine("person", where, f"{person.name} can be written to in WeCom")


async def _groups(api: Api, file: Document, *, roster: Roster, document: Document) -> AsyncIterator[Finding]:
    for position, chat in enumerate(roster.chats):
        if chat.platform != RESIDENTS:
            continue
        where = place(document, ("chat", position))
        try:
            view = await look_at_group(api, chat.id)
        except ApiError as error:
            if error.blocks:
                yield failed("groups", CONTACT.line(file, error), CONTACT.remedy(error))
                return
            yield _no_group(error, where)
            continue
        yield _owned(chat, view.owner, roster, name=view.name or chat.id, where=where)


def _no_group(error: ApiError, where: str) -> Finding:
    if error.act in _AWAY:
        return doubtful("group", where, f"WeCom did not say whether the group is there: {error}")
    remedy = (
        f"WeCom shows no customer group of this id ({error.code}); `zhiban wecom groups` lists those it shows: their "
        "owners have to be in the visible range of the app"
    )
    return failed("group", where, remedy)


def _owned(chat: Chat, account: str, roster: Roster, *, name: str, where: str) -> Finding:
    """The task goes to whom the roster names, and WeCom lets nobody but the owner do it."""
    owner = roster.person(chat.owner)
    if owner is not None and owner.accounts.get(PEOPLE, "").casefold() == account.casefold():
        return fine("group", where, f"{name}: {owner.name} presses send")
    real = next((p for p in roster.people if p.accounts.get(PEOPLE, "").casefold() == account.casefold()), None)
    right = f'write owner = "{real.id}"' if real else f'add a [[person]] with wecom = "{account}" and name them here'
    return failed("group", where, f"{name} belongs to somebody else in WeCom; {right}, or hand the group over there")


async def _service_account(api: Api, open_kfid: str, file: Document) -> Finding:
    try:
        names = await service_accounts(api)
    except ApiError as error:
        if error.act in _AWAY:
            return doubtful("service account", KF.line(file), f"WeCom did not say whether it is there: {error}")
        return failed("service account", KF.line(file, error), KF.remedy(error))
    if open_kfid in names:
        return fine("service account", KF.line(file), f"{names[open_kfid]}; `zhiban wecom links` prints the way to it")
    remedy = f"there is no such account of {SERVICE_ACCOUNT}; {_listed(names)}"
    return failed("service account", KF.line(file), remedy)


def _listed(names: Mapping[str, str]) -> str:
    if not names:
        return f"make one, and let the app manage it: {KF.path}"
    return f"write one of these as open_kfid: {', '.join(_named(names))}"


def _named(names: Mapping[str, str]) -> Iterable[str]:
    return (f"{open_kfid} ({name})" for open_kfid, name in names.items())
