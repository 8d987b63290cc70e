"""Runs the sandbox: prints one line with its address and serves until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import signal
import sys

from bot.sandbox.server import Server


def _loopback(host: str) -> str:
    if not ipaddress.ip_address(host).is_loopback:
        raise argparse.ArgumentTypeError("the sandbox listens on a loopback address only")
    return host


class _Parent(asyncio.Protocol):
    """Rings when the standard input is closed, that is when who started the sandbox is gone."""

    def __init__(self, stop: asyncio.Event) -> None:
        self.stop = stop

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.stop.set()


async def run(host: str, port: int, *, with_stdin: bool) -> None:
    """Serves until SIGTERM or SIGINT, or until the standard input ends."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    if with_stdin:
        await loop.connect_read_pipe(lambda: _Parent(stop), sys.stdin)
    server = Server()
    print(f"sandbox {await server.open(host, port)}", flush=True)
    await stop.wait()
    await server.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", type=_loopback, default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--with-stdin", action="store_true", help="end when the standard input ends")
    chosen = parser.parse_args()
    asyncio.run(run(chosen.host, chosen.port, with_stdin=chosen.with_stdin))


if __name__ == "__main__":
    main()
