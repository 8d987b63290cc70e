"""`zhiban check` and `zhiban wecom` against the emulator, built from WeCom's documents and not from our client."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.check.finding import Finding, Level, as_lines
from bot.check.online import online
from bot.sandbox.client import Sandbox
from bot.sandbox.wecom_client import Corp
from bot.settings import load
from bot.wechat.commands import set_up, show_groups, show_links
from tests.check.test_wecom import ROSTER


def write(folder: Path, corp: Corp) -> Path:
    """A company's files for this corp."""
    keys, file = corp.keys, folder / "zhiban.toml"
    file.write_text(
        f"""\
[company]
name = "安居物业"
[wecom]
corp_id = "{keys.corp_id}"
agent_id = {keys.agent_id}
secret = "{keys.secret}"
token = "{keys.token}"
aes_key = "{keys.aes_key}"
base_url = "{corp.base_url}"
contact_secret = "{keys.contact_secret}"
[weixin_kf]
open_kfid = "{keys.open_kfid}"
secret = "{keys.kf_secret}"
token = "{keys.kf_token}"
aes_key = "{keys.kf_aes_key}"
""",
        encoding="utf-8",
    )
    (folder / "roster.toml").write_text(ROSTER, encoding="utf-8")
    return file


def bad(findings: list[Finding]) -> list[tuple[Level, str]]:
    return [(one.level, one.subject) for one in findings if one.level is not Level.OK]


async def test_from_nothing_to_all_is_well(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corp = await (await sandbox.world()).corp()
    file = write(tmp_path, corp)
    assert bad(await online(file, {})) == [(Level.FAIL, "person"), (Level.FAIL, "person"), (Level.FAIL, "group")]
    await corp.member("wangqiang", "王强")
    owner = await corp.member("heguanjia", "何管家")
    await corp.customer_group("wr1", "3号楼业主群", owner=owner, residents={"wm1": "吴阿姨"})
    findings = await online(file, {})
    assert bad(findings) == [], as_lines(findings)
    settings = load(file, {})
    await set_up(settings)
    assert [entry["name"] for entry in (await corp.state())["menu"]] == ["上报", "到场", "更多"]
    await show_links(settings, None)
    await show_groups(settings)
    printed = capsys.readouterr().out
    assert "安居苑  3号楼  http" in printed
    assert "# 3号楼业主群: wr1 stands in the roster" in printed


FAULTS = [
    # fault, path, on the line with, what is said
    ("60020", None, "secret =", ("203.0.113.7", "企业可信IP")),
    ("50003", None, "secret =", ("switched off", "启用")),
    ("40001", None, "secret =", ("refuses the secret", "Secret")),
    ("48002", "externalcontact/groupchat/get", "contact_secret", ("客户联系", "可调用接口的应用")),
    ("48002", "kf/account/list", "[weixin_kf]", ("微信客服", "可调用接口的应用")),
]


async def test_each_fault_of_the_set_up_is_explained(sandbox: Sandbox, tmp_path: Path) -> None:
    corp = await (await sandbox.world()).corp()
    await corp.member("WangQiang", "王强")
    owner = await corp.member("heguanjia", "何管家")
    await corp.customer_group("wr1", "3号楼业主群", owner=owner)
    file = write(tmp_path, corp)
    assert bad(await online(file, {})) == []
    for name, path, mark, said in FAULTS:
        await corp.fault(name, path=path)
        (finding,) = [one for one in await online(file, {}) if one.level is not Level.OK]
        assert finding.level is Level.FAIL
        text = file.read_text(encoding="utf-8").splitlines()
        line = next(number for number, words in enumerate(text, start=1) if mark in words)
        line += 2 * (mark == "[weixin_kf]")
        assert finding.where == f"{file}:{line}"
        assert [words for words in said if words not in finding.remedy] == []
        await corp.heal()
    await corp.member("zhao", "赵班", visible=False)
    (tmp_path / "roster.toml").write_text(ROSTER.replace("WangQiang", "zhao"), encoding="utf-8")
    (outside,) = [one for one in await online(file, {}) if one.level is not Level.OK]
    assert "可见范围" in outside.remedy
