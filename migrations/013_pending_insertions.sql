-- Which parcels of other sheets lack points that an act put on their boundaries?
-- A row is gone as soon as the other sheet has answered.
create table registry.pending_insertion (
    key            bigint not null,
    command_id     uuid not null,
    sheet_id       uuid not null,
    from_sheet_id  uuid not null,
    correlation_id uuid not null,
    event_id       uuid not null,
    actor          text not null,
    office         text not null,
    dossier        text,
    procedure      text,
    parcels        uuid[] not null,
    points         jsonb not null,
    effective      date not null,
    recorded_at    timestamptz not null,
    constraint pending_insertion_pkey primary key (command_id, sheet_id)
);
comment on table registry.pending_insertion is 'Điểm ranh giới còn phải chèn vào thửa của tờ bản đồ khác. Points that parcels of other sheets have yet to gain.';
comment on column registry.pending_insertion.key is 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';
comment on column registry.pending_insertion.command_id is 'Lệnh gây ra. The command of the act; the insertion answers it.';
comment on column registry.pending_insertion.sheet_id is 'Tờ bản đồ phải chèn điểm. The sheet that has yet to gain the points.';
comment on column registry.pending_insertion.from_sheet_id is 'Tờ bản đồ có biến động. The sheet that the act was on.';
comment on column registry.pending_insertion.correlation_id is 'Chuỗi việc. Correlation of the act.';
comment on column registry.pending_insertion.event_id is 'Sự kiện. The act''s event.';
comment on column registry.pending_insertion.actor is 'Mã cán bộ. Id of the officer who acted.';
comment on column registry.pending_insertion.office is 'Mã cơ quan. Id of the office that acted.';
comment on column registry.pending_insertion.dossier is 'Số hồ sơ. Number of the dossier that led to the act.';
comment on column registry.pending_insertion.procedure is 'Mã thủ tục hành chính. Code of the public procedure.';
comment on column registry.pending_insertion.parcels is 'Các thửa thiếu điểm. The parcels that lack the points.';
comment on column registry.pending_insertion.points is 'Tọa độ các điểm, mét trong múi chiếu. The points, in metres of the zone.';
comment on column registry.pending_insertion.effective is 'Ngày có hiệu lực. Day on which the act took effect.';
comment on column registry.pending_insertion.recorded_at is 'Lúc ghi nhận. When the act was recorded.';
