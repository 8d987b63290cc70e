-- Notices to residents with their roll calls, the reports owed after incidents, and in which flat a resident lives.
-- The rules for columns are those of 0001.

-- One version of a notice. `in_hand`: it is being written, waits or holds. `token`: what only who has read it knows of
-- it, in the link to the private chat; that of the first version is the one for all. `facts` is what is read with it
-- and never asked for; the groups it goes to stand there too, under the ids they have by now.
CREATE TABLE notice (
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    community TEXT NOT NULL,
    incident INTEGER REFERENCES incident,
    state TEXT NOT NULL,
    in_hand INTEGER NOT NULL CHECK (in_hand IN (0, 1)),
    token TEXT NOT NULL,
    digest TEXT NOT NULL DEFAULT '',
    drafted INTEGER NOT NULL,
    submitted INTEGER,
    approved INTEGER,
    until INTEGER,
    facts TEXT NOT NULL,
    PRIMARY KEY (number, version)
) STRICT;
CREATE INDEX notice_in_hand ON notice (community, number, version) WHERE in_hand = 1;

-- The newest answer of a person, or of a flat somebody answers for, to a notice in all its versions. `rang`: when those
-- who can go last heard it with sound.
CREATE TABLE roll_answer (
    notice INTEGER NOT NULL,
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    family TEXT NOT NULL DEFAULT '',
    word TEXT NOT NULL,
    building TEXT NOT NULL DEFAULT '',
    flat TEXT NOT NULL DEFAULT '',
    need TEXT NOT NULL DEFAULT '',
    helper TEXT,
    rang INTEGER,
    at INTEGER NOT NULL,
    PRIMARY KEY (notice, platform, account, family)
) STRICT;

-- A report. `in_hand`: it is owed or waits for an approval.
CREATE TABLE report (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    community TEXT NOT NULL,
    incident INTEGER NOT NULL REFERENCES incident,
    state TEXT NOT NULL,
    in_hand INTEGER NOT NULL CHECK (in_hand IN (0, 1)),
    author TEXT,
    due INTEGER NOT NULL,
    signed INTEGER,
    approved INTEGER,
    facts TEXT NOT NULL
) STRICT;
CREATE INDEX report_incident ON report (incident, number);
CREATE INDEX report_in_hand ON report (community, number) WHERE in_hand = 1;

-- The flat somebody has told once, in each community they live in.
CREATE TABLE resident (
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    community TEXT NOT NULL,
    building TEXT NOT NULL DEFAULT '',
    flat TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    PRIMARY KEY (platform, account, community)
) STRICT;
CREATE INDEX resident_building ON resident (community, building, flat);

-- What became of the messages of a notice, chat by chat; messages of incidents have no place in it.
CREATE INDEX outbox_notice ON outbox (about, id) WHERE kind = 'send' AND about >= 'N' AND about < 'O';
