-- Which communes are there, and what did a code mean on a day? A code of 2025 is
-- mostly an old code of another territory, so the key is the id and a code is
-- unique only together with the day from which it has its meaning.
create table registry.commune (
    key           bigint not null,
    id            uuid not null,
    code          text not null,
    kind          text not null,
    name          text not null,
    name_en       text not null,
    search_name   text not null,
    province_code text not null,
    province_name text not null,
    valid_from    date not null,
    valid_to      date not null,
    revision      bigint not null,
    boundary      geometry(MultiPolygon, 4326) not null,
    constraint commune_pkey primary key (id),
    constraint commune_valid check (valid_from <= valid_to)
);
comment on table registry.commune is 'Xã, phường, đặc khu. Communes, each over one lifespan of its code.';
comment on column registry.commune.key is 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';
comment on column registry.commune.id is 'Định danh. Identifier, derived from the code and the day it begins to have this meaning.';
comment on column registry.commune.code is 'Mã đơn vị hành chính, 5 chữ số. National statistical code, five digits.';
comment on column registry.commune.kind is 'Loại: xa, phuong, dac_khu. Kind of commune.';
comment on column registry.commune.name is 'Tên. Name.';
comment on column registry.commune.name_en is 'Tên tiếng Anh. English name.';
comment on column registry.commune.search_name is 'Tên không dấu, chữ thường. Name without accents, in lower case, for searching.';
comment on column registry.commune.province_code is 'Mã tỉnh, thành phố. Code of the province or city.';
comment on column registry.commune.province_name is 'Tên tỉnh, thành phố. Name of the province or city.';
comment on column registry.commune.valid_from is 'Ngày đầu tiên có hiệu lực. First day on which the code means this commune.';
comment on column registry.commune.valid_to is 'Ngày hết hiệu lực (không bao gồm). Day after the last; infinity while it stands.';
comment on column registry.commune.revision is 'Số của sự kiện cuối trong luồng. Number of the last event in the commune''s stream that touched it.';
comment on column registry.commune.boundary is 'Ranh giới WGS84, đã đơn giản hóa. Boundary in WGS84, simplified: for orientation, not for decisions.';

-- By code as of a day, and lists in the order of codes.
create unique index commune_code on registry.commune (code, valid_from);
-- Analysts' tools read a layer by its integer key.
create unique index commune_key on registry.commune (key);
-- Which commune is here? 3,321 large polygons: worth an index at any size.
create index commune_boundary on registry.commune using gist (boundary);

-- Which map sheets does a commune have? A parcel knows only its sheet, and the
-- sheet its commune: when communes merge, addresses change and parcels do not.
create table registry.sheet (
    key        bigint not null,
    id         uuid not null,
    commune_id uuid not null,
    number     integer not null,
    scale      integer not null,
    srid       integer not null,
    opened     date not null,
    constraint sheet_pkey primary key (id),
    constraint sheet_number_positive check (number > 0)
);
comment on table registry.sheet is 'Tờ bản đồ địa chính. Cadastral map sheets.';
comment on column registry.sheet.key is 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';
comment on column registry.sheet.id is 'Định danh, không bao giờ đổi. Identifier, for ever, whatever number the sheet bears.';
comment on column registry.sheet.commune_id is 'Xã mà tờ bản đồ thuộc về. The commune that the sheet is in.';
comment on column registry.sheet.number is 'Số tờ bản đồ. Sheet number.';
comment on column registry.sheet.scale is 'Mẫu số tỷ lệ: 2000 là 1:2000. Denominator of the scale.';
comment on column registry.sheet.srid is 'Mã EPSG của múi chiếu VN-2000. EPSG code of the sheet''s VN-2000 zone.';
comment on column registry.sheet.opened is 'Ngày mở. Day on which the sheet was opened.';

-- By address, and a commune's parcels in the order of sheets. Merged communes
-- hold several scale series with the same sheet numbers.
create unique index sheet_address on registry.sheet (commune_id, number, scale);
-- Analysts' tools read a layer by its integer key.
create unique index sheet_key on registry.sheet (key);
