-- A parcel can be held: after a database was restored, what may have gone out meanwhile waits for a person.
-- SQLite can't change a CHECK, so the table is made anew with its rows; nothing refers to it. The `reason` of a held
-- parcel is `live` when its card was.
CREATE TABLE outbox_held (
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
        CHECK (state IN ('todo', 'sending', 'held', 'sent', 'failed', 'uncertain', 'dropped')),
    due INTEGER NOT NULL,
    until INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    resent INTEGER NOT NULL DEFAULT 0 CHECK (resent IN (0, 1)),
    reason TEXT,
    created INTEGER NOT NULL,
    done INTEGER
) STRICT;
INSERT INTO outbox_held (id, key, card, kind, platform, chat, thread, person, priority, about, chase_kind, chase_about,
        state, due, until, tries, resent, reason, created, done)
    SELECT id, key, card, kind, platform, chat, thread, person, priority, about, chase_kind, chase_about,
        state, due, until, tries, resent, reason, created, done FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_held RENAME TO outbox;
CREATE INDEX outbox_todo ON outbox (platform, chat, thread, priority, id) WHERE state = 'todo';
CREATE INDEX outbox_due ON outbox (due) WHERE state = 'todo';
CREATE INDEX outbox_chases ON outbox (chase_about, chase_kind)
    WHERE state IN ('todo', 'held') AND chase_about <> '';
CREATE INDEX outbox_sending ON outbox (platform, chat) WHERE state = 'sending';
CREATE INDEX outbox_held ON outbox (id) WHERE state = 'held';
CREATE INDEX outbox_card ON outbox (card, kind);
CREATE UNIQUE INDEX outbox_edit ON outbox (card) WHERE kind = 'edit' AND state = 'todo';
CREATE INDEX outbox_notice ON outbox (about, id) WHERE kind = 'send' AND about >= 'N' AND about < 'O';
