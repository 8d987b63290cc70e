"""In which flat somebody lives, as they have said once: one row for each account and community."""

from bot.domain.roll_call import Resident
from bot.store.tx import Reads, Row, Tx
from bot.store.values import micros, moment, plain

GET = """SELECT platform, account, community, building, flat, at FROM resident
    WHERE platform = :platform AND account = :account AND community = :community ORDER BY at"""
OF_BUILDING = """SELECT platform, account, community, building, flat, at FROM resident
    WHERE community = :community AND building = :building ORDER BY flat, platform, account"""
PUT = """INSERT INTO resident (platform, account, community, building, flat, at)
    VALUES (:platform, :account, :community, :building, :flat, :at)
    ON CONFLICT (platform, account, community) DO UPDATE SET building = excluded.building, flat = excluded.flat,
    at = excluded.at"""


async def get(reads: Reads, platform: str, account: str, community: str) -> Resident | None:
    """Where this account lives in a community, when it has said so."""
    row = await reads.one(GET, platform=platform, account=account, community=community)
    return _resident(row) if row else None


async def of_building(reads: Reads, community: str, building: str) -> list[Resident]:
    """Everybody known to live in a building, in order of their flats."""
    return [_resident(row) for row in await reads.all(OF_BUILDING, community=community, building=building)]


async def put(tx: Tx, resident: Resident) -> None:
    """Keeps it in place of what the account said before."""
    await tx.run(
        PUT,
        platform=resident.platform,
        account=resident.account,
        community=resident.community,
        building=plain(resident.building),
        flat=plain(resident.flat),
        at=micros(resident.at),
    )


def _resident(row: Row) -> Resident:
    return Resident(
        platform=row["platform"],
        account=row["account"],
        community=row["community"],
        building=row["building"],
        flat=row["flat"],
        at=moment(row["at"]),
    )
