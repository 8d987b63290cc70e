-- What waits is found by its own index: the outbox looks for rows behind the last it has seen once a second, and before
-- it has seen any it went through all that was ever sent.
CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'todo';
