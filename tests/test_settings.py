"""Settings come from a file and the environment, name every fault with its place, and never show a secret."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.deadline import Times
from bot.domain.people import Role
from bot.read.fault import Fault
from bot.settings import Mode, Settings, load
from tests.read.files import SAMPLE, broken, faults_of, line_of, only_fault

TOKEN = "987654321:AAE-top_secret_value"
SECRET = "hush-hush_7"

FILE = f"""\
[company]
name = "安居物业"
language = "zh"
second_language = "en"
timezone = "Asia/Shanghai"

[store]
url = "sqlite:///data/zhiban.db"

[telegram]
token = "{TOKEN}"
base_url = "http://127.0.0.1:8081/"
mode = "webhook"
secret = "{SECRET}"
public_url = "https://duty.example.com"

[web]
port = 8443

[roster]
file = "people/roster.toml"

[command]
order = ["supervisor", "commander"]

[times]
arrival = "8m"
acknowledge = "90s"
approval_valid = "2h"

[limits]
telegram_per_second = 0
"""


def load_file(path: Path) -> Settings:
    return load(path, {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "zhiban.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_reads_everything(path: Path) -> None:
    settings = load(path, {})
    assert (settings.company.name, settings.company.second_language) == ("安居物业", "en")
    assert settings.store.path == path.parent / "data/zhiban.db"
    assert settings.telegram is not None
    assert (settings.telegram.token, settings.telegram.secret) == (TOKEN, SECRET)
    assert (settings.telegram.base_url, settings.telegram.mode) == ("http://127.0.0.1:8081", Mode.WEBHOOK)
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8443)
    assert settings.roster.file == path.parent / "people/roster.toml"
    assert settings.command.order == (Role.SUPERVISOR, Role.COMMANDER)
    assert settings.times == Times(
        arrival=timedelta(minutes=8), acknowledge=timedelta(seconds=90), approval_valid=timedelta(hours=2)
    )
    assert (settings.limits.telegram_per_second, settings.limits.telegram_group_per_minute) == (0, 18)
    assert settings.file == path


def test_a_company_name_is_enough(path: Path) -> None:
    path.write_text('[company]\nname = "x"\n', encoding="utf-8")
    settings = load(path, {})
    assert settings.telegram is None
    assert settings.times == Times()
    assert settings.command.order == (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER)
    assert settings.roster.file == path.parent / "roster.toml"


@pytest.mark.parametrize("folder", [SAMPLE, SAMPLE / "en"])
def test_the_samples_are_sound(folder: Path) -> None:
    settings = load(folder / "zhiban.toml", {})
    assert settings.roster.file.is_file()
    assert settings.times == Times()


@pytest.mark.parametrize(
    ("old", "new", "mark", "problem", "remedy"),
    [
        ('name = "安居物业"\n', "", "[company]", "name is missing", "add name"),
        ('name = "安居物业"', "name = 7", "name = 7", "name is not text but 7", "quotes"),
        ('language = "zh"', 'language = "fr"', '"fr"', 'unknown language "fr"', "zh, en"),
        ('second_language = "en"', 'second_language = "zh"', "second_language", "is the same as language", "delete"),
        ("Asia/Shanghai", "Asia/Shangai", "Shangai", 'unknown time zone "Asia/Shangai"', '"Asia/Shanghai"'),
        ("port = 8443", "port = 70000", "70000", "port is 70000", "from 0 to 65535"),
        ("port = 8443", 'port = "8443"', '"8443"', "port is not a whole number", "without quotes"),
        ("port = 8443", "prot = 8443", "prot", 'unknown key "prot"', '"port"'),
        ("port = 8443", "port = 0", 'mode = "webhook"', "needs our web server", "other than 0"),
        ("[limits]", "[limit]", "[limit]", 'unknown key "limit"', '"limits"'),
        ('arrival = "8m"', 'arrival = "11m"', '"11m"', "longer than the plans allow", '"10m" or less'),
        ('arrival = "8m"', 'arrival = "0m"', '"0m"', 'arrival "0m" is not understood', '"90s"'),
        ('"90s"', '"90"', '"90"', 'acknowledge "90" is not understood', '"90s", "10m" or "2h"'),
        ('"90s"', "90", "= 90", "acknowledge is not text but 90", "quotes"),
        ('"webhook"', '"push"', '"push"', 'unknown mode "push"', "polling, webhook"),
        (f'secret = "{SECRET}"\n', "", 'mode = "webhook"', "needs secret", "polling"),
        ('public_url = "https://duty.example.com"\n', "", 'mode = "webhook"', "needs public_url", "polling"),
        ('"https://duty.example.com"', '"duty"', '"duty"', "public_url is not a web address", "https://"),
        (SECRET, SECRET + "!", SECRET, "characters Telegram does not allow", "1 to 256"),
        (TOKEN, "AAE-top_secret_value", "AAE-top", "not the shape of a Telegram token", "BotFather"),
        (f'token = "{TOKEN}"\n', "", "[telegram]", "token is missing", "token_file"),
        ('"supervisor", "commander"', '"boss"', '"boss"', 'unknown word "boss" in order', "supervisor"),
        ('"supervisor", "commander"', '"commander", "commander"', "order =", "stands twice", "once"),
        ("telegram_per_second = 0", "telegram_per_second = -1", "-1", "is -1", "from 0"),
        ("sqlite:///data/zhiban.db", "postgresql://u:p@h/d", "postgresql", "PostgreSQL is not built yet", "sqlite:///"),
        ("sqlite:///data/zhiban.db", "zhiban.db", "url =", "not the address of an SQLite file", "sqlite:///"),
        ('name = "安居物业"', "name = 安居物业", "name = 安", "not valid TOML", "quotes"),
    ],
)
def test_a_fault_is_named_with_its_line(path: Path, old: str, new: str, mark: str, problem: str, remedy: str) -> None:
    broken(path, FILE, old=old, new=new)
    fault = only_fault(load_file, path)
    assert (fault.file, fault.line) == (str(path), line_of(path, mark))
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_all_faults_are_found_in_one_pass(path: Path) -> None:
    path.write_text(FILE.replace("8m", "11m").replace('"zh"', '"fr"').replace("8443", "-1"), encoding="utf-8")
    assert [fault.line for fault in faults_of(load_file, path)] == [3, 18, 27]


def test_an_empty_file_lacks_the_company(path: Path) -> None:
    path.write_text("", encoding="utf-8")
    assert str(only_fault(load_file, path)) == f"{path}:1: company is missing; add company"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert only_fault(load_file, tmp_path / "no.toml").where == str(tmp_path / "no.toml")


def test_the_environment_stands_above_the_file(path: Path) -> None:
    settings = load(
        path,
        {
            "ZHIBAN_COMPANY__SECOND_LANGUAGE": "",
            "ZHIBAN_TELEGRAM__TOKEN": "1:other",
            "ZHIBAN_WEB__PORT": "9000",
            "ZHIBAN_COMMAND__ORDER": "duty_lead, commander",
            "ZHIBAN_TIMES__STEP": "1m",
            "ZHIBAN_CLOCK_FILE": "clock",
            "PATH": "/bin",
        },
    )
    assert settings.telegram is not None
    assert settings.telegram.token == "1:other"
    assert settings.web.port == 9000
    assert settings.command.order == (Role.DUTY_LEAD, Role.COMMANDER)
    assert settings.times.step == timedelta(minutes=1)
    assert settings.company.second_language == "en"


def test_the_environment_alone_makes_a_table(path: Path) -> None:
    path.write_text('[company]\nname = "x"\n', encoding="utf-8")
    settings = load(path, {"ZHIBAN_TELEGRAM__TOKEN": TOKEN})
    assert settings.telegram is not None
    assert settings.telegram.mode is Mode.POLLING


@pytest.mark.parametrize(
    ("variable", "value", "problem"),
    [
        ("ZHIBAN_WEB__PORT", "eighty", "port is not a whole number"),
        ("ZHIBAN_TIMES__ARRIVAL", "2h", "longer than the plans allow"),
        ("ZHIBAN_TELEGRAM__TOKN", "1:x", 'unknown key "tokn"'),
        ("ZHIBAN_TELEGRAPH__TOKEN", "1:x", 'unknown key "telegraph"'),
        ("ZHIBAN_TELEGRAM__TOKEN", "x", "not the shape of a Telegram token"),
    ],
)
def test_a_fault_of_the_environment_names_the_variable(path: Path, variable: str, value: str, problem: str) -> None:
    fault = only_fault(lambda path: load(path, {variable: value}), path)
    assert fault.where == f"environment variable {variable}"
    assert problem in fault.problem


def test_a_secret_may_stand_in_a_file_of_its_own(path: Path) -> None:
    (path.parent / "token.txt").write_text(f"{TOKEN}\n", encoding="utf-8")
    (path.parent / "other.txt").write_text("2:other\n", encoding="utf-8")
    broken(path, FILE, old=f'token = "{TOKEN}"', new='token_file = "token.txt"')
    settings = load(path, {})
    assert settings.telegram is not None
    assert settings.telegram.token == TOKEN
    settings = load(path, {"ZHIBAN_TELEGRAM__TOKEN_FILE": "other.txt"})
    assert settings.telegram is not None
    assert settings.telegram.token == "2:other"


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "there is no such file"), (" \n", "is empty"), ("no token", "not the shape of a Telegram token")],
)
def test_a_faulty_secret_file_is_named_where_it_is_given(path: Path, content: str | None, problem: str) -> None:
    if content is not None:
        (path.parent / "token.txt").write_text(content, encoding="utf-8")
    broken(path, FILE, old=f'token = "{TOKEN}"', new='token_file = "token.txt"')
    fault = only_fault(load_file, path)
    assert fault.line == line_of(path, "token_file")
    assert problem in fault.problem


def test_a_secret_given_twice_is_a_fault_wherever_the_two_stand(path: Path) -> None:
    broken(path, FILE, old="base_url", new='token_file = "token.txt"\nbase_url')
    assert only_fault(load_file, path).line == line_of(path, "token_file")
    path.write_text(FILE, encoding="utf-8")
    fault = only_fault(lambda path: load(path, {"ZHIBAN_TELEGRAM__TOKEN_FILE": "t"}), path)
    assert fault.where == "environment variable ZHIBAN_TELEGRAM__TOKEN_FILE"
    assert fault.problem == "both token and token_file are given"


def test_no_secret_is_ever_shown(path: Path) -> None:
    settings = load(path, {})
    shown = repr(settings) + str(settings) + repr(settings.telegram)
    assert TOKEN not in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TOKEN, "top_secret_value"),
        (TOKEN, "top_secret_value\\u0000"),
        (f'"{TOKEN}"', "{ top = 'top_secret_value' }"),
        (f'"{TOKEN}"', "['top_secret_value']"),
        (f'"{TOKEN}"', "987654321.5"),
        (f'"{TOKEN}"', f'"{TOKEN}'),
        (f'"{TOKEN}"', TOKEN),
        (SECRET, "top_secret_value !"),
        (f'token = "{TOKEN}"', f'tokn = "{TOKEN}"'),
    ],
)
def test_no_fault_ever_shows_a_secret(path: Path, old: str, new: str) -> None:
    broken(path, FILE, old=old, new=new)
    faults: tuple[Fault, ...] = faults_of(load_file, path)
    shown = "\n".join(map(str, faults)) + repr(faults)
    assert "top_secret_value" not in shown
    assert "987654321" not in shown


def test_a_missing_file_is_another_thing_than_one_that_can_t_be_seen(tmp_path: Path) -> None:
    missing = only_fault(load_file, tmp_path / "zhiban.toml")
    assert (missing.problem, missing.remedy) == (
        "there is no such file", "begin with `zhiban init`, or correct the path",
    )  # fmt: skip
    (tmp_path / "file").write_text("", encoding="utf-8")
    hidden = only_fault(load_file, tmp_path / "file" / "zhiban.toml")
    assert (hidden.problem, hidden.remedy) == ("can't be read (Not a directory)", "correct the path or its rights")
