"""The peer of the throughput benchmark: a report as a python-telegram-bot ConversationHandler with PicklePersistence.

    python -m benchmarks.peer_report URL TOKEN PICKLE [--every SECONDS] [--unawaited]

As fast as it can be made: a large connection pool, presses acknowledged beside the answer, nothing but the talk itself.
`concurrent_updates` stays off: ConversationHandler needs it so. Without `--every` the pickle is written only at the end
(`on_flush=True`); with it, every change is written at this interval.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

Context = ContextTypes.DEFAULT_TYPE
Step = Callable[[Update, Context], Coroutine[Any, Any, int]]
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("❓ 是什么事？点一个就行。", ("🛗 电梯困人", "❓ 其他", "不是事件")),
    ("🛗 电梯困人 · 地点不清楚\n紧急 · 人数不清楚\n在哪一栋？", ("3号楼", "不清楚")),
    ("🛗 电梯困人 · 3号楼\n紧急 · 人数不清楚\n对就按上报，人马上派。", ("上报", "修改", "不是事件")),
    ("已上报。里面几个人？", ("1", "2", "3", "4以上", "不清楚")),
    ("里面有人不舒服吗？", ("没有", "有", "喊了没人应", "不清楚")),
    ("井道里有烟、有水，或者夹着人吗？", ("没有", "有烟", "有水", "夹着人", "不清楚")),
    ("有孕妇、小孩或老人的话告诉现场的人。问完了，谢谢。", ()),
)
"""What is said at each step and the buttons under it: the wording and the size of zhiban's own cards."""


def keyboard(labels: Sequence[str]) -> InlineKeyboardMarkup | None:
    """One row of buttons."""
    if not labels:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"{label}") for label in labels]])


def step(number: int, *, awaited: bool) -> Step:
    """Keeps what was pressed and says what comes next."""
    text, labels = STEPS[number]

    async def go_on(update: Update, context: Context) -> int:
        assert context.user_data is not None
        assert update.effective_chat is not None
        if update.callback_query is not None:
            context.user_data[number] = update.callback_query.data
            context.application.create_task(update.callback_query.answer("记下了"), update)
        answer = context.bot.send_message(update.effective_chat.id, text, reply_markup=keyboard(labels))
        if awaited:
            await answer
        else:
            context.application.create_task(answer, update)
        return number + 1 if number + 1 < len(STEPS) else ConversationHandler.END

    return go_on


def build(url: str, token: str, pickle: str, *, every: float | None, awaited: bool) -> Any:
    """The program."""
    persistence: Any = PicklePersistence(pickle, on_flush=every is None, update_interval=every or 60)
    steps = [step(number, awaited=awaited) for number in range(len(STEPS))]
    conversation = ConversationHandler(
        entry_points=[CommandHandler("report", steps[0])],
        states={number: [CallbackQueryHandler(steps[number])] for number in range(1, len(STEPS))},
        fallbacks=[],
        allow_reentry=True,
        name="report",
        persistent=True,
    )

    async def tell(application: Any) -> None:
        del application
        print("on duty", file=sys.stderr, flush=True)

    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot").persistence(persistence).post_init(tell)
    application = builder.connection_pool_size(16).pool_timeout(30).build()
    application.add_handler(conversation)
    return application


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("pickle")
    parser.add_argument("--every", type=float)
    parser.add_argument("--unawaited", action="store_true")
    chosen = parser.parse_args()
    build(chosen.url, chosen.token, chosen.pickle, every=chosen.every, awaited=not chosen.unawaited).run_polling(
        allowed_updates=["message", "callback_query"]
    )
