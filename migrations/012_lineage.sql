-- What did a parcel descend from, and what descends from it? One row for each
-- ended parcel whose ground went to a begun one.
create table registry.parcel_lineage (
    key          bigint not null,
    parent_id    uuid not null,
    child_id     uuid not null,
    event_id     uuid not null,
    event        text not null,
    cause        text not null,
    area         numeric(14, 1) not null,
    effective    date not null,
    recorded_at  timestamptz not null,
    corrected_at timestamptz not null,
    constraint parcel_lineage_pkey primary key (key),
    constraint parcel_lineage_corrected check (recorded_at <= corrected_at)
);
comment on table registry.parcel_lineage is 'Nguồn gốc thửa đất: thửa cũ, thửa mới, phần diện tích. Descent of parcels: the ended one, the begun one, and the area that went over.';
comment on column registry.parcel_lineage.key is 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';
comment on column registry.parcel_lineage.parent_id is 'Thửa đã kết thúc. The parcel that ended.';
comment on column registry.parcel_lineage.child_id is 'Thửa bắt đầu. The parcel that began.';
comment on column registry.parcel_lineage.event_id is 'Sự kiện. The event that ended the one and began the other.';
comment on column registry.parcel_lineage.event is 'Loại sự kiện. Wire name of that event.';
comment on column registry.parcel_lineage.cause is 'Mã biến động. Code of the kind of change.';
comment on column registry.parcel_lineage.area is 'Diện tích đất của thửa cũ thuộc về thửa mới, m². How much of the parent''s ground went to the child, in m².';
comment on column registry.parcel_lineage.effective is 'Ngày có hiệu lực. Day on which it took effect.';
comment on column registry.parcel_lineage.recorded_at is 'Lúc ghi nhận. When the registry learnt of it.';
comment on column registry.parcel_lineage.corrected_at is 'Lúc biến động bị hủy. When a reinstatement undid it; infinity while it stands.';

-- Descendants and ancestors, generation by generation; the projection finds by
-- the child what a reinstatement undoes.
create index parcel_lineage_parent on registry.parcel_lineage (parent_id);
create index parcel_lineage_child on registry.parcel_lineage (child_id);
