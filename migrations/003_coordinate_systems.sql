-- The cadastre of half the provinces lies in the zones EPSG 9205 to 9218, which
-- PostGIS 3.3 does not know: the same projection as 5896 to 5899, on other
-- central meridians. The text is what the EPSG registry and PROJ say. A later
-- PostGIS brings these rows itself; its own then stand.
insert into spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
select srid, 'EPSG', srid,
       format('PROJCS["VN-2000 / TM-3 %s",'
              'GEOGCS["VN-2000",DATUM["Vietnam_2000",'
              'SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
              'TOWGS84[-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278],'
              'AUTHORITY["EPSG","6756"]],'
              'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
              'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4756"]],'
              'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
              'PARAMETER["central_meridian",%s],PARAMETER["scale_factor",0.9999],'
              'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],'
              'UNIT["metre",1,AUTHORITY["EPSG","9001"]],'
              'AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","%s"]]',
              name, meridian, srid),
       format('+proj=tmerc +lat_0=0 +lon_0=%s +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 '
              '+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 '
              '+units=m +no_defs +type=crs', meridian)
  from (values (9205, '103-00', '103'),    (9206, '104-00', '104'),
               (9207, '104-30', '104.5'),  (9208, '104-45', '104.75'),
               (9209, '105-30', '105.5'),  (9210, '105-45', '105.75'),
               (9211, '106-00', '106'),    (9212, '106-15', '106.25'),
               (9213, '106-30', '106.5'),  (9214, '107-00', '107'),
               (9215, '107-15', '107.25'), (9216, '107-30', '107.5'),
               (9217, '108-15', '108.25'), (9218, '108-30', '108.5')
       ) as zone (srid, name, meridian)
on conflict (srid) do nothing;

-- Asked to go from an EPSG zone to WGS 84, PROJ chooses a transformation point
-- by point, and in part of the south not the national one (0.8 m apart, and
-- geometries torn where they meet). A row of another authority leaves no choice:
-- 900000 + the EPSG code is that zone with EPSG:6960 built in, for
--   st_transform(st_setsrid(geometry, 900000 + srid), 4326 or 3857).
-- EPSG:6960 is a coordinate frame rotation and towgs84 a position vector
-- transformation: the three rotations change their sign. Public columns keep the
-- EPSG code. Nobody else's rows are in this range, so a conflict is an error.
insert into spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
select 900000 + srid, 'DIACHINH', 900000 + srid,
       format('PROJCS["VN-2000 / TM-3 %s by EPSG:6960",'
              'GEOGCS["VN-2000 by EPSG:6960",DATUM["Vietnam_2000 by EPSG:6960",'
              'SPHEROID["WGS 84",6378137,298.257223563],'
              'TOWGS84[-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278]],'
              'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
              'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
              'PARAMETER["central_meridian",%s],PARAMETER["scale_factor",0.9999],'
              'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],'
              'UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]',
              name, meridian),
       format('+proj=tmerc +lat_0=0 +lon_0=%s +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 '
              '+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 '
              '+units=m +no_defs +type=crs', meridian)
  from (values (5896, '102-00', '102'),    (5897, '105-00', '105'),
               (5898, '108-00', '108'),    (5899, '107-45', '107.75'),
               (9205, '103-00', '103'),    (9206, '104-00', '104'),
               (9207, '104-30', '104.5'),  (9208, '104-45', '104.75'),
               (9209, '105-30', '105.5'),  (9210, '105-45', '105.75'),
               (9211, '106-00', '106'),    (9212, '106-15', '106.25'),
               (9213, '106-30', '106.5'),  (9214, '107-00', '107'),
               (9215, '107-15', '107.25'), (9216, '107-30', '107.5'),
               (9217, '108-15', '108.25'), (9218, '108-30', '108.5')
       ) as zone (srid, name, meridian);
