"""The routing table, in full: what is pressed, typed or missed, and who does it. No decorators, nothing hidden."""

from __future__ import annotations

from bot.domain.people import Action
from bot.talk.route import Form, On, Route, Tables
from bot.talk.work import Chase, Handler
from handlers import (
    approve,
    asking,
    called_by,
    change_card,
    change_plan,
    chase,
    chase_filing,
    chase_hand_over,
    chase_help,
    chase_notice,
    chats,
    command,
    duty,
    duty_roll,
    filing,
    filing_clock,
    filing_form,
    hand_over_press,
    help,
    intake,
    ladder,
    level,
    notice,
    notice_form,
    notice_versions,
    playbook,
    questions,
    report,
    roll_call,
    roll_card,
    roll_family,
    roll_flat,
    roll_go,
    second_plan,
    staffing,
    waiting,
)
from handlers.tell import TELL

__all__ = ["CHASES", "TABLES", "TELL"]

_ACK = Route(
    handler=duty.acknowledge, action=Action.RESPOND, on=On.INCIDENT, for_another=Action.SPEAK_FOR, repeats=True
)
_GO = Route(handler=duty.go, action=Action.RESPOND, on=On.INCIDENT, for_another=Action.SPEAK_FOR, repeats=True)
_ARRIVE = Route(handler=duty.arrive, action=Action.RESPOND, on=On.INCIDENT, for_another=Action.SPEAK_FOR, repeats=True)
_LEAVE = Route(handler=duty.leave, action=Action.RESPOND, on=On.INCIDENT, for_another=Action.SPEAK_FOR, repeats=True)
_CANNOT = Route(handler=duty.cannot, action=Action.RESPOND, on=On.INCIDENT, repeats=True)
_UNDO = Route(handler=duty.undo, action=Action.RESPOND, on=On.INCIDENT)
_DONE = Route(handler=playbook.complete, action=Action.COMPLETE, on=On.STEP)
_NOTE = Route(handler=command.note, action=Action.RESPOND, on=On.INCIDENT)
_ESCALATE = Route(handler=command.escalate, action=Action.RESPOND, on=On.INCIDENT)
_TAKE_OVER = Route(handler=command.take_over, action=Action.TAKE_OVER, on=On.INCIDENT)
_VERIFY = Route(handler=command.verify, action=Action.VERIFY, on=On.INCIDENT)
_FALSE = Route(handler=command.stand_down, action=Action.STAND_DOWN, on=On.INCIDENT)
_CONTROLLED = Route(handler=command.control, action=Action.CONTROL, on=On.INCIDENT)
_CLOSE = Route(handler=command.close, action=Action.CLOSE, on=On.INCIDENT)
_ATTACH = Route(handler=second_plan.attach, action=Action.CHANGE, on=On.INCIDENT)
_PLAN = Route(handler=change_card.show, action=Action.CHANGE, on=On.INCIDENT)
_SKIP = Route(handler=change_plan.skip, action=Action.CHANGE, on=On.INCIDENT)
_ADD = Route(handler=change_plan.add, action=Action.CHANGE, on=On.INCIDENT)
_ASSIGN = Route(handler=change_plan.assign, action=Action.CHANGE, on=On.INCIDENT)
_LEVEL = Route(handler=level.set_level, action=Action.CHANGE, on=On.INCIDENT)
_STATUS = Route(handler=help.status, action=Action.RESPOND, on=On.INCIDENT)
_LANGUAGE = Route(handler=help.language, action=Action.ASK)
_HELP = Route(handler=help.help, action=Action.ASK)
_APPROVE = Route(handler=approve.approve, action=Action.APPROVE, on=On.PAPER)
_REJECT = Route(handler=approve.reject, action=Action.APPROVE, on=On.PAPER)
_UPDATE = Route(handler=notice_versions.update, action=Action.DRAFT, on=On.PAPER)
_ALL_CLEAR = Route(handler=notice_versions.all_clear, action=Action.DRAFT, on=On.PAPER)
_WRITE = Route(handler=filing.begin, action=Action.FILE, on=On.REPORT)


def _intake(handler: Handler) -> Route:
    return Route(handler=handler, action=Action.OPEN, on=On.INTAKE)


def _notice(handler: Handler) -> Route:
    return Route(handler=handler, action=Action.DRAFT, on=On.PAPER)


def _paper(handler: Handler) -> Route:
    return Route(handler=handler, action=Action.RESPOND, on=On.PAPER)


def _ask(handler: Handler, *, repeats: bool = False) -> Route:
    return Route(handler=handler, action=Action.ASK, repeats=repeats)


def _report(handler: Handler) -> Route:
    return Route(handler=handler, action=Action.FILE, on=On.REPORT)


TABLES = Tables(
    commands={
        "report": Route(handler=report.start, action=Action.ASK),
        "incidents": Route(handler=help.incidents, action=Action.LOOK, on=On.COMMUNITY),
        "status": _STATUS,
        "ack": _ACK,
        "go": _GO,
        "arrive": _ARRIVE,
        "leave": _LEAVE,
        "cannot": _CANNOT,
        "done": _DONE,
        "note": _NOTE,
        "escalate": _ESCALATE,
        "takeover": _TAKE_OVER,
        "attach": _ATTACH,
        "verify": _VERIFY,
        "false": _FALSE,
        "controlled": _CONTROLLED,
        "close": _CLOSE,
        "skip": _SKIP,
        "add": _ADD,
        "assign": _ASSIGN,
        "level": _LEVEL,
        "notice": Route(handler=notice.start, action=Action.DRAFT, on=On.COMMUNITY),
        "approve": _APPROVE,
        "reject": _REJECT,
        "override": Route(handler=approve.override_notice, action=Action.OVERRIDE, on=On.PAPER),
        "update": _UPDATE,
        "allclear": _ALL_CLEAR,
        "rollcall": _paper(roll_card.show),
        "file": _WRITE,
        "cancel": Route(handler=help.cancel, action=Action.ASK),
        "undo": _UNDO,
        "help": _HELP,
        "start": _ask(roll_call.start),
        "whoami": Route(handler=help.whoami, action=Action.ASK),
        "language": _LANGUAGE,
    },
    presses={
        "open": _intake(report.submit),
        "change": _intake(report.change),
        "drop": _intake(report.drop),
        "type": _intake(report.choose_type),
        "group": _intake(report.choose_group),
        "community": _intake(report.choose_community),
        "place": _intake(report.choose_place),
        "caller": _intake(report.ask_caller),
        "reask": Route(handler=questions.take_back, action=Action.OPEN, on=On.INCIDENT),
        "answer": Route(handler=questions.answer, action=Action.OPEN, on=On.INCIDENT),
        "ack": _ACK,
        "go": _GO,
        "arrive": _ARRIVE,
        "leave": _LEAVE,
        "cannot": _CANNOT,
        "undo": _UNDO,
        "done": _DONE,
        "nophoto": Route(handler=playbook.without_picture, action=Action.COMPLETE, on=On.STEP),
        "called": Route(handler=playbook.called, action=Action.RESPOND, on=On.INCIDENT),
        "called_by": Route(handler=called_by.ask_who, action=Action.RESPOND, on=On.INCIDENT),
        "note": _NOTE,
        "escalate": _ESCALATE,
        "takeover": _TAKE_OVER,
        "attach": _ATTACH,
        "verify": _VERIFY,
        "false": _FALSE,
        "controlled": _CONTROLLED,
        "close": _CLOSE,
        "plan": _PLAN,
        "pick": Route(handler=change_card.pick, action=Action.CHANGE, on=On.INCIDENT),
        "skip": _SKIP,
        "add": _ADD,
        "assign": _ASSIGN,
        "forward": Route(handler=change_plan.forward, action=Action.CHANGE, on=On.INCIDENT),
        "level": _LEVEL,
        "status": _STATUS,
        "language": _LANGUAGE,
        "draft": Route(handler=notice.begin, action=Action.DRAFT, on=On.INCIDENT),
        "later": Route(handler=notice.later, action=Action.RESPOND, on=On.INCIDENT),
        "kind": Route(handler=notice.begin, action=Action.DRAFT, on=On.COMMUNITY),
        "set": _notice(notice.fill),
        "reword": _notice(notice.reword),
        "area": _notice(notice.area),
        "preview": _notice(notice.preview),
        "submit": _notice(notice.submit),
        "drop_notice": _notice(notice.give_up),
        "approve": _APPROVE,
        "reject": _REJECT,
        "reviewed": Route(handler=approve.review, action=Action.ALLOW, on=On.PAPER),
        "update": _UPDATE,
        "all_clear": _ALL_CLEAR,
        "file": _WRITE,
        "file_later": _report(filing.later),
        "mend": _report(filing_form.mend),
        "part": _report(filing_form.mend),
        "nothing": _report(filing_form.nothing),
        "hand_in": _report(filing.hand_in),
        "safe": _ask(roll_call.safe, repeats=True),
        "help": _ask(roll_call.help, repeats=True),
        "family": _ask(roll_call.family, repeats=True),
        "family_safe": _ask(roll_family.safe),
        "family_help": _ask(roll_family.help),
        "family_unit": _ask(roll_family.choose_unit),
        "roll_unit": _ask(roll_flat.choose_unit),
        "roll_flat": _ask(roll_flat.change),
        "cannot_send": _paper(hand_over_press.cannot_send),
        "pasted": _paper(hand_over_press.pasted),
        "here": Route(handler=duty_roll.here, action=Action.RESPOND),
        "help_go": _paper(roll_go.go),
        "silent": _paper(roll_card.silent),
    },
    forms={
        intake.FORM: Form(read=intake.read_words, route=_intake(report.add_words)),
        report.CALLER_FORM: Form(read=report.read_caller, route=_intake(report.take_caller)),
        questions.FORM: Form(
            read=questions.read_words, route=Route(handler=questions.answer, action=Action.OPEN, on=On.INCIDENT)
        ),
        playbook.FORM: Form(
            read=playbook.read_evidence,
            route=Route(handler=playbook.take_evidence, action=Action.COMPLETE, on=On.STEP),
        ),
        called_by.FORM: Form(
            read=asking.read_words, route=Route(handler=called_by.take, action=Action.RESPOND, on=On.INCIDENT)
        ),
        command.REASON_FORM: Form(read=asking.read_words, route=_ESCALATE),
        change_plan.SKIP_FORM: Form(read=asking.read_words, route=_SKIP),
        change_plan.ADD_FORM: Form(read=asking.read_words, route=_ADD),
        change_plan.ASSIGN_FORM: Form(read=asking.read_words, route=_ASSIGN),
        second_plan.FORM: Form(read=second_plan.read_words, route=_ATTACH),
        notice_form.FORM: Form(read=notice_form.read_words, route=_notice(notice.fill)),
        approve.REASON_FORM: Form(read=approve.read_reason, route=_REJECT),
        roll_flat.FORM: Form(read=roll_flat.read, route=_ask(roll_flat.take)),
        roll_family.FORM: Form(read=roll_family.read, route=_ask(roll_family.take)),
        filing_form.FORM: Form(read=filing_form.read_part, route=_report(filing_form.take)),
        command.NOTE_FORM: Form(read=asking.read_anything, route=_NOTE),
    },
    free=Route(handler=report.hear, action=Action.ASK),
    membership=Route(handler=chats.membership, action=Action.ASK),
)

CHASES: dict[str, Chase] = {
    ladder.ACKNOWLEDGE: chase.acknowledge,
    ladder.COMMAND: chase.command,
    ladder.ARRIVAL_HALF: chase.arrival_part,
    ladder.ARRIVAL_MOST: chase.arrival_part,
    ladder.ARRIVAL: chase.arrival,
    ladder.ARRIVAL_OF_ONE: chase.arrival_of_one,
    ladder.STEP: chase.step,
    waiting.INTAKE: waiting.unpressed,
    waiting.VERIFY: waiting.unverified,
    chase_notice.APPROVAL: chase_notice.approval,
    chase_notice.UNTIL: chase_notice.time_over,
    chase_hand_over.UNSENT: chase_hand_over.unsent,
    chase_help.HELP: chase_help.unanswered,
    chase_notice.NEXT_WORD: chase_notice.next_word,
    chase_notice.REVIEW: chase_notice.review,
    roll_card.COUNT: roll_card.count_again,
    filing_clock.REPORT: chase_filing.overdue,
    filing_clock.UNAPPROVED: chase_filing.unapproved,
    duty_roll.RING: duty_roll.ring,
    duty_roll.COUNT: duty_roll.count,
    staffing.LOOK: staffing.look_again,
}
