-- The current layers show the parcels that exist. An ended parcel keeps a current
-- row, so that it is found with what became of it; on a map it would cover its
-- successors. The indexes of the zones serve as before: they hold a few rows more.
create or replace view cadastre.parcel as
select p.key as id, p.parcel_id, c.code as commune_code, c.name as commune_name,
       s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
       p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
       p.valid_from, p.srid, p.geom, p.geom_wgs84, p.geom_3857, p.recovered
  from registry.parcel_version p
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id
 where p.recorded_to = 'infinity' and p.status = 'active';

do $$
declare
    zone integer;
begin
    foreach zone in array array[5896, 5897, 5898, 5899, 9205, 9206, 9207, 9208, 9209,
                                9210, 9211, 9212, 9213, 9214, 9215, 9216, 9217, 9218]
    loop
        execute format($sql$
            create or replace view cadastre.parcel_%1$s as
            select p.key as id, p.parcel_id, c.code as commune_code, c.name as commune_name,
                   s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
                   p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
                   p.valid_from, p.geom::geometry(Polygon, %1$s) as geom, p.recovered
              from registry.parcel_version p
              join registry.sheet s on s.id = p.sheet_id
              join registry.commune c on c.id = s.commune_id
             where p.srid = %1$s and p.recorded_to = 'infinity' and p.status = 'active'
            $sql$, zone);
    end loop;
end
$$;

-- All versions, those that a correction took the place of included: they say
-- what was believed until then.
create or replace view cadastre.parcel_version as
select p.key as id, p.parcel_id, p.version, c.code as commune_code, c.name as commune_name,
       s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
       p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
       p.valid_from, p.valid_to, p.recorded_from, p.recorded_to,
       daterange(p.valid_from, p.valid_to) as valid,
       tstzrange(p.recorded_from, p.recorded_to) as recorded,
       p.event, p.cause, p.srid, p.geom, p.geom_wgs84, p.geom_3857,
       p.corrected_at, p.recovered, p.annulled
  from registry.parcel_version p
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id;

create or replace function cadastre.parcel_as_of(valid_at date, known_at timestamptz default now())
returns setof cadastre.parcel_version
language sql stable parallel safe
as $$
    select *
      from cadastre.parcel_version
     where recorded_from <= known_at and known_at < corrected_at
       and valid_from <= valid_at
       and (known_at < recorded_to or valid_at < valid_to)
       and status = 'active'
$$;

create view cadastre.parcel_lineage as
select key as id, parent_id, child_id, event, cause, area, effective, recorded_at,
       nullif(corrected_at, 'infinity') as corrected_at
  from registry.parcel_lineage;
comment on view cadastre.parcel_lineage is 'Nguồn gốc thửa đất: thửa cũ, thửa mới, phần diện tích. Descent of parcels: the ended one, the begun one, and the area that went over.';

create view cadastre.map_sheet_number as
select n.key as id, s.key as map_sheet_id, c.code as commune_code, n.number, n.scale,
       n.valid_from, nullif(n.valid_to, 'infinity') as valid_to
  from registry.sheet_number n
  join registry.sheet s on s.id = n.sheet_id
  join registry.commune c on c.id = n.commune_id;
comment on view cadastre.map_sheet_number is 'Số và tỷ lệ của tờ bản đồ qua các thời kỳ. Numbers and scales of map sheets over time.';

do $$
declare
    target record;
begin
    for target in
        select format('%I.%I.%I', n.nspname, c.relname, a.attname) as name, w.words
          from (values
                   ('parcel%', 'corrected_at', 'Lúc đính chính thay thế. When a correction took its place; infinity or null while it stands.'),
                   ('parcel%', 'recovered', 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.'),
                   ('parcel%', 'annulled', 'Biến động tạo ra thửa đã bị hủy. Whether the act that began the parcel was undone: it never existed.'),
                   ('parcel_lineage', 'id', 'Khóa. Integer key.'),
                   ('parcel_lineage', 'parent_id', 'Thửa đã kết thúc. The parcel that ended.'),
                   ('parcel_lineage', 'child_id', 'Thửa bắt đầu. The parcel that began.'),
                   ('parcel_lineage', 'event', 'Loại sự kiện. Wire name of the event.'),
                   ('parcel_lineage', 'cause', 'Mã biến động. Code of the kind of change.'),
                   ('parcel_lineage', 'area', 'Diện tích đất của thửa cũ thuộc về thửa mới, m². How much of the parent''s ground went to the child, in m².'),
                   ('parcel_lineage', 'effective', 'Ngày có hiệu lực. Day on which it took effect.'),
                   ('parcel_lineage', 'recorded_at', 'Lúc ghi nhận. When the registry learnt of it.'),
                   ('map_sheet_number', 'id', 'Khóa. Integer key.'),
                   ('map_sheet_number', 'map_sheet_id', 'Tờ bản đồ. Key of the map sheet.'),
                   ('map_sheet_number', 'commune_code', 'Mã xã. Code of the commune.'),
                   ('map_sheet_number', 'number', 'Số tờ bản đồ. Sheet number.'),
                   ('map_sheet_number', 'scale', 'Mẫu số tỷ lệ. Denominator of the scale.'),
                   ('map_sheet_number', 'valid_from', 'Ngày đầu tiên có số này. First day on which the sheet had the number.'),
                   ('map_sheet_number', 'valid_to', 'Ngày hết mang số này (không bao gồm); trống nếu còn. Day after the last; null while it has it.')
               ) as w (view, name, words)
          join pg_attribute a on a.attname = w.name
          join pg_class c on c.oid = a.attrelid and c.relname like w.view
          join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'cadastre'
    loop
        execute format('comment on column %s is %L', target.name, target.words);
    end loop;
end
$$;

grant select on cadastre.parcel_lineage, cadastre.map_sheet_number to diachinh_analyst;
