"""The playbooks incidents began with, each kept once under the digest of its content."""

import hashlib
from typing import Any

from bot.domain.playbook import Playbook
from bot.domain.playbook_copy import playbook_from_json, playbook_to_json
from bot.store.tx import Reads, Tx
from bot.store.values import from_json, to_json

GET = "SELECT body FROM playbook WHERE sha = :sha ORDER BY sha"
KNOWN = "SELECT count(*) AS number FROM playbook WHERE sha = :sha"
ADD = "INSERT INTO playbook (sha, id, body) VALUES (:sha, :id, :body) ON CONFLICT (sha) DO NOTHING"


async def get(reads: Reads, digest: str) -> Playbook | None:
    """The playbook with this digest."""
    row = await reads.one(GET, sha=digest)
    if row is None:
        return None
    written: dict[str, Any] = from_json(row["body"])
    return playbook_from_json(written)


async def known(reads: Reads, digest: str) -> bool:
    """Whether the playbook with this digest is kept."""
    row = await reads.one(KNOWN, sha=digest)
    return row is not None and row["number"] > 0


async def add(tx: Tx, playbook: Playbook) -> str:
    """Keeps a copy, when it is not there yet, and returns its digest: SHA-256 of its canonical JSON."""
    body = to_json(playbook_to_json(playbook))
    digest = hashlib.sha256(body.encode()).hexdigest()
    await tx.run(ADD, sha=digest, id=playbook.id, body=body)
    return digest
