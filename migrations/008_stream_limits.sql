-- What a stream's metadata restricts, and which streams are deleted for ever. It
-- all follows from the events; kept apart, a node that starts need not look
-- through every stream for it, and a read of a stream without limits asks for
-- nothing. The writer changes a row in the transaction of the event that does.
create table eventlog.limits (
    stream          text primary key,
    max_age         bigint check (max_age > 0),
    max_count       bigint check (max_count > 0),
    truncate_before bigint check (truncate_before >= 0),
    deleted         boolean not null
);
comment on table eventlog.limits is 'Streams of which a read does not give all events: one row each, none for other streams.';
comment on column eventlog.limits.stream is 'Name of the stream; it may have no events yet.';
comment on column eventlog.limits.max_age is 'Seconds after which an event is no longer read ($maxAge).';
comment on column eventlog.limits.max_count is 'How many of the newest events are read ($maxCount).';
comment on column eventlog.limits.truncate_before is 'Revision of the first event that is read ($tb); the largest bigint: the stream is deleted, and may be appended to again.';
comment on column eventlog.limits.deleted is 'Whether the stream has a tombstone: it can never be used again.';
