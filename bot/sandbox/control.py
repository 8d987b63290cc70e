"""The control interface: verbs by name, one POST each, for whoever plays the people and breaks things."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.sandbox import control_chat, control_people, control_read, control_stage, control_world, wecom_control
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World

Verb = Callable[[World, Json], Json | Awaitable[Json]]

VERBS: dict[str, Verb] = {
    "settings": control_world.set_settings,
    "person": control_world.add_person,
    "group": control_world.add_group,
    "clock": control_world.move_clock,
    "fault": control_world.set_fault,
    "heal": control_world.heal,
    "state": control_world.tell_state,
    "say": control_people.say,
    "send": control_people.send,
    "edit": control_people.edit,
    "press": control_people.press,
    "post": control_people.post_in_channel,
    "start": control_people.start,
    "block": control_people.block,
    "unblock": control_people.unblock,
    "bot": control_chat.change_bot,
    "member": control_chat.change_standing,
    "migrate": control_chat.migrate_group,
    "update": control_chat.add_update,
    "repeat": control_chat.repeat_update,
    "ledger": control_read.read_ledger,
    "messages": control_read.read_messages,
    "files": control_read.read_files,
    "stage": control_stage.set_stage,
    "wish": control_stage.add_wish,
    "scene": control_stage.show_scene,
    "commands": control_stage.read_commands,
}


async def do(world: World, verb: str, wish: Json) -> Json:
    """Runs one verb."""
    if verb not in VERBS and not verb.startswith("corp"):
        raise Refusal(404, f"no verb {verb}; there are {', '.join(VERBS)}, corp, world, forget")
    try:
        answer = VERBS[verb](world, wish) if verb in VERBS else wecom_control.do(world, verb, wish)
        return answer if isinstance(answer, dict) else await answer
    except (KeyError, TypeError, ValueError) as problem:
        raise Refusal(400, f"{verb}: {type(problem).__name__} {problem}") from problem
