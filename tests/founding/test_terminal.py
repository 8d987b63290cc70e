"""`zhiban init` from outside: from a pipe, in a terminal that does not show the token, and with what is no text."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.founding.interview import NOWHERE, TOKEN, answers

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "bot", "init", "new"]
ENVIRONMENT = {**os.environ, **NOWHERE, "PYTHONPATH": str(ROOT), "TERM": "dumb"}
PATIENCE = 20.0


def from_a_pipe(folder: Path, given: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        COMMAND, cwd=folder, env=ENVIRONMENT | environment, input=given, capture_output=True, timeout=60, check=False
    )
    assert b"Traceback" not in done.stderr
    return done


def lines(*given: str) -> bytes:
    return "".join(f"{answer}\n" for answer in given).encode()


def test_from_a_pipe(tmp_path: Path) -> None:
    done = from_a_pipe(tmp_path, lines(*answers()))
    assert (done.returncode, done.stderr) == (0, b"")
    assert TOKEN.encode() not in done.stdout
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["roster.toml", "zhiban.toml"]
    again = from_a_pipe(tmp_path, lines(*answers()))
    assert again.returncode == 1
    assert "zhiban.toml, roster.toml 已经在 new 里" in again.stderr.decode()


def begun(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "init", *arguments],
        cwd=folder, env=ENVIRONMENT, input=lines(*answers()), capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_settings_by_their_own_name(tmp_path: Path) -> None:
    done = begun(tmp_path, "--config", "new/anju.toml")
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["anju.toml", "roster.toml"]
    assert done.stdout.decode().endswith("zhiban check --config new/anju.toml\n")
    again = begun(tmp_path, "--config", "new/anju.toml")
    assert "anju.toml, roster.toml 已经在 new 里" in again.stderr.decode()
    for wrong in (("new", "--config", "x.toml"), ("--config", "new/roster.toml")):
        misused = begun(tmp_path, *wrong)
        assert (misused.returncode, misused.stdout) == (2, b"")
        assert b"give a folder or --config FILE" in misused.stderr


@pytest.mark.parametrize(
    "given",
    [
        lines(*answers()[:-1]),
        pytest.param(b"", marks=pytest.mark.slow),
        pytest.param(lines(*answers()[:20]), marks=pytest.mark.slow),
    ],
)
def test_a_pipe_that_ends_early(tmp_path: Path, given: bytes) -> None:
    done = from_a_pipe(tmp_path, given)
    assert done.returncode == 1
    assert done.stderr.decode() == "\n话没说完就断了，什么都没写。再来一次：zhiban init\n"
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_text_is_asked_again(tmp_path: Path) -> None:
    first, *rest = answers()
    done = from_a_pipe(tmp_path, lines(first) + b"\xff\xfe\n" + lines(*rest))
    assert done.returncode == 0
    assert done.stdout.decode().count("看不见的字符") == 1


def test_a_terminal_that_has_no_chinese(tmp_path: Path) -> None:
    done = from_a_pipe(tmp_path, lines(*["2", *answers()[1:]]), PYTHONIOENCODING="ascii")
    assert done.returncode == 1, "names can't be read as ASCII, and the pipe ends while they are asked again"
    assert b"invisible characters" in done.stdout


@contextmanager
def terminal(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The command with a keyboard and a screen of its own."""
    mine, its = pty.openpty()

    def own_it() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        fcntl.ioctl(its, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        COMMAND, cwd=folder, env=ENVIRONMENT, stdin=its, stdout=its, stderr=its, start_new_session=True,
        preexec_fn=own_it,
    )  # fmt: skip
    os.close(its)
    try:
        yield process, mine
    finally:
        process.kill()
        process.wait()
        os.close(mine)


def heard(screen: int, words: str) -> str:
    """All that is shown until these words are."""
    shown = b""
    while words.encode() not in shown:
        ready, _, _ = select.select([screen], [], [], PATIENCE)
        assert ready, f"{words!r} is never shown: {shown.decode(errors='replace')}"
        shown += os.read(screen, 4096)
    return shown.decode(errors="replace")


def test_in_a_terminal_the_token_is_not_shown(tmp_path: Path) -> None:
    shown = ""
    with terminal(tmp_path) as (process, screen):
        for answer in answers():
            shown += heard(screen, "> ")
            os.write(screen, f"{answer}\n".encode())
        shown += heard(screen, "zhiban check")
        assert process.wait(timeout=PATIENCE) == 0
    assert "安居物业" in shown, "what is no secret is shown"
    assert TOKEN not in shown
    assert TOKEN in (tmp_path / "new" / "zhiban.toml").read_text(encoding="utf-8")


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    with terminal(tmp_path) as (process, screen):
        for answer in answers()[:5]:
            heard(screen, "> ")
            os.write(screen, f"{answer}\n".encode())
        heard(screen, "> ")
        while not select.select([screen], [], [], 0.2)[0]:  # between a prompt and its reading it waits for the next key
            os.killpg(process.pid, signal.SIGINT)
        assert "停了，什么都没写" in heard(screen, "什么都没写")
        assert process.wait(timeout=PATIENCE) == 1
    assert list(tmp_path.iterdir()) == []
