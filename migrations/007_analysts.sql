-- GIS analysts read these views and nothing else: no registry table, no log and
-- no personal data, now or later, because the role is granted what is in this
-- schema alone. Roles belong to the whole cluster: another database may have
-- made it, or be making it at this moment.
do $$
begin
    if not exists (select from pg_roles where rolname = 'diachinh_analyst') then
        create role diachinh_analyst nologin;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;

create schema cadastre;
comment on schema cadastre is 'Dữ liệu địa chính cho người phân tích, không có dữ liệu cá nhân. The cadastre for analysts: views, read-only, without personal data.';

create view cadastre.commune as
select key as id, code, kind, name, name_en, province_code, province_name,
       valid_from, nullif(valid_to, 'infinity') as valid_to, boundary
  from registry.commune;
comment on view cadastre.commune is 'Xã, phường, đặc khu. Communes, each over one lifespan of its code.';
comment on column cadastre.commune.id is 'Khóa. Integer key.';
comment on column cadastre.commune.code is 'Mã đơn vị hành chính. National statistical code.';
comment on column cadastre.commune.kind is 'Loại: xa, phuong, dac_khu. Kind of commune.';
comment on column cadastre.commune.name is 'Tên. Name.';
comment on column cadastre.commune.name_en is 'Tên tiếng Anh. English name.';
comment on column cadastre.commune.province_code is 'Mã tỉnh, thành phố. Code of the province or city.';
comment on column cadastre.commune.province_name is 'Tên tỉnh, thành phố. Name of the province or city.';
comment on column cadastre.commune.valid_from is 'Ngày có hiệu lực. First day on which the code means this commune.';
comment on column cadastre.commune.valid_to is 'Ngày hết hiệu lực (không bao gồm); trống nếu còn. Day after the last; null while it stands.';
comment on column cadastre.commune.boundary is 'Ranh giới WGS84, đã đơn giản hóa. Boundary in WGS84, simplified.';

create view cadastre.map_sheet as
select s.key as id, c.code as commune_code, c.name as commune_name,
       s.number, s.scale, s.srid, s.opened
  from registry.sheet s
  join registry.commune c on c.id = s.commune_id;
comment on view cadastre.map_sheet is 'Tờ bản đồ địa chính. Cadastral map sheets.';
comment on column cadastre.map_sheet.id is 'Khóa. Integer key.';
comment on column cadastre.map_sheet.commune_code is 'Mã xã. Code of the commune.';
comment on column cadastre.map_sheet.commune_name is 'Tên xã. Name of the commune.';
comment on column cadastre.map_sheet.number is 'Số tờ bản đồ. Sheet number.';
comment on column cadastre.map_sheet.scale is 'Mẫu số tỷ lệ. Denominator of the scale.';
comment on column cadastre.map_sheet.srid is 'Mã EPSG của múi chiếu. EPSG code of the VN-2000 zone.';
comment on column cadastre.map_sheet.opened is 'Ngày mở. Day on which the sheet was opened.';

-- The layer to open first: each parcel once, as it is now.
create view cadastre.parcel as
select p.key as id, p.parcel_id, c.code as commune_code, c.name as commune_name,
       s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
       p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
       p.valid_from, p.srid, p.geom, p.geom_wgs84, p.geom_3857
  from registry.parcel_version p
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id
 where p.recorded_to = 'infinity';
comment on view cadastre.parcel is 'Thửa đất hiện tại. Parcels as they are now; for one VN-2000 zone, parcel_<EPSG code> is the faster layer.';

-- One a zone: a layer wants one coordinate system, named in the column's type.
-- The index carries the same expression as the view, so a map window is quick.
do $$
declare
    zone integer;
begin
    foreach zone in array array[5896, 5897, 5898, 5899, 9205, 9206, 9207, 9208, 9209,
                                9210, 9211, 9212, 9213, 9214, 9215, 9216, 9217, 9218]
    loop
        execute format($sql$
            create index parcel_version_%1$s on registry.parcel_version
             using gist ((geom::geometry(Polygon, %1$s)))
             where srid = %1$s and recorded_to = 'infinity'
            $sql$, zone);
        execute format($sql$
            create view cadastre.parcel_%1$s as
            select p.key as id, p.parcel_id, c.code as commune_code, c.name as commune_name,
                   s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
                   p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
                   p.valid_from, p.geom::geometry(Polygon, %1$s) as geom
              from registry.parcel_version p
              join registry.sheet s on s.id = p.sheet_id
              join registry.commune c on c.id = s.commune_id
             where p.srid = %1$s and p.recorded_to = 'infinity'
            $sql$, zone);
        execute format('comment on view cadastre.parcel_%1$s is %2$L', zone,
            format('Thửa đất hiện tại trong múi chiếu EPSG:%1$s. Parcels as they are now in the VN-2000 zone EPSG:%1$s.', zone));
    end loop;
end
$$;

-- Every version, with its spans as ranges. A version's end counts only from when
-- it was recorded: to ask for a past day, use parcel_as_of.
create view cadastre.parcel_version as
select p.key as id, p.parcel_id, p.version, c.code as commune_code, c.name as commune_name,
       s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
       p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
       p.valid_from, p.valid_to, p.recorded_from, p.recorded_to,
       daterange(p.valid_from, p.valid_to) as valid,
       tstzrange(p.recorded_from, p.recorded_to) as recorded,
       p.event, p.cause, p.srid, p.geom, p.geom_wgs84, p.geom_3857
  from registry.parcel_version p
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id;
comment on view cadastre.parcel_version is 'Mọi phiên bản của thửa đất. All versions of parcels on both time axes.';

create function cadastre.parcel_as_of(valid_at date, known_at timestamptz default now())
returns setof cadastre.parcel_version
language sql stable parallel safe
as $$
    select *
      from cadastre.parcel_version
     where recorded_from <= known_at
       and valid_from <= valid_at
       and (known_at < recorded_to or valid_at < valid_to)
$$;
comment on function cadastre.parcel_as_of is 'Thửa đất tại một ngày, theo hiểu biết tại một thời điểm. Parcels as of a day, as known at an instant (now if not given).';

-- The views share their columns, and so the words for them.
do $$
declare
    target record;
begin
    for target in
        select format('%I.%I.%I', n.nspname, c.relname, a.attname) as name, w.words
          from (values
                   ('id', 'Khóa. Integer key of the version.'),
                   ('parcel_id', 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.'),
                   ('version', 'Số thứ tự phiên bản, từ 1. Number of the version, from 1.'),
                   ('commune_code', 'Mã xã. Code of the commune.'),
                   ('commune_name', 'Tên xã. Name of the commune.'),
                   ('sheet_number', 'Số tờ bản đồ. Sheet number.'),
                   ('sheet_scale', 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.'),
                   ('number', 'Số thửa. Number of the parcel in its sheet.'),
                   ('code', 'Mã thửa đất. National parcel code.'),
                   ('legal_area', 'Diện tích pháp lý, m². Area on the certificate, in m².'),
                   ('measured_area', 'Diện tích đo đạc, m². Area by the survey, in m².'),
                   ('land_type', 'Loại đất chính. Land type of the purpose with the largest area.'),
                   ('purposes', 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.'),
                   ('status', 'Tình trạng: active, ended. Whether the parcel still exists.'),
                   ('valid_from', 'Ngày có hiệu lực. First day of the version.'),
                   ('valid_to', 'Ngày hết hiệu lực (không bao gồm). Day after the last; infinity while open.'),
                   ('recorded_from', 'Lúc ghi nhận. When the registry learnt of the version.'),
                   ('recorded_to', 'Lúc ghi nhận việc kết thúc. When the registry learnt of its end; infinity while current.'),
                   ('valid', 'Khoảng hiệu lực. Span of validity.'),
                   ('recorded', 'Khoảng được coi là hiện hành. Span over which it was believed current.'),
                   ('event', 'Loại sự kiện. Wire name of the event that began the version.'),
                   ('cause', 'Mã biến động. Code of the kind of change.'),
                   ('srid', 'Mã EPSG của múi chiếu VN-2000. EPSG code of the VN-2000 zone of geom.'),
                   ('geom', 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.'),
                   ('geom_wgs84', 'Ranh giới trong WGS84, theo EPSG:6960. Boundary in WGS84, by EPSG:6960; the column to search by.'),
                   ('geom_3857', 'Ranh giới trong Web Mercator. Boundary in Web Mercator, for drawing; search by geom_wgs84.')
               ) as w (name, words)
          join pg_attribute a on a.attname = w.name
          join pg_class c on c.oid = a.attrelid and c.relname like 'parcel%'
          join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'cadastre'
    loop
        execute format('comment on column %s is %L', target.name, target.words);
    end loop;
end
$$;

-- Read-only, and view by view: what is added later is granted when it is added.
grant usage on schema cadastre to diachinh_analyst;
grant select on all tables in schema cadastre to diachinh_analyst;
