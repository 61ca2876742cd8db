-- The layers of today name the sheet by its key too, which joins it to map_sheet
-- and map_sheet_number: a number means one sheet today and another tomorrow.
create or replace view cadastre.parcel as
select p.key as id, p.parcel_id, c.code as commune_code, c.name as commune_name,
       s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
       p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
       p.valid_from, p.srid, p.geom, p.geom_wgs84, p.geom_3857, p.recovered,
       s.key as map_sheet_id
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
                   p.valid_from, p.geom::geometry(Polygon, %1$s) as geom, p.recovered,
                   s.key as map_sheet_id
              from registry.parcel_version p
              join registry.sheet s on s.id = p.sheet_id
              join registry.commune c on c.id = s.commune_id
             where p.srid = %1$s and p.recorded_to = 'infinity' and p.status = 'active'
            $sql$, zone);
    end loop;
end
$$;

create or replace view cadastre.parcel_version as
select p.key as id, p.parcel_id, p.version, c.code as commune_code, c.name as commune_name,
       s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
       p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
       p.valid_from, p.valid_to, p.recorded_from, p.recorded_to,
       daterange(p.valid_from, p.valid_to) as valid,
       tstzrange(p.recorded_from, p.recorded_to) as recorded,
       p.event, p.cause, p.srid, p.geom, p.geom_wgs84, p.geom_3857,
       p.corrected_at, p.recovered, p.annulled, s.key as map_sheet_id, p.inserted
  from registry.parcel_version p
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id;

-- What was learnt after the instant is not told: an end that was not known yet is
-- infinity.
create or replace function cadastre.parcel_as_of(valid_at date, known_at timestamptz default now())
returns setof cadastre.parcel_version
language sql stable parallel safe
as $$
    select p.id, p.parcel_id, p.version, p.commune_code, p.commune_name,
           n.number, n.scale, p.number, p.code,
           p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
           p.valid_from, case when known_at < p.recorded_to then 'infinity' else p.valid_to end,
           p.recorded_from, case when known_at < p.recorded_to then 'infinity' else p.recorded_to end,
           case when known_at < p.recorded_to then daterange(p.valid_from, 'infinity') else p.valid end,
           case when known_at < p.recorded_to then tstzrange(p.recorded_from, 'infinity') else p.recorded end,
           p.event, p.cause, p.srid, p.geom, p.geom_wgs84, p.geom_3857,
           'infinity'::timestamptz, p.recovered, p.annulled, p.map_sheet_id, p.inserted
      from cadastre.parcel_version p
      join cadastre.map_sheet_number n on n.map_sheet_id = p.map_sheet_id
       and n.valid_from <= valid_at and valid_at < n.valid_to
     where p.recorded_from <= known_at and known_at < p.corrected_at
       and p.valid_from <= valid_at
       and (known_at < p.recorded_to or valid_at < p.valid_to)
       and p.status = 'active'
$$;

-- What is open ends at infinity, as in parcel_version, and is compared like any
-- other end. Only commune.valid_to is null, as it has been from the beginning.
create or replace view cadastre.parcel_lineage as
select key as id, parent_id, child_id, event, cause, area, effective, recorded_at, corrected_at
  from registry.parcel_lineage;

create or replace view cadastre.map_sheet_number as
select n.key as id, s.key as map_sheet_id, c.code as commune_code, n.number, n.scale,
       n.valid_from, n.valid_to
  from registry.sheet_number n
  join registry.sheet s on s.id = n.sheet_id
  join registry.commune c on c.id = n.commune_id;

do $$
declare
    target record;
begin
    for target in
        select format('%I.%I.%I', n.nspname, c.relname, a.attname) as name, w.words
          from (values
                   ('parcel%', 'map_sheet_id', 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.'),
                   ('parcel_version', 'inserted', 'Chỉ thêm điểm trên ranh giới, do biến động của thửa khác. Whether the parcel only gained points on its boundary, by an act on another.'),
                   ('parcel_version', 'cause', 'Mã biến động; trống khi đăng ký lần đầu và khi chỉ thêm điểm. Code of the kind of change; null for a first registration, and where points were inserted.'),
                   ('parcel_version', 'corrected_at', 'Lúc đính chính thay thế. When a correction took its place; infinity while it stands.'),
                   ('parcel_lineage', 'corrected_at', 'Lúc biến động bị hủy. When a reinstatement undid it; infinity while it stands.'),
                   ('map_sheet_number', 'valid_to', 'Ngày hết mang số này (không bao gồm). Day after the last; infinity while it has it.')
               ) as w (view, name, words)
          join pg_attribute a on a.attname = w.name
          join pg_class c on c.oid = a.attrelid and c.relname like w.view
          join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'cadastre'
    loop
        execute format('comment on column %s is %L', target.name, target.words);
    end loop;
end
$$;
