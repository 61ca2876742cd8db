-- Geometry types, functions and spatial indexes.
create extension if not exists postgis;
