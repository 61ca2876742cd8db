-- Under which number and scale was a sheet known on a day? A number that one
-- sheet gave up may be another's from that day on, so what people have on paper
-- needs a day to be understood.
create table registry.sheet_number (
    key        bigint not null,
    sheet_id   uuid not null,
    commune_id uuid not null,
    number     integer not null,
    scale      integer not null,
    valid_from date not null,
    valid_to   date not null,
    constraint sheet_number_pkey primary key (key),
    constraint sheet_number_valid check (valid_from <= valid_to)
);
comment on table registry.sheet_number is 'Số và tỷ lệ của tờ bản đồ qua các thời kỳ. Numbers and scales of map sheets over time.';
comment on column registry.sheet_number.key is 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';
comment on column registry.sheet_number.sheet_id is 'Tờ bản đồ. The sheet.';
comment on column registry.sheet_number.commune_id is 'Xã mà tờ bản đồ thuộc về. The commune that the sheet is in.';
comment on column registry.sheet_number.number is 'Số tờ bản đồ. Sheet number.';
comment on column registry.sheet_number.scale is 'Mẫu số tỷ lệ. Denominator of the scale.';
comment on column registry.sheet_number.valid_from is 'Ngày đầu tiên có số này. First day on which the sheet had the number.';
comment on column registry.sheet_number.valid_to is 'Ngày hết mang số này (không bao gồm). Day after the last; infinity while it has it.';

-- The projection finds by it what a renumbering ends.
create unique index sheet_number_current on registry.sheet_number (sheet_id) where valid_to = 'infinity';
-- By number, of today or of a day; the aliases of parcels by their sheet.
create index sheet_number_address on registry.sheet_number (commune_id, number);
create index sheet_number_sheet on registry.sheet_number (sheet_id);

-- Sheets may swap their numbers, and then for a moment two have the same one: the
-- commune's stream keeps numbers apart.
drop index registry.sheet_address;
create index sheet_address on registry.sheet (commune_id, number, scale);
