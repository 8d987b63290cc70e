"""The sandbox as a process: one line, loopback only, gone when it is told to go or its parent is gone."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from urllib.request import urlopen

import aiohttp
import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.process import begin, end

COMMAND = [sys.executable, "-m", "bot.sandbox", "--port", "0"]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_one_line_then_serves_until_told(sign: signal.Signals) -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        name, url = process.stdout.readline().split()
        assert name == "sandbox"
        make = urlopen(f"{url}/control/7:x/world", data=b"{}")
        assert json.load(make) == {"id": 7}
        make.close()
        process.send_signal(sign)
        assert process.communicate(timeout=5) == ("", "")
        assert process.returncode == 0


def test_ends_with_its_parent() -> None:
    process, _ = begin()
    assert process.stdin
    process.stdin.close()
    assert process.wait(timeout=5) == 0
    assert process.stdout
    process.stdout.close()


def test_loopback_only() -> None:
    done = subprocess.run([*COMMAND, "--host", "0.0.0.0"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "loopback" in done.stderr


async def test_start_and_end_around_a_hanging_call() -> None:
    async with Sandbox.start() as sandbox:
        world = await sandbox.world()
        await world.fault("hang_before", method="getMe")
        with pytest.raises(TimeoutError):
            async with sandbox.session.post(
                f"{sandbox.url}/bot{world.token}/getMe", timeout=aiohttp.ClientTimeout(total=0.1)
            ):
                pass
    process, _ = begin()
    end(process)
    assert process.returncode == 0
