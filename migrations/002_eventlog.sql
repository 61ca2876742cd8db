-- The embedded node's log of events. Only the node writes here, on the session
-- that holds the log's advisory lock.
create schema eventlog;
comment on schema eventlog is 'The log of the embedded event store. Written by the running node alone: read it, never change it.';

-- A stream's name stands once, however many events it has: an event carries the
-- eight bytes of its id. The number of a stream's last event is not kept here,
-- where each append would leave a dead row behind: it is the end of the index
-- on (stream_id, revision).
create table eventlog.streams (
    id   bigint primary key,
    name text not null unique
);
comment on table eventlog.streams is 'Streams of events: one row a name that was ever appended to.';
comment on column eventlog.streams.id is 'Number of the stream, given by the node in the order of first appends.';
comment on column eventlog.streams.name is 'Name of the stream, e.g. sheet-<uuid>; names that begin with $ are the system''s.';

-- The position is given by the node, not by a sequence: there is one writer, and
-- a sequence leaves gaps that a reader cannot tell from events still to come.
-- There is no foreign key to streams: the writer adds a stream and its first
-- events in one transaction, and a check on each row would cost more than the row.
create table eventlog.events (
    position  bigint primary key check (position > 0),
    stream_id bigint not null,
    revision  bigint not null check (revision >= 0),
    event_id  uuid not null,
    type      text not null,
    is_json   boolean not null,
    created   timestamptz not null,
    data      bytea not null,
    metadata  bytea not null,
    constraint events_one_per_revision unique (stream_id, revision)
) with (toast_tuple_target = 8160);
comment on table eventlog.events is 'All events in the one order that every reader sees.';
comment on column eventlog.events.position is 'Place in the whole log: 1, 2, 3, … without a gap.';
comment on column eventlog.events.stream_id is 'The stream, see streams.id.';
comment on column eventlog.events.revision is 'Place in the stream: 0, 1, 2, …';
comment on column eventlog.events.event_id is 'Id that the client gave; a resend is known by it.';
comment on column eventlog.events.type is 'Wire name of the event, e.g. parcel.registered.v1.';
comment on column eventlog.events.is_json is 'Whether data is application/json; else application/octet-stream.';
comment on column eventlog.events.created is 'When the node took the event. When the registry learnt the fact stands in metadata.';
comment on column eventlog.events.data is 'The event, as the client sent it.';
comment on column eventlog.events.metadata is 'Who, when and why, as the client sent it.';
comment on constraint events_one_per_revision on eventlog.events is 'The last guard against two writers: the second to take a revision fails.';

-- Events are written once and read whole: they lie in one piece as long as they
-- fit on a page, since fetching the pieces of all those above the usual 2 kB took
-- a reader of the log more time than the rest. Compressing them would cost the one
-- writer more than all else PostgreSQL does for it.
alter table eventlog.events
    alter column data set storage external,
    alter column metadata set storage external;

-- Commands that need the log while a service runs connect to its node; this is
-- where they find it. The row counts only while backend_pid holds the lock.
create table eventlog.node (
    only_row    boolean primary key default true check (only_row),
    address     text not null,
    backend_pid integer not null,
    started     timestamptz not null
);
comment on table eventlog.node is 'The node that holds the log, or held it last.';
comment on column eventlog.node.only_row is 'Keeps the table at one row.';
comment on column eventlog.node.address is 'Host and port at which the node serves its protocol.';
comment on column eventlog.node.backend_pid is 'PostgreSQL process of the session with the advisory lock; where it no longer holds the lock the row is out of date.';
comment on column eventlog.node.started is 'When the node took the lock.';
