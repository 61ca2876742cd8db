-- What the projections make of the log. The schema is built anew beside itself
-- (registry_next) and switched, so nothing else may live in it: the analysts'
-- views have a schema of their own.
create schema registry;
comment on schema registry is 'Mô hình đọc, dựng từ nhật ký sự kiện. Read models, built from the log of events: only a projection writes here.';

-- Rows and the place up to which they hold commit in one transaction, so a crash
-- loses both or neither, and the events after the place are applied again.
create table registry.checkpoint (
    model            text primary key,
    log_id           uuid not null,
    shape            integer not null,
    commit_position  bigint,
    prepare_position bigint,
    updated_at       timestamptz not null default clock_timestamp(),
    constraint checkpoint_position_whole check ((commit_position is null) = (prepare_position is null))
);
comment on table registry.checkpoint is 'Vị trí trong nhật ký mà mỗi mô hình đọc đã áp dụng tới. How far in the log each read model has come.';
comment on column registry.checkpoint.model is 'Tên mô hình đọc. Name of the read model.';
comment on column registry.checkpoint.log_id is 'Nhật ký mà vị trí thuộc về. The log that the position is of; positions of another log mean nothing.';
comment on column registry.checkpoint.shape is 'Phiên bản cấu trúc của mô hình. Version of the model''s shape; another one asks for a rebuild.';
comment on column registry.checkpoint.commit_position is 'Vị trí của sự kiện cuối đã áp dụng; trống nếu chưa có. Position of the last event applied; null before the first.';
comment on column registry.checkpoint.prepare_position is 'Phần thứ hai của vị trí. Second part of the position.';
comment on column registry.checkpoint.updated_at is 'Lúc ghi. When it was written, for people to look at; nothing depends on it.';
