-- An act on a parcel puts points on its neighbours' boundaries, and each of these
-- has a version more by it. That version came about by the act, but is no change
-- of that kind: counting a cause must not count it.
alter table registry.parcel_version
    add column inserted boolean not null default false;
comment on column registry.parcel_version.inserted is 'Chỉ thêm điểm trên ranh giới, do biến động của thửa khác. Whether the parcel only gained points on its boundary, by an act on another.';
comment on column registry.parcel_version.cause is 'Mã biến động; trống khi đăng ký lần đầu và khi chỉ thêm điểm. Code of the kind of change; null for a first registration, and where points were inserted.';
