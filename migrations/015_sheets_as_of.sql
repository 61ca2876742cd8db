-- A parcel of a past day is shown with the number and the scale that its sheet had
-- on that day: what stands on paper of the time. The layers of today show today's.
create or replace view cadastre.parcel_version as
select p.key as id, p.parcel_id, p.version, c.code as commune_code, c.name as commune_name,
       s.number as sheet_number, s.scale as sheet_scale, p.number, p.code,
       p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
       p.valid_from, p.valid_to, p.recorded_from, p.recorded_to,
       daterange(p.valid_from, p.valid_to) as valid,
       tstzrange(p.recorded_from, p.recorded_to) as recorded,
       p.event, p.cause, p.srid, p.geom, p.geom_wgs84, p.geom_3857,
       p.corrected_at, p.recovered, p.annulled, s.key as map_sheet_id
  from registry.parcel_version p
  join registry.sheet s on s.id = p.sheet_id
  join registry.commune c on c.id = s.commune_id;
comment on column cadastre.parcel_version.map_sheet_id is 'Khóa của tờ bản đồ. Key of the map sheet.';
comment on column cadastre.parcel_version.sheet_number is 'Số tờ bản đồ hiện nay; của parcel_as_of: vào ngày được hỏi. Sheet number of today; of parcel_as_of: on the day asked for.';
comment on column cadastre.parcel_version.sheet_scale is 'Mẫu số tỷ lệ hiện nay; của parcel_as_of: vào ngày được hỏi. Denominator of the scale of today; of parcel_as_of: on the day asked for.';

create or replace function cadastre.parcel_as_of(valid_at date, known_at timestamptz default now())
returns setof cadastre.parcel_version
language sql stable parallel safe
as $$
    select p.id, p.parcel_id, p.version, p.commune_code, p.commune_name,
           n.number, n.scale, p.number, p.code,
           p.legal_area, p.measured_area, p.land_type, p.purposes, p.status,
           p.valid_from, p.valid_to, p.recorded_from, p.recorded_to, p.valid, p.recorded,
           p.event, p.cause, p.srid, p.geom, p.geom_wgs84, p.geom_3857,
           p.corrected_at, p.recovered, p.annulled, p.map_sheet_id
      from cadastre.parcel_version p
      join cadastre.map_sheet_number n
        on n.map_sheet_id = p.map_sheet_id and n.valid_from <= valid_at and (n.valid_to is null or valid_at < n.valid_to)
     where p.recorded_from <= known_at and known_at < p.corrected_at
       and p.valid_from <= valid_at
       and (known_at < p.recorded_to or valid_at < p.valid_to)
       and p.status = 'active'
$$;
