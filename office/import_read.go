package office

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

// batch is how many rows are measured at a time.
const batch = 256

// read takes the rows from the file, in order, while others measure them.
func (m *importing) read(ctx context.Context) error {
	_, inZone := gis.ZoneBySRID(m.source.SRID())
	reader := &reader{mapping: m.options.Mapping, srid: m.source.SRID(), points: m.options.Points, words: map[string]string{}}
	total, _ := m.source.Count()
	m.count.begin(Reading, total)
	batches := make(chan []*row, runtime.GOMAXPROCS(0))
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for rows := range batches {
				for _, w := range rows {
					w.parcel = w.parcel.Measure()
				}
				m.count.add(len(rows))
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(batches)
		return m.readRows(ctx, reader, batches)
	})
	if err := group.Wait(); err != nil {
		return err
	}
	m.checkColumns(reader)
	if !inZone {
		m.refuseZone()
		return nil
	}
	m.group()
	return nil
}

func (m *importing) readRows(ctx context.Context, reader *reader, batches chan<- []*row) error {
	send := func(rows []*row) error {
		select {
		case batches <- rows:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	rows := make([]*row, 0, batch)
	for feature, err := range m.source.Features(ctx) {
		if err != nil {
			return fmt.Errorf("read the file after row %d: %w", len(m.rows), err)
		}
		w := reader.row(feature)
		m.rows = append(m.rows, w)
		if rows = append(rows, w); len(rows) == batch {
			if err := send(rows); err != nil {
				return err
			}
			rows = make([]*row, 0, batch)
		}
	}
	return send(rows)
}

// checkColumns says once for the file, and not for every row, that a column or
// every surface is missing.
func (m *importing) checkColumns(reader *reader) {
	missing := map[string]bool{}
	for _, column := range m.options.Mapping.columns() {
		if reader.seen&fieldBits[column.field] == 0 && len(m.rows) > 0 {
			missing[column.field] = true
			m.refuseFile("COLUMN_MISSING", "Tệp không có cột %q (%s). Kiểm tra lại tên cột trong bảng ánh xạ.", column.name, column.field)
		}
	}
	if len(m.rows) > 1 && reader.seen&fieldBits["geometry"] == 0 {
		missing["geometry"] = true
		m.refuseFile("GEOMETRY_UNREADABLE", "Không dòng nào có hình thửa dạng vùng đọc được. Kiểm tra lại lớp đã chọn (--layer) và tệp.")
	}
	if len(missing) == 0 {
		return
	}
	for _, w := range m.rows {
		w.dropMissing(missing)
	}
}

// refuseZone refuses all rows: without its coordinate system no coordinate means
// anything.
func (m *importing) refuseZone() {
	for _, w := range m.rows {
		w.refuse()
		w.faults = nil
	}
	if srid := m.source.SRID(); srid != 0 {
		m.refuseFile("CRS_UNSUPPORTED", "Hệ tọa độ EPSG:%d của tệp không phải múi chiếu 3° của VN-2000. Chuyển tệp về một trong EPSG:5896–5899 hoặc 9205–9218.", srid)
		return
	}
	m.refuseFile("CRS_MISSING", "Tệp không cho biết hệ tọa độ. Xuất lại tệp với hệ tọa độ VN-2000 múi 3° (EPSG:5896–5899 hoặc 9205–9218).")
}

func (m *importing) refuseFile(code, message string, args ...any) {
	m.faults = append(m.faults, Fault{Code: code, Severity: rules.Refuse, Message: fmt.Sprintf(message, args...)})
}

// group puts the rows together sheet by sheet. Rows that name no sheet stay apart.
func (m *importing) group() {
	sheets := map[sheetKey]*sheetRows{}
	for _, w := range m.rows {
		if !w.placed() {
			continue
		}
		sheet := sheets[w.sheet]
		if sheet == nil {
			sheet = &sheetRows{key: w.sheet}
			sheets[w.sheet] = sheet
			m.sheets = append(m.sheets, sheet)
		}
		sheet.rows = append(sheet.rows, w)
		w.parcel.ID = provisional(w.number)
	}
	slices.SortFunc(m.sheets, func(a, b *sheetRows) int { return a.key.compare(b.key) })
}

// surveyed names the survey points among the corners of a boundary.
func (r *reader) surveyed(boundary gis.Polygon) []cadastre.SurveyedPoint {
	if r.points == nil {
		return nil
	}
	var found []cadastre.SurveyedPoint
	for i, ring := range boundary.Rings {
		for j, corner := range ring[:max(len(ring)-1, 0)] { // the last repeats the first
			if point, known := r.points.At(corner); known {
				found = append(found, cadastre.SurveyedPoint{Ring: i, Vertex: j, Number: point.Number, Accuracy: point.Accuracy})
			}
		}
	}
	return found
}
