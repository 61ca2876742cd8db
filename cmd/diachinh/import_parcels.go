package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/office"
)

type importParcelsCommand struct {
	actor
	File          string `arg:"" help:"Tệp .gpkg, .geojson hoặc .json (survey file)."`
	Layer         string `name:"layer" default:"parcels" help:"Lớp thửa đất của GeoPackage (layer of parcels)."`
	Points        string `name:"points" default:"boundary_points" help:"Lớp điểm ranh giới đo đạc của GeoPackage, nếu có (layer of survey points, if there is one)."`
	Mapping       string `name:"mapping" type:"path" placeholder:"FILE" help:"Tệp JSON đặt tên cột: commune, sheet, scale, number, legalArea, purposes (JSON file that names the columns)."`
	EffectiveDate string `name:"effective-date" placeholder:"YYYY-MM-DD" help:"Ngày có hiệu lực; bỏ trống là hôm nay (first day of the parcels; empty: today)."`
	DryRun        bool   `name:"dry-run" help:"Chỉ kiểm tra và báo cáo, không ghi gì (only check and report)."`
	ReportCSV     string `name:"report-csv" type:"path" placeholder:"FILE" help:"Ghi các lỗi ra CSV (write the faults as CSV)."`
	ReportGeoJSON string `name:"report-geojson" type:"path" placeholder:"FILE" help:"Ghi các lỗi ra GeoJSON (write the faults as GeoJSON)."`
}

// Help says what the exit codes mean here.
func (importParcelsCommand) Help() string {
	return "Mã kết thúc (exit codes): 0 mọi dòng đều tốt; 1 có dòng bị từ chối; 2 sai cách dùng; 3 lỗi. " +
		"Chạy lại không đăng ký trùng, và làm tiếp lần chạy bị ngắt (running it again completes an interrupted run)."
}

// Run imports the file and waits until its parcels can be read.
func (c *importParcelsCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	who, err := c.principal()
	if err != nil {
		return err
	}
	input, err := c.open()
	if err != nil {
		return err
	}
	defer input.source.Close()
	files, err := c.reports()
	if err != nil {
		return err
	}
	defer files.discard()
	p, err := open(ctx, s, t, needs{communes: c.DryRun})
	if err != nil {
		return err
	}
	defer p.close()
	if !c.DryRun {
		if err := p.establishCommunes(ctx, t); err != nil {
			return err
		}
	}
	report, err := p.importParcels(ctx, t, who, input)
	if written := files.write(report); err == nil {
		err = written
	}
	printReport(t, report, c.DryRun)
	if err == nil && report.Refused > 0 {
		return refused(report.Refused)
	}
	return err
}

// importParcels imports and, unless it was only a trial, waits until the read
// models show what was registered.
func (p *platform) importParcels(ctx context.Context, t *terminal, who access.Principal, input *parcelsInput) (office.Report, error) {
	options := input.options
	options.Progress = progressOf(t)
	// The rules look at the parcels of other sheets through the read models.
	if err := p.allVisible(ctx); err != nil {
		return office.Report{}, err
	}
	report, err := p.office.ImportParcels(ctx, who, input.source, options)
	if err != nil || report.Registered == 0 || options.DryRun {
		return report, err
	}
	return report, p.visible(ctx, report.LastPosition)
}

// progressOf shows each phase on a meter of its own.
func progressOf(t *terminal) func(office.Progress) {
	var phase office.Phase
	var meter *meter
	return func(now office.Progress) {
		if now.Phase != phase {
			phase, meter = now.Phase, t.meter(words[now.Phase])
		}
		meter.show(now.Done, now.Total)
	}
}

// shownFaults is how many faults are printed; the reports hold all.
const shownFaults = 20

func printReport(t *terminal, report office.Report, dryRun bool) {
	for i, fault := range report.Faults {
		if i == shownFaults {
			t.say("… và %d lỗi khác: xem --report-csv.", len(report.Faults)-shownFaults)
			break
		}
		t.say("%s", faultLine(fault))
	}
	registered := "Đã đăng ký"
	if dryRun {
		registered = "Có thể đăng ký"
	}
	fmt.Fprintf(t.out, "%s %d thửa; đã có từ trước %d; từ chối %d; cảnh báo %d; tổng số dòng %d.\n",
		registered, report.Registered, report.Already, report.Refused, report.Warnings, report.Rows)
}

// faultLine says where, which rule, and what: one line.
func faultLine(f office.Fault) string {
	var parts []string
	if f.Row > 0 {
		parts = append(parts, fmt.Sprintf("dòng %d", f.Row))
	}
	if f.Sheet > 0 {
		parts = append(parts, fmt.Sprintf("xã %s, tờ %d (1:%d)", f.Commune, f.Sheet, f.Scale))
	}
	if f.Number > 0 {
		parts = append(parts, fmt.Sprintf("thửa %d", f.Number))
	}
	severity := "từ chối"
	if f.Severity == rules.Warn {
		severity = "cảnh báo"
	}
	line := fmt.Sprintf("%s %s: %s", f.Code, severity, f.Message)
	if len(parts) > 0 {
		line = strings.Join(parts, ", ") + ": " + line
	}
	if f.At != nil && f.WGS84 != nil {
		line += fmt.Sprintf(" [EPSG:%d %.3f %.3f; WGS84 %.7f %.7f]", f.At.SRID, f.At.E, f.At.N, f.WGS84.Lon, f.WGS84.Lat)
	}
	return line
}
