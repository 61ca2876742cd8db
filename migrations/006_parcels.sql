-- What was registered about a parcel, as of which day, and since when do we know?
-- As of day v, as known at instant k, the version is the one with
--   recorded_from <= k and valid_from <= v and (k < recorded_to or v < valid_to)
-- since a version's end counts only from when it was recorded. Spans of a
-- parcel's versions never overlap; the projection keeps it so (an exclusion
-- constraint would cost 20 µs a row).
--
-- Rows stay whole up to a page: three geometries exceed the usual 2 kB at some
-- 35 points, and compressing coordinates gains nothing.
create table registry.parcel_version (
    key           bigint not null,
    parcel_id     uuid not null,
    version       integer not null,
    valid_from    date not null,
    valid_to      date not null,
    recorded_from timestamptz not null,
    recorded_to   timestamptz not null,
    revision      bigint not null,
    event_id      uuid not null,
    event         text not null,
    actor         text not null,
    office        text not null,
    dossier       text,
    procedure     text,
    cause         text,
    status        text not null,
    land_type     text not null,
    purposes      jsonb not null,
    sheet_id      uuid not null,
    number        integer not null,
    code          text not null,
    legal_area    numeric(14, 1) not null,
    measured_area numeric(14, 1) not null,
    srid          integer not null,
    geom          geometry(Polygon) not null,
    geom_wgs84    geometry(Polygon, 4326) not null,
    geom_3857     geometry(Polygon, 3857) not null,
    surveyed      jsonb,
    constraint parcel_version_pkey primary key (parcel_id, version),
    constraint parcel_version_valid check (valid_from <= valid_to),
    constraint parcel_version_recorded check (recorded_from <= recorded_to),
    constraint parcel_version_zone check (st_srid(geom) = srid),
    constraint parcel_version_status check (status in ('active', 'ended'))
) with (toast_tuple_target = 8160);
alter table registry.parcel_version
    alter column geom set storage external,
    alter column geom_wgs84 set storage external,
    alter column geom_3857 set storage external;
-- Nothing is searched by these: statistics on them are most of the cost of an
-- ANALYZE and help no plan.
alter table registry.parcel_version
    alter column geom set statistics 0,
    alter column geom_3857 set statistics 0,
    alter column purposes set statistics 0,
    alter column surveyed set statistics 0;
comment on table registry.parcel_version is 'Các phiên bản của thửa đất trên cả hai trục thời gian. Versions of parcels on both time axes.';
comment on column registry.parcel_version.key is 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';
comment on column registry.parcel_version.parcel_id is 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';
comment on column registry.parcel_version.version is 'Số thứ tự phiên bản, từ 1. Number of the version, from 1.';
comment on column registry.parcel_version.valid_from is 'Ngày có hiệu lực. First day of the version.';
comment on column registry.parcel_version.valid_to is 'Ngày hết hiệu lực (không bao gồm). Day after the last; infinity while open; the first day itself if it ended the day it began.';
comment on column registry.parcel_version.recorded_from is 'Lúc ghi nhận. When the registry learnt of the version.';
comment on column registry.parcel_version.recorded_to is 'Lúc ghi nhận việc kết thúc. When the registry learnt of its end; infinity while it is current.';
comment on column registry.parcel_version.revision is 'Số của sự kiện cuối chạm tới thửa. Number, in the sheet''s stream, of the last event that touched the parcel.';
comment on column registry.parcel_version.event_id is 'Sự kiện sinh ra phiên bản. The event that began the version.';
comment on column registry.parcel_version.event is 'Loại sự kiện. Wire name of that event.';
comment on column registry.parcel_version.actor is 'Mã cán bộ. Id of the officer who acted.';
comment on column registry.parcel_version.office is 'Mã cơ quan. Id of the office that acted.';
comment on column registry.parcel_version.dossier is 'Số hồ sơ. Number of the dossier that led to it.';
comment on column registry.parcel_version.procedure is 'Mã thủ tục hành chính. Code of the public procedure.';
comment on column registry.parcel_version.cause is 'Mã biến động; trống khi đăng ký lần đầu. Code of the kind of change; null for a first registration.';
comment on column registry.parcel_version.status is 'Tình trạng: active, ended. Whether the parcel still exists.';
comment on column registry.parcel_version.land_type is 'Loại đất chính (diện tích lớn nhất). Land type of the purpose with the largest area.';
comment on column registry.parcel_version.purposes is 'Các mục đích sử dụng: loại, diện tích m², thời hạn, nguồn gốc. Land purposes: type, area in m², term, origin.';
comment on column registry.parcel_version.sheet_id is 'Tờ bản đồ gốc. The sheet that the parcel is on.';
comment on column registry.parcel_version.number is 'Số thửa trong tờ bản đồ. Number of the parcel in its sheet, never reused.';
comment on column registry.parcel_version.code is 'Mã thửa đất: GeoHash 12 ký tự. National parcel code, a GeoHash of 12 characters.';
comment on column registry.parcel_version.legal_area is 'Diện tích pháp lý, m². Area on the certificate, in m².';
comment on column registry.parcel_version.measured_area is 'Diện tích đo đạc, m². Area by the survey, in m².';
comment on column registry.parcel_version.srid is 'Mã EPSG của múi chiếu VN-2000. EPSG code of the VN-2000 zone of geom.';
comment on column registry.parcel_version.geom is 'Ranh giới trong VN-2000, chính xác tới mm. Boundary in VN-2000 as registered, to the millimetre.';
comment on column registry.parcel_version.geom_wgs84 is 'Ranh giới trong WGS84, theo EPSG:6960. The same in WGS84, by EPSG:6960.';
comment on column registry.parcel_version.geom_3857 is 'Ranh giới trong Web Mercator. The same in Web Mercator, for tiles.';
comment on column registry.parcel_version.surveyed is 'Số hiệu và độ chính xác của điểm đo. Numbers and accuracies of the survey points among the vertices.';

-- One current version a parcel. The projection finds by it what an event ends.
create unique index parcel_version_current on registry.parcel_version (parcel_id) where recorded_to = 'infinity';
-- By sheet and number, of today or of a day, and lists in the order of numbers.
-- A number is never reused, so it is unique over all history, a version apart.
create unique index parcel_version_number on registry.parcel_version (sheet_id, number, version);
-- By code and day. Not unique: a child may carry its ended parent's code.
create index parcel_version_code on registry.parcel_version (code);
-- Lists over communes in the order of registration, and analysts' integer key.
create unique index parcel_version_key on registry.parcel_version (key);
-- Near, within, neighbours, tiles. A Mercator box is a WGS84 box, so geom_3857
-- needs no index of its own.
create index parcel_version_place on registry.parcel_version using gist (geom_wgs84);
