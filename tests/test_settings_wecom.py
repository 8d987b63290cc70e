"""The tables about WeCom and WeChat: read whole, each fault with its line and what to do, no secret ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, Wecom, WeixinKf, load
from tests.read.files import broken, faults_of, line_of, only_fault

SECRET, CONTACT, ROBOT, KF_SECRET = "app_secret-1", "contact_secret-2", "693a91f6-7xxx-4bc4", "kf_secret-3"
TOKEN, AES_KEY = "QDG6eKtoken", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
KF_TOKEN, KF_AES_KEY = "kfToken9", "aWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2D"

FILE = f"""\
[company]
name = "安居物业"

[wecom]
corp_id = "ww8a1b2c3d4e5f6a7b"
agent_id = 1000002
secret = "{SECRET}"
token = "{TOKEN}"
aes_key = "{AES_KEY}"
base_url = "http://127.0.0.1:8082/"
contact_secret = "{CONTACT}"
robot_key = "{ROBOT}"

[weixin_kf]
open_kfid = "wkAJ2GCAAASSm4"
secret = "{KF_SECRET}"
token = "{KF_TOKEN}"
aes_key = "{KF_AES_KEY}"

[web]
port = 8443

[limits]
wecom_member_per_minute = 30
weixin_group_reserve = 31
"""
SECRETS = (SECRET, CONTACT, ROBOT, KF_SECRET, TOKEN, AES_KEY, KF_TOKEN, KF_AES_KEY)


def load_file(path: Path) -> Settings:
    return load(path, {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "zhiban.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_reads_everything(path: Path) -> None:
    settings = load(path, {})
    assert settings.wecom == Wecom(
        corp_id="ww8a1b2c3d4e5f6a7b",
        agent_id=1000002,
        secret=SECRET,
        token=TOKEN,
        aes_key=AES_KEY,
        base_url="http://127.0.0.1:8082",
        contact_secret=CONTACT,
        robot_key=ROBOT,
    )
    assert settings.weixin_kf == WeixinKf(
        open_kfid="wkAJ2GCAAASSm4", secret=KF_SECRET, token=KF_TOKEN, aes_key=KF_AES_KEY
    )
    assert (settings.limits.wecom_member_per_minute, settings.limits.weixin_group_reserve) == (30, 31)
    assert settings.telegram is None


def test_what_is_optional_may_be_missing(path: Path) -> None:
    path.write_text(
        f"""\
[company]
name = "安居物业"
[wecom]
corp_id = "wx8a1b2c3d4e5f6a7b"
agent_id = 1000002
secret = "{SECRET}"
token = "{TOKEN}"
aes_key = "{AES_KEY}"
""",
        encoding="utf-8",
    )
    settings = load(path, {})
    assert settings.wecom is not None
    assert settings.wecom.base_url == "https://qyapi.weixin.qq.com"
    assert (settings.wecom.contact_secret, settings.wecom.robot_key, settings.weixin_kf) == ("", "", None)
    assert (settings.limits.wecom_member_per_minute, settings.limits.weixin_group_reserve) == (25, 5)


@pytest.mark.parametrize(
    ("old", "new", "mark", "problem", "remedy"),
    [
        ('"ww8a1b2c3d4e5f6a7b"', '"anju"', '"anju"', 'corp_id "anju" has not the shape', "企业ID"),
        ('corp_id = "ww8a1b2c3d4e5f6a7b"\n', "", "[wecom]", "corp_id is missing", "add corp_id"),
        ("agent_id = 1000002", 'agent_id = "1000002"', "agent_id", "agent_id is not a whole number", "without quotes"),
        ("agent_id = 1000002\n", "", "[wecom]", "agent_id is missing", "add agent_id"),
        ("agent_id = 1000002", "agent_id = 0", "agent_id", "agent_id is 0", "1 or more"),
        (f'secret = "{SECRET}"\n', "", "[wecom]", "secret is missing", "secret_file"),
        (SECRET, SECRET + "!", "secret =", "secret has not the shape", "Secret anew"),
        (TOKEN, TOKEN + "_", "token =", "token has not the shape", "设置API接收"),
        (TOKEN, "x" * 33, "token =", "token has not the shape", "1 to 32"),
        (AES_KEY, AES_KEY[:-1], "aes_key =", "aes_key has not the shape", "43 letters"),
        (f'aes_key = "{AES_KEY}"\n', "", "[wecom]", "aes_key is missing", "aes_key_file"),
        ("http://127.0.0.1:8082/", "qyapi", "base_url", "base_url is not a web address", "https://qyapi"),
        (CONTACT, CONTACT + " x", "contact_secret", "contact_secret has not the shape", "Secret anew"),
        (ROBOT, f"https://qyapi.weixin.qq.com/x?key={ROBOT}", "robot_key", "robot_key has not the shape", "key="),
        ("robot_key", "robotkey", "robotkey", 'unknown key "robotkey"', '"robot_key"'),
        ("wkAJ2GCAAASSm4", "kf1", '"kf1"', 'open_kfid "kf1" has not the shape', "wk"),
        (KF_SECRET, KF_SECRET + "!", KF_SECRET, "secret has not the shape", "Secret anew"),
        (KF_TOKEN, KF_TOKEN + "!", KF_TOKEN, "token has not the shape", "1 to 32"),
        (KF_AES_KEY, KF_AES_KEY + "A", KF_AES_KEY, "aes_key has not the shape", "43 letters"),
        ("minute = 30", "minute = 31", "minute = 31", "is 31", "at most 30: what is more WeCom drops"),
        ("reserve = 31", "reserve = 32", "reserve = 32", "is 32", "from 0 to 31"),
    ],
)
def test_a_fault_is_named_with_its_line(path: Path, old: str, new: str, mark: str, problem: str, remedy: str) -> None:
    broken(path, FILE, old=old, new=new)
    fault = only_fault(load_file, path)
    assert (fault.file, fault.line) == (str(path), line_of(path, mark))
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_callbacks_need_our_web_server(path: Path) -> None:
    broken(path, FILE, old="port = 8443", new="port = 0")
    faults = faults_of(load_file, path)
    assert [(fault.line, fault.problem) for fault in faults] == [
        (line_of(path, "[wecom]"), "[wecom] needs our web server"),
        (line_of(path, "[weixin_kf]"), "[weixin_kf] needs our web server"),
    ]


def test_the_service_account_needs_the_company(path: Path) -> None:
    path.write_text(FILE[: FILE.index("[wecom]")] + FILE[FILE.index("[weixin_kf]") :], encoding="utf-8")
    fault = only_fault(load_file, path)
    assert (fault.line, fault.problem) == (line_of(path, "[weixin_kf]"), "[weixin_kf] needs [wecom]")


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("wecom", "secret", SECRET),
        ("wecom", "token", TOKEN),
        ("wecom", "aes_key", AES_KEY),
        ("wecom", "contact_secret", CONTACT),
        ("wecom", "robot_key", ROBOT),
        ("weixin_kf", "secret", KF_SECRET),
        ("weixin_kf", "token", KF_TOKEN),
        ("weixin_kf", "aes_key", KF_AES_KEY),
    ],
)
def test_a_secret_may_stand_in_a_file_or_in_the_environment(path: Path, section: str, key: str, value: str) -> None:
    whole = load(path, {})
    broken(path, FILE, old=f'{key} = "{value}"\n', new=f'{key}_file = "own.txt"\n')
    (path.parent / "own.txt").write_text(value + "\n", encoding="utf-8")
    assert load(path, {}) == whole
    broken(path, FILE, old=f'{key} = "{value}"\n', new="")
    assert load(path, {f"ZHIBAN_{section.upper()}__{key.upper()}": value}) == whole


def test_no_secret_is_ever_shown(path: Path) -> None:
    settings = load(path, {})
    assert set(settings.secrets) == set(SECRETS)
    shown = repr(settings) + repr(settings.wecom) + repr(settings.weixin_kf)
    assert [secret for secret in SECRETS if secret in shown] == []


@pytest.mark.parametrize("secret", SECRETS)
def test_no_fault_ever_shows_a_secret(path: Path, secret: str) -> None:
    broken(path, FILE, old=secret, new=f"{secret}!")
    faults = faults_of(load_file, path)
    assert secret not in "\n".join(map(str, faults)) + repr(faults)
