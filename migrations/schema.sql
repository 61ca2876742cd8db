CREATE SCHEMA cadastre;

COMMENT ON SCHEMA cadastre IS 'Dữ liệu địa chính cho người phân tích, không có dữ liệu cá nhân. The cadastre for analysts: views, read-only, without personal data.';

CREATE SCHEMA eventlog;

COMMENT ON SCHEMA eventlog IS 'The log of the embedded event store. Written by the running node alone: read it, never change it.';

CREATE SCHEMA registry;

COMMENT ON SCHEMA registry IS 'Mô hình đọc, dựng từ nhật ký sự kiện. Read models, built from the log of events: only a projection writes here.';

CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;

COMMENT ON EXTENSION postgis IS 'PostGIS geometry and geography spatial types and functions';

CREATE TABLE registry.commune (
    key bigint NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    search_name text NOT NULL,
    province_code text NOT NULL,
    province_name text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    revision bigint NOT NULL,
    boundary public.geometry(MultiPolygon,4326) NOT NULL,
    CONSTRAINT commune_valid CHECK ((valid_from <= valid_to))
);

COMMENT ON TABLE registry.commune IS 'Xã, phường, đặc khu. Communes, each over one lifespan of its code.';

COMMENT ON COLUMN registry.commune.key IS 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';

COMMENT ON COLUMN registry.commune.id IS 'Định danh. Identifier, derived from the code and the day it begins to have this meaning.';

COMMENT ON COLUMN registry.commune.code IS 'Mã đơn vị hành chính, 5 chữ số. National statistical code, five digits.';

COMMENT ON COLUMN registry.commune.kind IS 'Loại: xa, phuong, dac_khu. Kind of commune.';

COMMENT ON COLUMN registry.commune.name IS 'Tên. Name.';

COMMENT ON COLUMN registry.commune.name_en IS 'Tên tiếng Anh. English name.';

COMMENT ON COLUMN registry.commune.search_name IS 'Tên không dấu, chữ thường. Name without accents, in lower case, for searching.';

COMMENT ON COLUMN registry.commune.province_code IS 'Mã tỉnh, thành phố. Code of the province or city.';

COMMENT ON COLUMN registry.commune.province_name IS 'Tên tỉnh, thành phố. Name of the province or city.';

COMMENT ON COLUMN registry.commune.valid_from IS 'Ngày đầu tiên có hiệu lực. First day on which the code means this commune.';

COMMENT ON COLUMN registry.commune.valid_to IS 'Ngày hết hiệu lực (không bao gồm). Day after the last; infinity while it stands.';

COMMENT ON COLUMN registry.commune.revision IS 'Số của sự kiện cuối trong luồng. Number of the last event in the commune''s stream that touched it.';

COMMENT ON COLUMN registry.commune.boundary IS 'Ranh giới WGS84, đã đơn giản hóa. Boundary in WGS84, simplified: for orientation, not for decisions.';

CREATE TABLE registry.parcel_version (
    key bigint NOT NULL,
    parcel_id uuid NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    recorded_from timestamp with time zone NOT NULL,
    recorded_to timestamp with time zone NOT NULL,
    revision bigint NOT NULL,
    event_id uuid NOT NULL,
    event text NOT NULL,
    actor text NOT NULL,
    office text NOT NULL,
    dossier text,
    procedure text,
    cause text,
    status text NOT NULL,
    land_type text NOT NULL,
    purposes jsonb NOT NULL,
    sheet_id uuid NOT NULL,
    number integer NOT NULL,
    code text NOT NULL,
    legal_area numeric(14,1) NOT NULL,
    measured_area numeric(14,1) NOT NULL,
    srid integer NOT NULL,
    geom public.geometry(Polygon) NOT NULL,
    geom_wgs84 public.geometry(Polygon,4326) NOT NULL,
    geom_3857 public.geometry(Polygon,3857) NOT NULL,
    surveyed jsonb,
    corrected_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    recovered boolean DEFAULT false NOT NULL,
    annulled boolean DEFAULT false NOT NULL,
    sources jsonb,
    warnings jsonb,
    inserted boolean DEFAULT false NOT NULL,
    CONSTRAINT parcel_version_corrected CHECK ((recorded_from <= corrected_at)),
    CONSTRAINT parcel_version_recorded CHECK ((recorded_from <= recorded_to)),
    CONSTRAINT parcel_version_status CHECK ((status = ANY (ARRAY['active'::text, 'ended'::text]))),
    CONSTRAINT parcel_version_valid CHECK ((valid_from <= valid_to)),
    CONSTRAINT parcel_version_zone CHECK ((public.st_srid(geom) = srid))
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN purposes SET STATISTICS 0;
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN geom SET STATISTICS 0;
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN geom SET STORAGE EXTERNAL;
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN geom_wgs84 SET STORAGE EXTERNAL;
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN geom_3857 SET STATISTICS 0;
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN geom_3857 SET STORAGE EXTERNAL;
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN surveyed SET STATISTICS 0;
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN sources SET STATISTICS 0;
ALTER TABLE ONLY registry.parcel_version ALTER COLUMN warnings SET STATISTICS 0;

COMMENT ON TABLE registry.parcel_version IS 'Các phiên bản của thửa đất trên cả hai trục thời gian. Versions of parcels on both time axes.';

COMMENT ON COLUMN registry.parcel_version.key IS 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';

COMMENT ON COLUMN registry.parcel_version.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN registry.parcel_version.version IS 'Số thứ tự phiên bản, từ 1. Number of the version, from 1.';

COMMENT ON COLUMN registry.parcel_version.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN registry.parcel_version.valid_to IS 'Ngày hết hiệu lực (không bao gồm). Day after the last; infinity while open; the first day itself if it ended the day it began.';

COMMENT ON COLUMN registry.parcel_version.recorded_from IS 'Lúc ghi nhận. When the registry learnt of the version.';

COMMENT ON COLUMN registry.parcel_version.recorded_to IS 'Lúc ghi nhận việc kết thúc. When the registry learnt of its end; infinity while it is current.';

COMMENT ON COLUMN registry.parcel_version.revision IS 'Số của sự kiện cuối chạm tới thửa. Number, in the sheet''s stream, of the last event that touched the parcel.';

COMMENT ON COLUMN registry.parcel_version.event_id IS 'Sự kiện sinh ra phiên bản. The event that began the version.';

COMMENT ON COLUMN registry.parcel_version.event IS 'Loại sự kiện. Wire name of that event.';

COMMENT ON COLUMN registry.parcel_version.actor IS 'Mã cán bộ. Id of the officer who acted.';

COMMENT ON COLUMN registry.parcel_version.office IS 'Mã cơ quan. Id of the office that acted.';

COMMENT ON COLUMN registry.parcel_version.dossier IS 'Số hồ sơ. Number of the dossier that led to it.';

COMMENT ON COLUMN registry.parcel_version.procedure IS 'Mã thủ tục hành chính. Code of the public procedure.';

COMMENT ON COLUMN registry.parcel_version.cause IS 'Mã biến động; trống khi đăng ký lần đầu và khi chỉ thêm điểm. Code of the kind of change; null for a first registration, and where points were inserted.';

COMMENT ON COLUMN registry.parcel_version.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN registry.parcel_version.land_type IS 'Loại đất chính (diện tích lớn nhất). Land type of the purpose with the largest area.';

COMMENT ON COLUMN registry.parcel_version.purposes IS 'Các mục đích sử dụng: loại, diện tích m², thời hạn, nguồn gốc. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN registry.parcel_version.sheet_id IS 'Tờ bản đồ gốc. The sheet that the parcel is on.';

COMMENT ON COLUMN registry.parcel_version.number IS 'Số thửa trong tờ bản đồ. Number of the parcel in its sheet, never reused.';

COMMENT ON COLUMN registry.parcel_version.code IS 'Mã thửa đất: GeoHash 12 ký tự. National parcel code, a GeoHash of 12 characters.';

COMMENT ON COLUMN registry.parcel_version.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN registry.parcel_version.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN registry.parcel_version.srid IS 'Mã EPSG của múi chiếu VN-2000. EPSG code of the VN-2000 zone of geom.';

COMMENT ON COLUMN registry.parcel_version.geom IS 'Ranh giới trong VN-2000, chính xác tới mm. Boundary in VN-2000 as registered, to the millimetre.';

COMMENT ON COLUMN registry.parcel_version.geom_wgs84 IS 'Ranh giới trong WGS84, theo EPSG:6960. The same in WGS84, by EPSG:6960.';

COMMENT ON COLUMN registry.parcel_version.geom_3857 IS 'Ranh giới trong Web Mercator. The same in Web Mercator, for tiles.';

COMMENT ON COLUMN registry.parcel_version.surveyed IS 'Số hiệu và độ chính xác của điểm đo. Numbers and accuracies of the survey points among the vertices.';

COMMENT ON COLUMN registry.parcel_version.corrected_at IS 'Lúc đính chính thay thế phiên bản này. When a correction took the version''s place; infinity while it stands.';

COMMENT ON COLUMN registry.parcel_version.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN registry.parcel_version.annulled IS 'Biến động tạo ra thửa đã bị hủy. Whether the act that began the parcel was undone: it never existed.';

COMMENT ON COLUMN registry.parcel_version.sources IS 'Giấy tờ làm căn cứ: loại, số, ngày, mã băm. Documents that the act rested on: kind, number, date, hash.';

COMMENT ON COLUMN registry.parcel_version.warnings IS 'Cảnh báo của quy tắc khi ghi nhận. What the rules warned of at the act.';

COMMENT ON COLUMN registry.parcel_version.inserted IS 'Chỉ thêm điểm trên ranh giới, do biến động của thửa khác. Whether the parcel only gained points on its boundary, by an act on another.';

CREATE TABLE registry.sheet (
    key bigint NOT NULL,
    id uuid NOT NULL,
    commune_id uuid NOT NULL,
    number integer NOT NULL,
    scale integer NOT NULL,
    srid integer NOT NULL,
    opened date NOT NULL,
    CONSTRAINT sheet_number_positive CHECK ((number > 0))
);

COMMENT ON TABLE registry.sheet IS 'Tờ bản đồ địa chính. Cadastral map sheets.';

COMMENT ON COLUMN registry.sheet.key IS 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';

COMMENT ON COLUMN registry.sheet.id IS 'Định danh, không bao giờ đổi. Identifier, for ever, whatever number the sheet bears.';

COMMENT ON COLUMN registry.sheet.commune_id IS 'Xã mà tờ bản đồ thuộc về. The commune that the sheet is in.';

COMMENT ON COLUMN registry.sheet.number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN registry.sheet.scale IS 'Mẫu số tỷ lệ: 2000 là 1:2000. Denominator of the scale.';

COMMENT ON COLUMN registry.sheet.srid IS 'Mã EPSG của múi chiếu VN-2000. EPSG code of the sheet''s VN-2000 zone.';

COMMENT ON COLUMN registry.sheet.opened IS 'Ngày mở. Day on which the sheet was opened.';

CREATE VIEW cadastre.parcel_version AS
 SELECT p.key AS id,
    p.parcel_id,
    p.version,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    p.valid_to,
    p.recorded_from,
    p.recorded_to,
    daterange(p.valid_from, p.valid_to) AS valid,
    tstzrange(p.recorded_from, p.recorded_to) AS recorded,
    p.event,
    p.cause,
    p.srid,
    p.geom,
    p.geom_wgs84,
    p.geom_3857,
    p.corrected_at,
    p.recovered,
    p.annulled,
    s.key AS map_sheet_id,
    p.inserted
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)));

COMMENT ON VIEW cadastre.parcel_version IS 'Mọi phiên bản của thửa đất. All versions of parcels on both time axes.';

COMMENT ON COLUMN cadastre.parcel_version.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_version.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_version.version IS 'Số thứ tự phiên bản, từ 1. Number of the version, from 1.';

COMMENT ON COLUMN cadastre.parcel_version.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_version.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_version.sheet_number IS 'Số tờ bản đồ hiện nay; của parcel_as_of: vào ngày được hỏi. Sheet number of today; of parcel_as_of: on the day asked for.';

COMMENT ON COLUMN cadastre.parcel_version.sheet_scale IS 'Mẫu số tỷ lệ hiện nay; của parcel_as_of: vào ngày được hỏi. Denominator of the scale of today; of parcel_as_of: on the day asked for.';

COMMENT ON COLUMN cadastre.parcel_version.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_version.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_version.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_version.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_version.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_version.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_version.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_version.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_version.valid_to IS 'Ngày hết hiệu lực (không bao gồm). Day after the last; infinity while open.';

COMMENT ON COLUMN cadastre.parcel_version.recorded_from IS 'Lúc ghi nhận. When the registry learnt of the version.';

COMMENT ON COLUMN cadastre.parcel_version.recorded_to IS 'Lúc ghi nhận việc kết thúc. When the registry learnt of its end; infinity while current.';

COMMENT ON COLUMN cadastre.parcel_version.valid IS 'Khoảng hiệu lực. Span of validity.';

COMMENT ON COLUMN cadastre.parcel_version.recorded IS 'Khoảng được coi là hiện hành. Span over which it was believed current.';

COMMENT ON COLUMN cadastre.parcel_version.event IS 'Loại sự kiện. Wire name of the event that began the version.';

COMMENT ON COLUMN cadastre.parcel_version.cause IS 'Mã biến động; trống khi đăng ký lần đầu và khi chỉ thêm điểm. Code of the kind of change; null for a first registration, and where points were inserted.';

COMMENT ON COLUMN cadastre.parcel_version.srid IS 'Mã EPSG của múi chiếu VN-2000. EPSG code of the VN-2000 zone of geom.';

COMMENT ON COLUMN cadastre.parcel_version.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_version.geom_wgs84 IS 'Ranh giới trong WGS84, theo EPSG:6960. Boundary in WGS84, by EPSG:6960; the column to search by.';

COMMENT ON COLUMN cadastre.parcel_version.geom_3857 IS 'Ranh giới trong Web Mercator. Boundary in Web Mercator, for drawing; search by geom_wgs84.';

COMMENT ON COLUMN cadastre.parcel_version.corrected_at IS 'Lúc đính chính thay thế. When a correction took its place; infinity while it stands.';

COMMENT ON COLUMN cadastre.parcel_version.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_version.annulled IS 'Biến động tạo ra thửa đã bị hủy. Whether the act that began the parcel was undone: it never existed.';

COMMENT ON COLUMN cadastre.parcel_version.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

COMMENT ON COLUMN cadastre.parcel_version.inserted IS 'Chỉ thêm điểm trên ranh giới, do biến động của thửa khác. Whether the parcel only gained points on its boundary, by an act on another.';

CREATE FUNCTION cadastre.parcel_as_of(valid_at date, known_at timestamp with time zone DEFAULT now()) RETURNS SETOF cadastre.parcel_version
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
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

COMMENT ON FUNCTION cadastre.parcel_as_of(valid_at date, known_at timestamp with time zone) IS 'Thửa đất tại một ngày, theo hiểu biết tại một thời điểm. Parcels as of a day, as known at an instant (now if not given).';

CREATE VIEW cadastre.commune AS
 SELECT commune.key AS id,
    commune.code,
    commune.kind,
    commune.name,
    commune.name_en,
    commune.province_code,
    commune.province_name,
    commune.valid_from,
    NULLIF(commune.valid_to, 'infinity'::date) AS valid_to,
    commune.boundary
   FROM registry.commune;

COMMENT ON VIEW cadastre.commune IS 'Xã, phường, đặc khu. Communes, each over one lifespan of its code.';

COMMENT ON COLUMN cadastre.commune.id IS 'Khóa. Integer key.';

COMMENT ON COLUMN cadastre.commune.code IS 'Mã đơn vị hành chính. National statistical code.';

COMMENT ON COLUMN cadastre.commune.kind IS 'Loại: xa, phuong, dac_khu. Kind of commune.';

COMMENT ON COLUMN cadastre.commune.name IS 'Tên. Name.';

COMMENT ON COLUMN cadastre.commune.name_en IS 'Tên tiếng Anh. English name.';

COMMENT ON COLUMN cadastre.commune.province_code IS 'Mã tỉnh, thành phố. Code of the province or city.';

COMMENT ON COLUMN cadastre.commune.province_name IS 'Tên tỉnh, thành phố. Name of the province or city.';

COMMENT ON COLUMN cadastre.commune.valid_from IS 'Ngày có hiệu lực. First day on which the code means this commune.';

COMMENT ON COLUMN cadastre.commune.valid_to IS 'Ngày hết hiệu lực (không bao gồm); trống nếu còn. Day after the last; null while it stands.';

COMMENT ON COLUMN cadastre.commune.boundary IS 'Ranh giới WGS84, đã đơn giản hóa. Boundary in WGS84, simplified.';

CREATE VIEW cadastre.map_sheet AS
 SELECT s.key AS id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number,
    s.scale,
    s.srid,
    s.opened
   FROM (registry.sheet s
     JOIN registry.commune c ON ((c.id = s.commune_id)));

COMMENT ON VIEW cadastre.map_sheet IS 'Tờ bản đồ địa chính. Cadastral map sheets.';

COMMENT ON COLUMN cadastre.map_sheet.id IS 'Khóa. Integer key.';

COMMENT ON COLUMN cadastre.map_sheet.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.map_sheet.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.map_sheet.number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.map_sheet.scale IS 'Mẫu số tỷ lệ. Denominator of the scale.';

COMMENT ON COLUMN cadastre.map_sheet.srid IS 'Mã EPSG của múi chiếu. EPSG code of the VN-2000 zone.';

COMMENT ON COLUMN cadastre.map_sheet.opened IS 'Ngày mở. Day on which the sheet was opened.';

CREATE TABLE registry.sheet_number (
    key bigint NOT NULL,
    sheet_id uuid NOT NULL,
    commune_id uuid NOT NULL,
    number integer NOT NULL,
    scale integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    CONSTRAINT sheet_number_valid CHECK ((valid_from <= valid_to))
);

COMMENT ON TABLE registry.sheet_number IS 'Số và tỷ lệ của tờ bản đồ qua các thời kỳ. Numbers and scales of map sheets over time.';

COMMENT ON COLUMN registry.sheet_number.key IS 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';

COMMENT ON COLUMN registry.sheet_number.sheet_id IS 'Tờ bản đồ. The sheet.';

COMMENT ON COLUMN registry.sheet_number.commune_id IS 'Xã mà tờ bản đồ thuộc về. The commune that the sheet is in.';

COMMENT ON COLUMN registry.sheet_number.number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN registry.sheet_number.scale IS 'Mẫu số tỷ lệ. Denominator of the scale.';

COMMENT ON COLUMN registry.sheet_number.valid_from IS 'Ngày đầu tiên có số này. First day on which the sheet had the number.';

COMMENT ON COLUMN registry.sheet_number.valid_to IS 'Ngày hết mang số này (không bao gồm). Day after the last; infinity while it has it.';

CREATE VIEW cadastre.map_sheet_number AS
 SELECT n.key AS id,
    s.key AS map_sheet_id,
    c.code AS commune_code,
    n.number,
    n.scale,
    n.valid_from,
    n.valid_to
   FROM ((registry.sheet_number n
     JOIN registry.sheet s ON ((s.id = n.sheet_id)))
     JOIN registry.commune c ON ((c.id = n.commune_id)));

COMMENT ON VIEW cadastre.map_sheet_number IS 'Số và tỷ lệ của tờ bản đồ qua các thời kỳ. Numbers and scales of map sheets over time.';

COMMENT ON COLUMN cadastre.map_sheet_number.id IS 'Khóa. Integer key.';

COMMENT ON COLUMN cadastre.map_sheet_number.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet.';

COMMENT ON COLUMN cadastre.map_sheet_number.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.map_sheet_number.number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.map_sheet_number.scale IS 'Mẫu số tỷ lệ. Denominator of the scale.';

COMMENT ON COLUMN cadastre.map_sheet_number.valid_from IS 'Ngày đầu tiên có số này. First day on which the sheet had the number.';

COMMENT ON COLUMN cadastre.map_sheet_number.valid_to IS 'Ngày hết mang số này (không bao gồm). Day after the last; infinity while it has it.';

CREATE VIEW cadastre.parcel AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    p.srid,
    p.geom,
    p.geom_wgs84,
    p.geom_3857,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel IS 'Thửa đất hiện tại. Parcels as they are now; for one VN-2000 zone, parcel_<EPSG code> is the faster layer.';

COMMENT ON COLUMN cadastre.parcel.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel.srid IS 'Mã EPSG của múi chiếu VN-2000. EPSG code of the VN-2000 zone of geom.';

COMMENT ON COLUMN cadastre.parcel.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel.geom_wgs84 IS 'Ranh giới trong WGS84, theo EPSG:6960. Boundary in WGS84, by EPSG:6960; the column to search by.';

COMMENT ON COLUMN cadastre.parcel.geom_3857 IS 'Ranh giới trong Web Mercator. Boundary in Web Mercator, for drawing; search by geom_wgs84.';

COMMENT ON COLUMN cadastre.parcel.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_5896 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,5896) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 5896) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_5896 IS 'Thửa đất hiện tại trong múi chiếu EPSG:5896. Parcels as they are now in the VN-2000 zone EPSG:5896.';

COMMENT ON COLUMN cadastre.parcel_5896.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_5896.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_5896.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_5896.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_5896.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_5896.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_5896.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_5896.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_5896.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_5896.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_5896.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_5896.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_5896.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_5896.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_5896.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_5896.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_5896.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_5897 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,5897) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 5897) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_5897 IS 'Thửa đất hiện tại trong múi chiếu EPSG:5897. Parcels as they are now in the VN-2000 zone EPSG:5897.';

COMMENT ON COLUMN cadastre.parcel_5897.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_5897.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_5897.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_5897.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_5897.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_5897.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_5897.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_5897.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_5897.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_5897.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_5897.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_5897.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_5897.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_5897.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_5897.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_5897.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_5897.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_5898 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,5898) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 5898) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_5898 IS 'Thửa đất hiện tại trong múi chiếu EPSG:5898. Parcels as they are now in the VN-2000 zone EPSG:5898.';

COMMENT ON COLUMN cadastre.parcel_5898.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_5898.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_5898.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_5898.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_5898.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_5898.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_5898.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_5898.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_5898.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_5898.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_5898.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_5898.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_5898.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_5898.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_5898.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_5898.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_5898.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_5899 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,5899) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 5899) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_5899 IS 'Thửa đất hiện tại trong múi chiếu EPSG:5899. Parcels as they are now in the VN-2000 zone EPSG:5899.';

COMMENT ON COLUMN cadastre.parcel_5899.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_5899.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_5899.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_5899.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_5899.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_5899.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_5899.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_5899.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_5899.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_5899.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_5899.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_5899.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_5899.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_5899.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_5899.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_5899.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_5899.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9205 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9205) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9205) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9205 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9205. Parcels as they are now in the VN-2000 zone EPSG:9205.';

COMMENT ON COLUMN cadastre.parcel_9205.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9205.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9205.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9205.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9205.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9205.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9205.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9205.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9205.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9205.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9205.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9205.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9205.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9205.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9205.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9205.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9205.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9206 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9206) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9206) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9206 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9206. Parcels as they are now in the VN-2000 zone EPSG:9206.';

COMMENT ON COLUMN cadastre.parcel_9206.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9206.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9206.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9206.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9206.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9206.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9206.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9206.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9206.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9206.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9206.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9206.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9206.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9206.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9206.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9206.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9206.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9207 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9207) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9207) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9207 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9207. Parcels as they are now in the VN-2000 zone EPSG:9207.';

COMMENT ON COLUMN cadastre.parcel_9207.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9207.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9207.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9207.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9207.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9207.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9207.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9207.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9207.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9207.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9207.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9207.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9207.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9207.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9207.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9207.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9207.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9208 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9208) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9208) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9208 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9208. Parcels as they are now in the VN-2000 zone EPSG:9208.';

COMMENT ON COLUMN cadastre.parcel_9208.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9208.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9208.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9208.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9208.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9208.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9208.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9208.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9208.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9208.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9208.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9208.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9208.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9208.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9208.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9208.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9208.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9209 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9209) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9209) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9209 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9209. Parcels as they are now in the VN-2000 zone EPSG:9209.';

COMMENT ON COLUMN cadastre.parcel_9209.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9209.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9209.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9209.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9209.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9209.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9209.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9209.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9209.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9209.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9209.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9209.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9209.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9209.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9209.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9209.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9209.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9210 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9210) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9210) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9210 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9210. Parcels as they are now in the VN-2000 zone EPSG:9210.';

COMMENT ON COLUMN cadastre.parcel_9210.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9210.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9210.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9210.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9210.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9210.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9210.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9210.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9210.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9210.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9210.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9210.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9210.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9210.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9210.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9210.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9210.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9211 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9211) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9211) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9211 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9211. Parcels as they are now in the VN-2000 zone EPSG:9211.';

COMMENT ON COLUMN cadastre.parcel_9211.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9211.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9211.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9211.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9211.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9211.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9211.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9211.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9211.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9211.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9211.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9211.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9211.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9211.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9211.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9211.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9211.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9212 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9212) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9212) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9212 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9212. Parcels as they are now in the VN-2000 zone EPSG:9212.';

COMMENT ON COLUMN cadastre.parcel_9212.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9212.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9212.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9212.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9212.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9212.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9212.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9212.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9212.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9212.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9212.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9212.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9212.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9212.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9212.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9212.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9212.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9213 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9213) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9213) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9213 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9213. Parcels as they are now in the VN-2000 zone EPSG:9213.';

COMMENT ON COLUMN cadastre.parcel_9213.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9213.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9213.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9213.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9213.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9213.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9213.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9213.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9213.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9213.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9213.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9213.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9213.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9213.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9213.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9213.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9213.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9214 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9214) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9214) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9214 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9214. Parcels as they are now in the VN-2000 zone EPSG:9214.';

COMMENT ON COLUMN cadastre.parcel_9214.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9214.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9214.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9214.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9214.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9214.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9214.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9214.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9214.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9214.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9214.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9214.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9214.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9214.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9214.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9214.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9214.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9215 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9215) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9215) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9215 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9215. Parcels as they are now in the VN-2000 zone EPSG:9215.';

COMMENT ON COLUMN cadastre.parcel_9215.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9215.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9215.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9215.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9215.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9215.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9215.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9215.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9215.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9215.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9215.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9215.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9215.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9215.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9215.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9215.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9215.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9216 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9216) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9216) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9216 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9216. Parcels as they are now in the VN-2000 zone EPSG:9216.';

COMMENT ON COLUMN cadastre.parcel_9216.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9216.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9216.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9216.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9216.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9216.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9216.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9216.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9216.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9216.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9216.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9216.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9216.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9216.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9216.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9216.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9216.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9217 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9217) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9217) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9217 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9217. Parcels as they are now in the VN-2000 zone EPSG:9217.';

COMMENT ON COLUMN cadastre.parcel_9217.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9217.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9217.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9217.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9217.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9217.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9217.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9217.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9217.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9217.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9217.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9217.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9217.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9217.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9217.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9217.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9217.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE VIEW cadastre.parcel_9218 AS
 SELECT p.key AS id,
    p.parcel_id,
    c.code AS commune_code,
    c.name AS commune_name,
    s.number AS sheet_number,
    s.scale AS sheet_scale,
    p.number,
    p.code,
    p.legal_area,
    p.measured_area,
    p.land_type,
    p.purposes,
    p.status,
    p.valid_from,
    (p.geom)::public.geometry(Polygon,9218) AS geom,
    p.recovered,
    s.key AS map_sheet_id
   FROM ((registry.parcel_version p
     JOIN registry.sheet s ON ((s.id = p.sheet_id)))
     JOIN registry.commune c ON ((c.id = s.commune_id)))
  WHERE ((p.srid = 9218) AND (p.recorded_to = 'infinity'::timestamp with time zone) AND (p.status = 'active'::text));

COMMENT ON VIEW cadastre.parcel_9218 IS 'Thửa đất hiện tại trong múi chiếu EPSG:9218. Parcels as they are now in the VN-2000 zone EPSG:9218.';

COMMENT ON COLUMN cadastre.parcel_9218.id IS 'Khóa. Integer key of the version.';

COMMENT ON COLUMN cadastre.parcel_9218.parcel_id IS 'Định danh thửa đất, không bao giờ đổi. Identifier of the parcel, for ever.';

COMMENT ON COLUMN cadastre.parcel_9218.commune_code IS 'Mã xã. Code of the commune.';

COMMENT ON COLUMN cadastre.parcel_9218.commune_name IS 'Tên xã. Name of the commune.';

COMMENT ON COLUMN cadastre.parcel_9218.sheet_number IS 'Số tờ bản đồ. Sheet number.';

COMMENT ON COLUMN cadastre.parcel_9218.sheet_scale IS 'Mẫu số tỷ lệ của tờ bản đồ. Denominator of the sheet''s scale.';

COMMENT ON COLUMN cadastre.parcel_9218.number IS 'Số thửa. Number of the parcel in its sheet.';

COMMENT ON COLUMN cadastre.parcel_9218.code IS 'Mã thửa đất. National parcel code.';

COMMENT ON COLUMN cadastre.parcel_9218.legal_area IS 'Diện tích pháp lý, m². Area on the certificate, in m².';

COMMENT ON COLUMN cadastre.parcel_9218.measured_area IS 'Diện tích đo đạc, m². Area by the survey, in m².';

COMMENT ON COLUMN cadastre.parcel_9218.land_type IS 'Loại đất chính. Land type of the purpose with the largest area.';

COMMENT ON COLUMN cadastre.parcel_9218.purposes IS 'Các mục đích sử dụng. Land purposes: type, area in m², term, origin.';

COMMENT ON COLUMN cadastre.parcel_9218.status IS 'Tình trạng: active, ended. Whether the parcel still exists.';

COMMENT ON COLUMN cadastre.parcel_9218.valid_from IS 'Ngày có hiệu lực. First day of the version.';

COMMENT ON COLUMN cadastre.parcel_9218.geom IS 'Ranh giới trong VN-2000. Boundary in VN-2000 as registered.';

COMMENT ON COLUMN cadastre.parcel_9218.recovered IS 'Nhà nước đã thu hồi và quản lý. Whether the State holds the parcel, having recovered it.';

COMMENT ON COLUMN cadastre.parcel_9218.map_sheet_id IS 'Tờ bản đồ. Key of the map sheet: map_sheet.id, map_sheet_number.map_sheet_id.';

CREATE TABLE registry.parcel_lineage (
    key bigint NOT NULL,
    parent_id uuid NOT NULL,
    child_id uuid NOT NULL,
    event_id uuid NOT NULL,
    event text NOT NULL,
    cause text NOT NULL,
    area numeric(14,1) NOT NULL,
    effective date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    corrected_at timestamp with time zone NOT NULL,
    CONSTRAINT parcel_lineage_corrected CHECK ((recorded_at <= corrected_at))
);

COMMENT ON TABLE registry.parcel_lineage IS 'Nguồn gốc thửa đất: thửa cũ, thửa mới, phần diện tích. Descent of parcels: the ended one, the begun one, and the area that went over.';

COMMENT ON COLUMN registry.parcel_lineage.key IS 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';

COMMENT ON COLUMN registry.parcel_lineage.parent_id IS 'Thửa đã kết thúc. The parcel that ended.';

COMMENT ON COLUMN registry.parcel_lineage.child_id IS 'Thửa bắt đầu. The parcel that began.';

COMMENT ON COLUMN registry.parcel_lineage.event_id IS 'Sự kiện. The event that ended the one and began the other.';

COMMENT ON COLUMN registry.parcel_lineage.event IS 'Loại sự kiện. Wire name of that event.';

COMMENT ON COLUMN registry.parcel_lineage.cause IS 'Mã biến động. Code of the kind of change.';

COMMENT ON COLUMN registry.parcel_lineage.area IS 'Diện tích đất của thửa cũ thuộc về thửa mới, m². How much of the parent''s ground went to the child, in m².';

COMMENT ON COLUMN registry.parcel_lineage.effective IS 'Ngày có hiệu lực. Day on which it took effect.';

COMMENT ON COLUMN registry.parcel_lineage.recorded_at IS 'Lúc ghi nhận. When the registry learnt of it.';

COMMENT ON COLUMN registry.parcel_lineage.corrected_at IS 'Lúc biến động bị hủy. When a reinstatement undid it; infinity while it stands.';

CREATE VIEW cadastre.parcel_lineage AS
 SELECT parcel_lineage.key AS id,
    parcel_lineage.parent_id,
    parcel_lineage.child_id,
    parcel_lineage.event,
    parcel_lineage.cause,
    parcel_lineage.area,
    parcel_lineage.effective,
    parcel_lineage.recorded_at,
    parcel_lineage.corrected_at
   FROM registry.parcel_lineage;

COMMENT ON VIEW cadastre.parcel_lineage IS 'Nguồn gốc thửa đất: thửa cũ, thửa mới, phần diện tích. Descent of parcels: the ended one, the begun one, and the area that went over.';

COMMENT ON COLUMN cadastre.parcel_lineage.id IS 'Khóa. Integer key.';

COMMENT ON COLUMN cadastre.parcel_lineage.parent_id IS 'Thửa đã kết thúc. The parcel that ended.';

COMMENT ON COLUMN cadastre.parcel_lineage.child_id IS 'Thửa bắt đầu. The parcel that began.';

COMMENT ON COLUMN cadastre.parcel_lineage.event IS 'Loại sự kiện. Wire name of the event.';

COMMENT ON COLUMN cadastre.parcel_lineage.cause IS 'Mã biến động. Code of the kind of change.';

COMMENT ON COLUMN cadastre.parcel_lineage.area IS 'Diện tích đất của thửa cũ thuộc về thửa mới, m². How much of the parent''s ground went to the child, in m².';

COMMENT ON COLUMN cadastre.parcel_lineage.effective IS 'Ngày có hiệu lực. Day on which it took effect.';

COMMENT ON COLUMN cadastre.parcel_lineage.recorded_at IS 'Lúc ghi nhận. When the registry learnt of it.';

COMMENT ON COLUMN cadastre.parcel_lineage.corrected_at IS 'Lúc biến động bị hủy. When a reinstatement undid it; infinity while it stands.';

CREATE TABLE eventlog.events (
    "position" bigint NOT NULL,
    stream_id bigint NOT NULL,
    revision bigint NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    is_json boolean NOT NULL,
    created timestamp with time zone NOT NULL,
    data bytea NOT NULL,
    metadata bytea NOT NULL,
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_revision_check CHECK ((revision >= 0))
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY eventlog.events ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE ONLY eventlog.events ALTER COLUMN metadata SET STORAGE EXTERNAL;

COMMENT ON TABLE eventlog.events IS 'All events in the one order that every reader sees.';

COMMENT ON COLUMN eventlog.events."position" IS 'Place in the whole log: 1, 2, 3, … without a gap.';

COMMENT ON COLUMN eventlog.events.stream_id IS 'The stream, see streams.id.';

COMMENT ON COLUMN eventlog.events.revision IS 'Place in the stream: 0, 1, 2, …';

COMMENT ON COLUMN eventlog.events.event_id IS 'Id that the client gave; a resend is known by it.';

COMMENT ON COLUMN eventlog.events.type IS 'Wire name of the event, e.g. parcel.registered.v1.';

COMMENT ON COLUMN eventlog.events.is_json IS 'Whether data is application/json; else application/octet-stream.';

COMMENT ON COLUMN eventlog.events.created IS 'When the node took the event. When the registry learnt the fact stands in metadata.';

COMMENT ON COLUMN eventlog.events.data IS 'The event, as the client sent it.';

COMMENT ON COLUMN eventlog.events.metadata IS 'Who, when and why, as the client sent it.';

CREATE TABLE eventlog.limits (
    stream text NOT NULL,
    max_age bigint,
    max_count bigint,
    truncate_before bigint,
    deleted boolean NOT NULL,
    CONSTRAINT limits_max_age_check CHECK ((max_age > 0)),
    CONSTRAINT limits_max_count_check CHECK ((max_count > 0)),
    CONSTRAINT limits_truncate_before_check CHECK ((truncate_before >= 0))
);

COMMENT ON TABLE eventlog.limits IS 'Streams of which a read does not give all events: one row each, none for other streams.';

COMMENT ON COLUMN eventlog.limits.stream IS 'Name of the stream; it may have no events yet.';

COMMENT ON COLUMN eventlog.limits.max_age IS 'Seconds after which an event is no longer read ($maxAge).';

COMMENT ON COLUMN eventlog.limits.max_count IS 'How many of the newest events are read ($maxCount).';

COMMENT ON COLUMN eventlog.limits.truncate_before IS 'Revision of the first event that is read ($tb); the largest bigint: the stream is deleted, and may be appended to again.';

COMMENT ON COLUMN eventlog.limits.deleted IS 'Whether the stream has a tombstone: it can never be used again.';

CREATE TABLE eventlog.node (
    only_row boolean DEFAULT true NOT NULL,
    address text NOT NULL,
    backend_pid integer NOT NULL,
    started timestamp with time zone NOT NULL,
    host text DEFAULT ''::text NOT NULL,
    process integer DEFAULT 0 NOT NULL,
    program text DEFAULT ''::text NOT NULL,
    CONSTRAINT node_only_row_check CHECK (only_row)
);

COMMENT ON TABLE eventlog.node IS 'The node that holds the log, or held it last.';

COMMENT ON COLUMN eventlog.node.only_row IS 'Keeps the table at one row.';

COMMENT ON COLUMN eventlog.node.address IS 'Host and port at which the node serves its protocol.';

COMMENT ON COLUMN eventlog.node.backend_pid IS 'PostgreSQL process of the session with the advisory lock; where it no longer holds the lock the row is out of date.';

COMMENT ON COLUMN eventlog.node.started IS 'When the node took the lock.';

COMMENT ON COLUMN eventlog.node.host IS 'Name of the machine that the node runs on.';

COMMENT ON COLUMN eventlog.node.process IS 'Number of the process that runs the node, on its machine.';

COMMENT ON COLUMN eventlog.node.program IS 'What runs the node, e.g. diachinh serve.';

CREATE TABLE eventlog.streams (
    id bigint NOT NULL,
    name text NOT NULL
);

COMMENT ON TABLE eventlog.streams IS 'Streams of events: one row a name that was ever appended to.';

COMMENT ON COLUMN eventlog.streams.id IS 'Number of the stream, given by the node in the order of first appends.';

COMMENT ON COLUMN eventlog.streams.name IS 'Name of the stream, e.g. sheet-<uuid>; names that begin with $ are the system''s.';

CREATE TABLE eventlog.users (
    name text NOT NULL,
    hash text NOT NULL,
    rights text[] NOT NULL,
    CONSTRAINT users_name CHECK (((name <> ''::text) AND (POSITION((':'::text) IN (name)) = 0))),
    CONSTRAINT users_rights CHECK ((rights <@ ARRAY['read'::text, 'read-all'::text, 'append'::text, 'admin'::text]))
);

COMMENT ON TABLE eventlog.users IS 'Who may use the embedded node over TLS; changed by `diachinh node users`.';

COMMENT ON COLUMN eventlog.users.name IS 'Name that the client gives; a colon would end it there.';

COMMENT ON COLUMN eventlog.users.hash IS 'The password, hashed by bcrypt.';

COMMENT ON COLUMN eventlog.users.rights IS 'read: streams by name; read-all: $all and the system''s streams; append; admin: all of these, deleting and stream metadata.';

CREATE TABLE public.schema_version (
    version integer NOT NULL
);

CREATE TABLE registry.checkpoint (
    model text NOT NULL,
    log_id uuid NOT NULL,
    shape integer NOT NULL,
    commit_position bigint,
    prepare_position bigint,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT checkpoint_position_whole CHECK (((commit_position IS NULL) = (prepare_position IS NULL)))
);

COMMENT ON TABLE registry.checkpoint IS 'Vị trí trong nhật ký mà mỗi mô hình đọc đã áp dụng tới. How far in the log each read model has come.';

COMMENT ON COLUMN registry.checkpoint.model IS 'Tên mô hình đọc. Name of the read model.';

COMMENT ON COLUMN registry.checkpoint.log_id IS 'Nhật ký mà vị trí thuộc về. The log that the position is of; positions of another log mean nothing.';

COMMENT ON COLUMN registry.checkpoint.shape IS 'Phiên bản cấu trúc của mô hình. Version of the model''s shape; another one asks for a rebuild.';

COMMENT ON COLUMN registry.checkpoint.commit_position IS 'Vị trí của sự kiện cuối đã áp dụng; trống nếu chưa có. Position of the last event applied; null before the first.';

COMMENT ON COLUMN registry.checkpoint.prepare_position IS 'Phần thứ hai của vị trí. Second part of the position.';

COMMENT ON COLUMN registry.checkpoint.updated_at IS 'Lúc ghi. When it was written, for people to look at; nothing depends on it.';

CREATE TABLE registry.pending_insertion (
    key bigint NOT NULL,
    command_id uuid NOT NULL,
    sheet_id uuid NOT NULL,
    from_sheet_id uuid NOT NULL,
    correlation_id uuid NOT NULL,
    event_id uuid NOT NULL,
    actor text NOT NULL,
    office text NOT NULL,
    dossier text,
    procedure text,
    parcels uuid[] NOT NULL,
    points jsonb NOT NULL,
    effective date NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE registry.pending_insertion IS 'Điểm ranh giới còn phải chèn vào thửa của tờ bản đồ khác. Points that parcels of other sheets have yet to gain.';

COMMENT ON COLUMN registry.pending_insertion.key IS 'Khóa số nguyên: vị trí sự kiện × 8192 + thứ tự. Integer key: the event''s position × 8192 + ordinal.';

COMMENT ON COLUMN registry.pending_insertion.command_id IS 'Lệnh gây ra. The command of the act; the insertion answers it.';

COMMENT ON COLUMN registry.pending_insertion.sheet_id IS 'Tờ bản đồ phải chèn điểm. The sheet that has yet to gain the points.';

COMMENT ON COLUMN registry.pending_insertion.from_sheet_id IS 'Tờ bản đồ có biến động. The sheet that the act was on.';

COMMENT ON COLUMN registry.pending_insertion.correlation_id IS 'Chuỗi việc. Correlation of the act.';

COMMENT ON COLUMN registry.pending_insertion.event_id IS 'Sự kiện. The act''s event.';

COMMENT ON COLUMN registry.pending_insertion.actor IS 'Mã cán bộ. Id of the officer who acted.';

COMMENT ON COLUMN registry.pending_insertion.office IS 'Mã cơ quan. Id of the office that acted.';

COMMENT ON COLUMN registry.pending_insertion.dossier IS 'Số hồ sơ. Number of the dossier that led to the act.';

COMMENT ON COLUMN registry.pending_insertion.procedure IS 'Mã thủ tục hành chính. Code of the public procedure.';

COMMENT ON COLUMN registry.pending_insertion.parcels IS 'Các thửa thiếu điểm. The parcels that lack the points.';

COMMENT ON COLUMN registry.pending_insertion.points IS 'Tọa độ các điểm, mét trong múi chiếu. The points, in metres of the zone.';

COMMENT ON COLUMN registry.pending_insertion.effective IS 'Ngày có hiệu lực. Day on which the act took effect.';

COMMENT ON COLUMN registry.pending_insertion.recorded_at IS 'Lúc ghi nhận. When the act was recorded.';

ALTER TABLE ONLY eventlog.events
    ADD CONSTRAINT events_one_per_revision UNIQUE (stream_id, revision);

COMMENT ON CONSTRAINT events_one_per_revision ON eventlog.events IS 'The last guard against two writers: the second to take a revision fails.';

ALTER TABLE ONLY eventlog.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY eventlog.limits
    ADD CONSTRAINT limits_pkey PRIMARY KEY (stream);

ALTER TABLE ONLY eventlog.node
    ADD CONSTRAINT node_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY eventlog.streams
    ADD CONSTRAINT streams_name_key UNIQUE (name);

ALTER TABLE ONLY eventlog.streams
    ADD CONSTRAINT streams_pkey PRIMARY KEY (id);

ALTER TABLE ONLY eventlog.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (name);

ALTER TABLE ONLY registry.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (model);

ALTER TABLE ONLY registry.commune
    ADD CONSTRAINT commune_pkey PRIMARY KEY (id);

ALTER TABLE ONLY registry.parcel_lineage
    ADD CONSTRAINT parcel_lineage_pkey PRIMARY KEY (key);

ALTER TABLE ONLY registry.parcel_version
    ADD CONSTRAINT parcel_version_pkey PRIMARY KEY (parcel_id, version);

ALTER TABLE ONLY registry.pending_insertion
    ADD CONSTRAINT pending_insertion_pkey PRIMARY KEY (command_id, sheet_id);

ALTER TABLE ONLY registry.sheet_number
    ADD CONSTRAINT sheet_number_pkey PRIMARY KEY (key);

ALTER TABLE ONLY registry.sheet
    ADD CONSTRAINT sheet_pkey PRIMARY KEY (id);

CREATE INDEX commune_boundary ON registry.commune USING gist (boundary);

CREATE UNIQUE INDEX commune_code ON registry.commune USING btree (code, valid_from);

CREATE UNIQUE INDEX commune_key ON registry.commune USING btree (key);

CREATE INDEX parcel_lineage_child ON registry.parcel_lineage USING btree (child_id);

CREATE INDEX parcel_lineage_parent ON registry.parcel_lineage USING btree (parent_id);

CREATE INDEX parcel_version_5896 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,5896))) WHERE ((srid = 5896) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_5897 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,5897))) WHERE ((srid = 5897) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_5898 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,5898))) WHERE ((srid = 5898) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_5899 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,5899))) WHERE ((srid = 5899) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9205 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9205))) WHERE ((srid = 9205) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9206 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9206))) WHERE ((srid = 9206) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9207 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9207))) WHERE ((srid = 9207) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9208 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9208))) WHERE ((srid = 9208) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9209 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9209))) WHERE ((srid = 9209) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9210 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9210))) WHERE ((srid = 9210) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9211 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9211))) WHERE ((srid = 9211) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9212 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9212))) WHERE ((srid = 9212) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9213 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9213))) WHERE ((srid = 9213) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9214 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9214))) WHERE ((srid = 9214) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9215 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9215))) WHERE ((srid = 9215) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9216 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9216))) WHERE ((srid = 9216) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9217 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9217))) WHERE ((srid = 9217) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_9218 ON registry.parcel_version USING gist (((geom)::public.geometry(Polygon,9218))) WHERE ((srid = 9218) AND (recorded_to = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_code ON registry.parcel_version USING btree (code);

CREATE UNIQUE INDEX parcel_version_current ON registry.parcel_version USING btree (parcel_id) WHERE (recorded_to = 'infinity'::timestamp with time zone);

CREATE UNIQUE INDEX parcel_version_key ON registry.parcel_version USING btree (key);

CREATE UNIQUE INDEX parcel_version_number ON registry.parcel_version USING btree (sheet_id, number, version);

CREATE UNIQUE INDEX parcel_version_past ON registry.parcel_version USING btree (parcel_id, version) WHERE ((recorded_to < 'infinity'::timestamp with time zone) AND (corrected_at = 'infinity'::timestamp with time zone));

CREATE INDEX parcel_version_place ON registry.parcel_version USING gist (geom_wgs84);

CREATE INDEX sheet_address ON registry.sheet USING btree (commune_id, number, scale);

CREATE UNIQUE INDEX sheet_key ON registry.sheet USING btree (key);

CREATE INDEX sheet_number_address ON registry.sheet_number USING btree (commune_id, number);

CREATE UNIQUE INDEX sheet_number_current ON registry.sheet_number USING btree (sheet_id) WHERE (valid_to = 'infinity'::date);

CREATE INDEX sheet_number_sheet ON registry.sheet_number USING btree (sheet_id);

GRANT USAGE ON SCHEMA cadastre TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_version TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.commune TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.map_sheet TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.map_sheet_number TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_5896 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_5897 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_5898 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_5899 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9205 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9206 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9207 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9208 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9209 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9210 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9211 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9212 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9213 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9214 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9215 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9216 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9217 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_9218 TO diachinh_analyst;

GRANT SELECT ON TABLE cadastre.parcel_lineage TO diachinh_analyst;
