-- A correction says that something had been recorded wrongly since a day. The
-- versions that it touches are kept, with the instant of the correction, and what
-- has been so in their place is written beside them. As of day v, as known at
-- instant k, the version is the one with
--   recorded_from <= k and k < corrected_at and valid_from <= v
--   and (k < recorded_to or v < valid_to)
alter table registry.parcel_version
    add column corrected_at timestamptz not null default 'infinity',
    add column recovered    boolean not null default false,
    add column annulled     boolean not null default false,
    add column sources      jsonb,
    add column warnings     jsonb,
    add constraint parcel_version_corrected check (recorded_from <= corrected_at);
alter table registry.parcel_version
    alter column sources set statistics 0,
    alter column warnings set statistics 0;
comment on column registry.parcel_version.corrected_at is 'Lúc đính chính thay thế phiên bản này. When a correction took the version''s place; infinity while it stands.';
comment on column registry.parcel_version.recovered is 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';
comment on column registry.parcel_version.annulled is 'Biến động tạo ra thửa đã bị hủy. Whether the act that began the parcel was undone: it never existed.';
comment on column registry.parcel_version.sources is 'Giấy tờ làm căn cứ: loại, số, ngày, mã băm. Documents that the act rested on: kind, number, date, hash.';
comment on column registry.parcel_version.warnings is 'Cảnh báo của quy tắc khi ghi nhận. What the rules warned of at the act.';

-- A correction also changes versions that are past. A first registration adds
-- nothing to this index, so that a rebuild can have it from the beginning.
create unique index parcel_version_past on registry.parcel_version (parcel_id, version)
 where recorded_to < 'infinity' and corrected_at = 'infinity';
