-- The tables of the first incident.
-- Written in the words SQLite and PostgreSQL share, so that one history serves both: INTEGER (BIGINT there), TEXT, REAL
-- and BLOB in STRICT tables; times are INTEGER microseconds UTC, booleans 0 or 1, JSON stands in TEXT. No column is named
-- with a word PostgreSQL reserves. A line that begins with two dashes, `sqlite` or `postgres` and a colon belongs to
-- that database alone.
-- `thread` is '' where a chat has none: NULL would escape the unique indexes. Ids of platforms are TEXT.
-- An INTEGER PRIMARY KEY is given again after its newest row is deleted: clearing out may take old rows, never the newest.

-- What platforms delivered, committed before it is acknowledged; `aside` has failed three times and waits for a person.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    key TEXT NOT NULL,
    chat TEXT NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'aside')),
    tries INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    UNIQUE (platform, key)
) STRICT;
CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';

-- A card that was or will be shown: `version` is the newest, `shown` the one people see (0: none yet). `pin` is wanted,
-- `pinned` is so; `mention` is whom a group message is for.
CREATE TABLE card (
    id TEXT PRIMARY KEY,
    about TEXT,
    live INTEGER NOT NULL DEFAULT 0 CHECK (live IN (0, 1)),
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT NOT NULL DEFAULT '',
    person TEXT,
    template TEXT NOT NULL,
    facts TEXT NOT NULL,
    rows TEXT NOT NULL DEFAULT '[]',
    version INTEGER NOT NULL DEFAULT 1,
    shown INTEGER NOT NULL DEFAULT 0,
    message TEXT,
    reply_to TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL DEFAULT '',
    quiet INTEGER NOT NULL DEFAULT 0 CHECK (quiet IN (0, 1)),
    pin INTEGER NOT NULL DEFAULT 0 CHECK (pin IN (0, 1)),
    pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    language TEXT NOT NULL DEFAULT '',
    mention TEXT,
    created INTEGER NOT NULL,
    CHECK (live = 0 OR about IS NOT NULL)
) STRICT;
CREATE INDEX card_message ON card (platform, chat, message);
CREATE UNIQUE INDEX card_live ON card (about, platform, chat) WHERE live = 1;

-- What is to be said to platforms; a row leaves `todo` only through `sending`, so that an unclear answer is known as one.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    card TEXT NOT NULL REFERENCES card,
    kind TEXT NOT NULL CHECK (kind IN ('send', 'edit', 'pin', 'unpin', 'leave')),
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT NOT NULL DEFAULT '',
    person TEXT,
    priority INTEGER NOT NULL,
    about TEXT NOT NULL DEFAULT '',
    chase_kind TEXT NOT NULL DEFAULT '',
    chase_about TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'todo'
        CHECK (state IN ('todo', 'sending', 'sent', 'failed', 'uncertain', 'dropped')),
    due INTEGER NOT NULL,
    until INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    resent INTEGER NOT NULL DEFAULT 0 CHECK (resent IN (0, 1)),
    reason TEXT,
    created INTEGER NOT NULL,
    done INTEGER
) STRICT;
CREATE INDEX outbox_todo ON outbox (platform, chat, thread, priority, id) WHERE state = 'todo';
CREATE INDEX outbox_due ON outbox (due) WHERE state = 'todo';
CREATE INDEX outbox_chases ON outbox (chase_about, chase_kind) WHERE state = 'todo' AND chase_about <> '';
CREATE INDEX outbox_sending ON outbox (platform, chat) WHERE state = 'sending';
CREATE INDEX outbox_card ON outbox (card, kind);
CREATE UNIQUE INDEX outbox_edit ON outbox (card) WHERE kind = 'edit' AND state = 'todo';

-- A conversation: the facts one person has given so far in one chat.
CREATE TABLE talk (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    account TEXT NOT NULL,
    form TEXT NOT NULL,
    facts TEXT NOT NULL,
    card TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (platform, chat, account)
) STRICT;

-- What is known of an account of a platform, on the roster or not.
CREATE TABLE account (
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    private_chat TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
    name TEXT NOT NULL DEFAULT '',
    seen INTEGER NOT NULL,
    PRIMARY KEY (platform, account)
) STRICT;

-- A group that became another: the roster may still name the old one.
CREATE TABLE moved_chat (
    platform TEXT NOT NULL,
    old_chat TEXT NOT NULL,
    new_chat TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (platform, old_chat)
) STRICT;

-- A chat the bot can no longer write to.
CREATE TABLE lost_chat (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (platform, chat)
) STRICT;

-- The playbooks incidents began with, so that a changed file changes no running incident.
CREATE TABLE playbook (
    sha TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

-- `in_hand`: people still work on it, whatever its state is called. `facts` is what is read with it and never asked for.
CREATE TABLE incident (
    number INTEGER PRIMARY KEY,
    community TEXT NOT NULL,
    type TEXT NOT NULL,
    playbook TEXT NOT NULL REFERENCES playbook,
    urgency TEXT NOT NULL,
    level INTEGER,
    state TEXT NOT NULL,
    in_hand INTEGER NOT NULL CHECK (in_hand IN (0, 1)),
    place TEXT NOT NULL,
    answers TEXT NOT NULL,
    facts TEXT NOT NULL,
    reporter TEXT NOT NULL,
    reporter_platform TEXT NOT NULL,
    reporter_account TEXT NOT NULL,
    commander TEXT,
    commander_heard INTEGER NOT NULL DEFAULT 0 CHECK (commander_heard IN (0, 1)),
    opened INTEGER NOT NULL,
    event_at INTEGER NOT NULL,
    due INTEGER NOT NULL,
    arrived INTEGER,
    controlled INTEGER,
    closed INTEGER,
    unverified INTEGER NOT NULL DEFAULT 0 CHECK (unverified IN (0, 1))
) STRICT;
CREATE INDEX incident_in_hand ON incident (community, number) WHERE in_hand = 1;
CREATE INDEX incident_reporter ON incident (reporter_platform, reporter_account, number);

-- Who was called to an incident and how far each has come.
CREATE TABLE responder (
    incident INTEGER NOT NULL REFERENCES incident,
    person TEXT NOT NULL,
    department TEXT,
    skill TEXT,
    scene INTEGER NOT NULL DEFAULT 0 CHECK (scene IN (0, 1)),
    state TEXT NOT NULL,
    called INTEGER NOT NULL,
    heard INTEGER,
    went INTEGER,
    arrived INTEGER,
    left_at INTEGER,
    reason TEXT NOT NULL,
    instead_of TEXT NOT NULL DEFAULT '',
    reminded INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL,
    PRIMARY KEY (incident, person)
) STRICT;

-- How far each step of the run has come.
CREATE TABLE step (
    incident INTEGER NOT NULL REFERENCES incident,
    lane TEXT NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    person TEXT,
    at INTEGER,
    evidence TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (incident, lane, step)
) STRICT;

-- A report before it is an incident: every message read as one, whatever became of it.
CREATE TABLE intake (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    account TEXT NOT NULL,
    community TEXT,
    type TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'opened', 'dropped')),
    incident INTEGER REFERENCES incident,
    facts TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_latest ON intake (platform, chat, account, id);

-- What has to be done by when; one open row a kind and thing. It rings at `rings`: when it is due, and again a little later
-- when the chase failed.
CREATE TABLE deadline (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    due INTEGER NOT NULL,
    round INTEGER NOT NULL DEFAULT 0,
    rings INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'met', 'fired')),
    created INTEGER NOT NULL,
    ended INTEGER
) STRICT;
CREATE UNIQUE INDEX deadline_open ON deadline (about, kind) WHERE state = 'open';
CREATE INDEX deadline_rings ON deadline (rings) WHERE state = 'open';

-- Everything that happened, numbered and hash-chained. No reference to incident: the record stands by itself.
CREATE TABLE timeline (
    number INTEGER PRIMARY KEY,
    incident INTEGER,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL,
    person TEXT,
    at INTEGER NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX timeline_incident ON timeline (incident, number);
-- The third also stops INSERT OR REPLACE, which deletes a row without telling a trigger.
--sqlite: CREATE TRIGGER timeline_kept BEFORE UPDATE ON timeline BEGIN SELECT RAISE(ABORT, 'the timeline is append-only'); END;
--sqlite: CREATE TRIGGER timeline_whole BEFORE DELETE ON timeline BEGIN SELECT RAISE(ABORT, 'the timeline is append-only'); END;
--sqlite: CREATE TRIGGER timeline_grows BEFORE INSERT ON timeline WHEN NEW.number <= (SELECT max(number) FROM timeline) BEGIN SELECT RAISE(ABORT, 'the timeline is append-only'); END;

-- Small things to remember, by name: a poller's offset, the head of the timeline.
CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
