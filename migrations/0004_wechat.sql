-- What WeCom and WeChat need beside what every platform has: messages a person of ours has to send on, the window in
-- which a resident may be written to, a group of its own for each incident, and files before they expire.
-- The rules for columns are those of 0001.

-- A message to a group that only its owner can send: `task` is the platform's id of what waits in the owner's client,
-- `about` the version of the notice (`N3/1`), or what hangs on it. `due` is when the owner is reminded next by the
-- platform, NULL: not again. `pasted` is the roster id of who says that they have pasted the words by hand.
CREATE TABLE hand_over (
    platform TEXT NOT NULL,
    task TEXT NOT NULL,
    chat TEXT NOT NULL,
    about TEXT NOT NULL,
    owner TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused', 'cancelling', 'cancelled')),
    reminded INTEGER NOT NULL DEFAULT 0,
    due INTEGER,
    pasted TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL,
    ended INTEGER,
    PRIMARY KEY (platform, task, chat)
) STRICT;
CREATE INDEX hand_over_open ON hand_over (platform, task) WHERE state IN ('waiting', 'cancelling');
CREATE INDEX hand_over_about ON hand_over (about);
CREATE INDEX hand_over_month ON hand_over (platform, chat, created);

-- What was sent to an account since it last wrote: the names of the messages, each once however often it was tried.
-- `welcome` is a code for one first message to somebody who has only opened the chat.
CREATE TABLE service_window (
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    opened INTEGER,
    sent TEXT NOT NULL DEFAULT '[]',
    welcome TEXT NOT NULL DEFAULT '',
    welcome_until INTEGER,
    PRIMARY KEY (platform, account)
) STRICT;

-- The group of an incident on a platform where the program makes its own. `chat` is '' until it is made; `wanted` and
-- `made` are its name and members as they should be and as the platform has them.
CREATE TABLE room (
    incident INTEGER NOT NULL REFERENCES incident,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'refused')),
    wanted TEXT NOT NULL,
    made TEXT NOT NULL DEFAULT '{}',
    tries INTEGER NOT NULL DEFAULT 0,
    due INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (incident, platform)
) STRICT;
CREATE INDEX room_due ON room (due) WHERE due IS NOT NULL;

-- A file somebody sent where it expires, or that another platform is to send: kept by the hash of its bytes.
CREATE TABLE file (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('wanted', 'kept', 'gone')),
    name TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0,
    due INTEGER,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_due ON file (due) WHERE state = 'wanted';
