"""What the operator reads: never a token, whatever a library says and however it fails."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest

from bot.logs import HideSecrets, set_up

TOKEN = "123456789:AAF_abcdefghijklmnopqrstuvwxyz-01234"
OTHER = "987654321:BBF_abcdefghijklmnopqrstuvwxyz-56789"
SECRET = "webhook-secret"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging belongs to the whole process: everything goes back to what it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("telegram", "aiohttp", "apscheduler", "httpx")}
    levels |= {name: logging.getLogger(name).level for name in ("asyncio", "uvicorn", "aiosqlite")}
    root.handlers = []
    yield
    root.handlers, root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == "", "logs go to standard error"
    return err


@pytest.mark.parametrize(
    "line",
    [
        f"token {TOKEN}",
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"https://api.telegram.org/file/bot{OTHER}/photos/1.jpg",
        f"({OTHER})",
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}",
        f"{SECRET}{SECRET}",
    ],
)
def test_no_secret_is_printed(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up([TOKEN, SECRET])
    logging.getLogger("bot.engine").info("said: %s", line)
    logging.getLogger("telegram").warning("%s", line)
    text = printed(capsys)
    assert text.count("\n") == 2
    assert "[hidden]" in text
    for secret in (TOKEN, OTHER, SECRET, OTHER.partition(":")[2]):
        assert secret not in text


def test_nor_in_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    set_up([TOKEN, SECRET])
    try:
        raise ValueError(f"{SECRET} and https://api.telegram.org/bot{OTHER}/getMe")
    except ValueError:
        logging.getLogger("bot.engine").exception("it failed with %s", TOKEN)
    text = printed(capsys)
    assert "ValueError: [hidden] and https://api.telegram.org/bot[hidden]/getMe" in text
    assert "it failed with [hidden]" in text
    assert not any(secret in text for secret in (TOKEN, OTHER, SECRET))


def test_what_is_no_secret_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(["", "short", SECRET])
    logging.getLogger("bot.app").info("short line at 12:30:15, chat -1001234567890, %d%%", 80)
    assert "short line at 12:30:15, chat -1001234567890, 80%" in printed(capsys)


def test_talkative_libraries_keep_people_s_words_to_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    set_up([])
    for name in ("telegram.ext", "aiohttp.access", "httpx", "aiosqlite", "uvicorn.access"):
        logging.getLogger(name).info("3号楼电梯困人")
    logging.getLogger("bot.app").debug("3号楼电梯困人")
    assert printed(capsys) == ""


def test_hiding_leaves_a_record_that_other_handlers_can_print() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "%s is %d", (SECRET, 7), None)
    assert HideSecrets([SECRET]).filter(record)
    assert logging.Formatter("%(message)s").format(record) == "[hidden] is 7"
    try:
        raise RuntimeError(SECRET)
    except RuntimeError:
        failed = logging.LogRecord("x", logging.INFO, "f", 1, "no", (), sys.exc_info())
    assert HideSecrets([SECRET]).filter(failed)
    assert SECRET not in logging.Formatter("%(message)s").format(failed)
