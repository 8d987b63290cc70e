"""Files go up, are described, and come down again."""

from __future__ import annotations

import json

import aiohttp

from tests.sandbox.conform import hold_result
from tests.sandbox.stage import Stage


async def upload(stage: Stage, method: str, *, fields: dict[str, str], files: dict[str, bytes]) -> tuple[int, object]:
    form = aiohttp.FormData({"chat_id": "-1001", **fields})
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.pdf")
    address = f"{stage.sandbox.url}/bot{stage.world.token}/{method}"
    async with stage.sandbox.session.post(address, data=form) as answer:
        told = await answer.json()
        if answer.status == 200:
            hold_result(method, told["result"])
        return answer.status, told.get("result", told.get("description"))


async def test_upload_and_download(stage: Stage) -> None:
    for kind in ("photo", "voice", "sticker", "document"):
        method = f"send{kind.capitalize()}"
        status, message = await upload(stage, method, fields={}, files={kind: b"content of " + kind.encode()})
        assert status == 200
        assert isinstance(message, dict)
        sent = message[kind][-1] if kind == "photo" else message[kind]
        file = await stage.ok("getFile", file_id=sent["file_id"])
        assert file["file_size"] == len("content of ") + len(kind)
        async with stage.sandbox.session.get(
            f"{stage.sandbox.url}/file/bot{stage.world.token}/{file['file_path']}"
        ) as answer:
            assert await answer.read() == b"content of " + kind.encode()


async def test_file_of_a_person_can_be_sent_on(stage: Stage) -> None:
    await stage.wang.sends(stage.staff, "photo", data=b"picture")
    [update] = await stage.heard()
    photo = update["message"]["photo"][-1]["file_id"]
    sent = await stage.ok("sendPhoto", chat_id=-1001, photo=photo, caption="<b>现场</b>", parse_mode="HTML")
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("现场", "bold")
    mismatch = await stage.refused("sendVoice", chat_id=-1001, voice=photo)
    assert mismatch == (400, "Bad Request: type of file mismatch: can't use file of type photo as voice")


async def test_files_that_are_not_there(stage: Stage) -> None:
    wrong = await stage.refused("sendPhoto", chat_id=-1001, photo="nothing")
    assert wrong == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    assert (await stage.refused("sendPhoto", chat_id=-1001, photo="https://a.cn/x.jpg"))[0] == 400
    assert (await stage.refused("sendPhoto", chat_id=-1001, photo="attach://x"))[0] == 400
    assert (await stage.refused("getFile", file_id="nothing"))[0] == 400
    async with stage.sandbox.session.get(f"{stage.sandbox.url}/file/bot{stage.world.token}/photos/x") as answer:
        assert answer.status == 404


async def test_empty_and_big_files(stage: Stage) -> None:
    assert await upload(stage, "sendDocument", fields={}, files={"document": b""}) == (
        400,
        "Bad Request: file must be non-empty",
    )
    await stage.wang.sends(stage.staff, "document", name="big.mp4", size=21 * 1024 * 1024)
    [update] = await stage.heard()
    refused = await stage.refused("getFile", file_id=update["message"]["document"]["file_id"])
    assert refused == (400, "Bad Request: file is too big")


async def test_album(stage: Stage) -> None:
    media = [{"type": "photo", "media": "attach://a", "caption": "一"}, {"type": "photo", "media": "attach://b"}]
    status, messages = await upload(
        stage, "sendMediaGroup", fields={"media": json.dumps(media)}, files={"a": b"1", "b": b"2"}
    )
    assert status == 200
    assert isinstance(messages, list)
    assert [message.get("caption") for message in messages] == ["一", None]
    assert len({message["media_group_id"] for message in messages}) == 1


async def test_album_of_two_to_ten(stage: Stage) -> None:
    for count in (0, 1, 11):
        media = [{"type": "photo", "media": "x"}] * count
        assert (await stage.refused("sendMediaGroup", chat_id=-1001, media=media))[0] == 400
    mixed = [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]
    assert (await stage.refused("sendMediaGroup", chat_id=-1001, media=mixed))[0] == 400
    unknown = [{"type": "photo", "media": "x", "colour": 1}] * 2
    assert (await stage.refused("sendMediaGroup", chat_id=-1001, media=unknown))[0] == 400
