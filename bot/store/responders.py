"""Who was called to an incident and how far its steps have come, as rows."""

from bot.domain.incident import Incident, Responder, Stage, StepRecord, StepState
from bot.domain.people import Department, Skill
from bot.store.tx import Reads, Row, Tx
from bot.store.values import flag, from_json, micros, moment, to_json, truth

RESPONDERS = """SELECT person, department, skill, scene, state, called, heard, went, arrived, left_at, reason,
    instead_of, reminded FROM responder WHERE incident = :incident ORDER BY position"""
PUT_RESPONDER = """INSERT INTO responder (incident, person, department, skill, scene, state, called, heard, went,
    arrived, left_at, reason, instead_of, reminded, position) VALUES (:incident, :person, :department, :skill, :scene,
    :state, :called, :heard, :went, :arrived, :left_at, :reason, :instead_of, :reminded, :position)
    ON CONFLICT (incident, person) DO UPDATE SET department = excluded.department, skill = excluded.skill,
    scene = excluded.scene, state = excluded.state, called = excluded.called, heard = excluded.heard,
    went = excluded.went, arrived = excluded.arrived, left_at = excluded.left_at, reason = excluded.reason,
    instead_of = excluded.instead_of, reminded = excluded.reminded, position = excluded.position"""
DROP_RESPONDER = "DELETE FROM responder WHERE incident = :incident AND person = :person"
STEPS = "SELECT lane, step, state, person, at, evidence FROM step WHERE incident = :incident ORDER BY lane, step"
PUT_STEP = """INSERT INTO step (incident, lane, step, state, person, at, evidence)
    VALUES (:incident, :lane, :step, :state, :person, :at, :evidence)
    ON CONFLICT (incident, lane, step) DO UPDATE SET state = excluded.state, person = excluded.person,
    at = excluded.at, evidence = excluded.evidence"""
DROP_STEP = "DELETE FROM step WHERE incident = :incident AND lane = :lane AND step = :step"


async def of_incident(reads: Reads, number: int) -> tuple[Responder, ...]:
    """The responders of an incident, in the order they were called."""
    return tuple(_responder(row) for row in await reads.all(RESPONDERS, incident=number))


async def steps_of(reads: Reads, number: int) -> dict[tuple[str, str], StepRecord]:
    """What is known of the steps of an incident."""
    return {(row["lane"], row["step"]): _step(row) for row in await reads.all(STEPS, incident=number)}


async def put(tx: Tx, incident: Incident, *, before: Incident | None) -> None:
    """Writes the responders and steps that differ from `before`."""
    await _put_responders(tx, incident, before=before)
    await _put_steps(tx, incident, before=before)


async def _put_responders(tx: Tx, incident: Incident, *, before: Incident | None) -> None:
    stored = {r.person: (place, r) for place, r in enumerate(before.responders)} if before else {}
    for gone in stored.keys() - {r.person for r in incident.responders}:
        await tx.run(DROP_RESPONDER, incident=incident.number, person=gone)
    for position, responder in enumerate(incident.responders):
        if stored.get(responder.person) == (position, responder):
            continue
        await tx.run(
            PUT_RESPONDER,
            incident=incident.number,
            person=responder.person,
            department=responder.department,
            skill=responder.skill,
            scene=flag(responder.scene),
            state=responder.stage.value,
            called=micros(responder.called),
            heard=micros(responder.heard),
            went=micros(responder.went),
            arrived=micros(responder.arrived),
            left_at=micros(responder.left),
            reason=responder.reason,
            instead_of=responder.instead_of,
            reminded=responder.reminded,
            position=position,
        )


async def _put_steps(tx: Tx, incident: Incident, *, before: Incident | None) -> None:
    stored = dict(before.steps) if before else {}
    for lane, step in sorted(stored.keys() - incident.steps.keys()):
        await tx.run(DROP_STEP, incident=incident.number, lane=lane, step=step)
    for (lane, step), record in incident.steps.items():
        if stored.get((lane, step)) == record:
            continue
        await tx.run(
            PUT_STEP,
            incident=incident.number,
            lane=lane,
            step=step,
            state=record.state.value,
            person=record.person,
            at=micros(record.at),
            evidence=to_json(record.evidence),
        )


def _responder(row: Row) -> Responder:
    return Responder(
        person=row["person"],
        department=Department(row["department"]) if row["department"] else None,
        skill=Skill(row["skill"]) if row["skill"] else None,
        scene=truth(row["scene"]),
        stage=Stage(row["state"]),
        called=moment(row["called"]),
        heard=moment(row["heard"]),
        went=moment(row["went"]),
        arrived=moment(row["arrived"]),
        left=moment(row["left_at"]),
        reason=row["reason"],
        instead_of=row["instead_of"],
        reminded=row["reminded"],
    )


def _step(row: Row) -> StepRecord:
    return StepRecord(
        state=StepState(row["state"]),
        person=row["person"],
        at=moment(row["at"]),
        evidence=tuple(from_json(row["evidence"])),
    )
