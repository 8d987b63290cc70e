"""`zhiban demo` from outside: it plays to the end in both languages, and leaves nothing behind however it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.demo.showing import ROOT, begin, begin_page, children, in_order, transcript

ESCAPE = "\x1b"


def readme_transcript() -> list[str]:
    """The lines of the README's first block of text that show the demo."""
    found = re.search(r"```text\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return [line for line in found[1].splitlines() if line.strip() and line.strip() != "…"]


@pytest.mark.slow
def test_it_plays_the_lift_course_in_chinese_as_the_readme_shows(tmp_path: Path) -> None:
    shown = transcript(tmp_path)
    assert in_order(
        shown,
        "—— 10:02 ——",
        "3号楼2单元电梯困人，里面有个孕妇",
        "已上报 #1",
        "建议叫120",
        "—— 10:05 ——",
        "没应答",
        "—— 10:12 ——",
        "到场超时",
        "升级",
        "只有指挥能结案",
        "已控制",
        "已结案",
    )
    assert ESCAPE not in shown
    assert in_order(shown, *readme_transcript())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_it_plays_the_lift_course_in_english(tmp_path: Path) -> None:
    shown = transcript(tmp_path, "--language", "en")
    assert in_order(
        shown,
        "trapped in the lift",
        "Reported #1",
        "No answer from Li Dian: it is yours now",
        "nobody there in time",
        "escalated",
        "Only the commander can close",
        "#1 closed",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_leaves_no_process_and_no_file(tmp_path: Path, sign: signal.Signals) -> None:
    process = begin(tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline() == "—— 10:02 ——\n"
    started = children(process.pid)
    assert len(started) == 2
    assert list(tmp_path.iterdir()) != []
    process.send_signal(sign)
    _, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (0, "")
    for pid in started:
        assert not alive(pid)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_bot_that_dies_ends_it_with_1_and_leaves_nothing(tmp_path: Path) -> None:
    process = begin(tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline() == "—— 10:02 ——\n"
    started = children(process.pid)
    (bot,) = (pid for pid, command in started.items() if "-m bot.demo.tied run" in command)
    os.kill(bot, signal.SIGKILL)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 1
    assert complaints.startswith("zhiban demo: ")
    assert "Traceback" not in complaints
    assert not any(map(alive, started))
    assert list(tmp_path.iterdir()) == []


def test_its_page_is_there_within_five_seconds_and_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    begun = time.monotonic()
    process = begin_page(tmp_path, "--language", "en")
    address, what_to_do = next_line(process), next_line(process)
    assert time.monotonic() - begun < 5
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", address)
    with urllib.request.urlopen(address.strip(), timeout=5) as answer:
        page = answer.read().decode()
    assert "<html" in page
    assert 'id="courses"' in page
    started = children(process.pid)
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (0, "")
    assert what_to_do.startswith("Open it in a browser")
    assert not any(map(alive, started))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_killed_with_9_it_takes_the_bot_and_its_folder_with_it(tmp_path: Path) -> None:
    process = begin(tmp_path)
    assert next_line(process) == "—— 10:02 ——\n"
    started = children(process.pid)
    assert len(started) == 2
    process.kill()
    process.communicate()
    until = time.monotonic() + 15
    while (any(map(alive, started)) or list(tmp_path.iterdir())) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(alive, started))
    assert list(tmp_path.iterdir()) == []


def next_line(process: subprocess.Popen[str]) -> str:
    """What it says next, line by line."""
    assert process.stdout is not None
    return process.stdout.readline()


def alive(pid: int) -> bool:
    """Whether a process with this number runs; one that has ended and was collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
