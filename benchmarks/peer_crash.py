"""The control of the crash test: the same duty as a plain python-telegram-bot program with its own polling.

python -m benchmarks.peer_crash URL TOKEN MILLISECONDS
"""

from __future__ import annotations

import asyncio
import sys

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters


def build(url: str, token: str, seconds: float) -> Application:  # type: ignore[type-arg]
    """The program: every message is answered after the same few milliseconds."""

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        del context
        await asyncio.sleep(seconds)
        if update.effective_message is not None and update.effective_user is not None:
            await update.effective_message.reply_text(f"{update.effective_user.id}")

    async def tell(application: Application) -> None:  # type: ignore[type-arg]
        del application
        print("on duty", file=sys.stderr, flush=True)

    application = ApplicationBuilder().token(token).base_url(f"{url}/bot").post_init(tell).build()
    application.add_handler(MessageHandler(filters.ALL, answer))
    return application


if __name__ == "__main__":
    build(sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000).run_polling(drop_pending_updates=False)
