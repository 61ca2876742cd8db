-- Who finds the log taken must learn by what and where: an address on loopback
-- says neither which program that is nor on which machine.
alter table eventlog.node
    add column host    text not null default '',
    add column process integer not null default 0,
    add column program text not null default '';
comment on column eventlog.node.host is 'Name of the machine that the node runs on.';
comment on column eventlog.node.process is 'Number of the process that runs the node, on its machine.';
comment on column eventlog.node.program is 'What runs the node, e.g. diachinh serve.';

-- Other machines reach the node over TLS and with a name and a password.
create table eventlog.users (
    name     text primary key,
    hash     text not null,
    rights   text[] not null,
    constraint users_name check (name <> '' and position(':' in name) = 0),
    constraint users_rights check (rights <@ array['read', 'read-all', 'append', 'admin'])
);
comment on table eventlog.users is 'Who may use the embedded node over TLS; changed by `diachinh node users`.';
comment on column eventlog.users.name is 'Name that the client gives; a colon would end it there.';
comment on column eventlog.users.hash is 'The password, hashed by bcrypt.';
comment on column eventlog.users.rights is 'read: streams by name; read-all: $all and the system''s streams; append; admin: all of these, deleting and stream metadata.';
