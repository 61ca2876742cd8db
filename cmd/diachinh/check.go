package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections/read"
)

type checkCommand struct {
	Communes []string `arg:"" optional:"" name:"commune" help:"Mã xã, phường, đặc khu; bỏ trống là mọi xã có tờ bản đồ (codes of communes; none: all that have map sheets)."`
	JSON     bool     `name:"json" help:"In JSON, mỗi xã một dòng (print JSON, a line a commune)."`
}

// Help says what the exit codes mean here.
func (checkCommand) Help() string {
	return "Chỉ đọc, không sửa gì. Mã kết thúc (exit codes): 0 không có lỗi; 1 có lỗi trong dữ liệu; 2 sai cách dùng; 3 lỗi."
}

// Run checks one commune after the other and says what it found.
func (c *checkCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	return withReadModels(ctx, s, t, func(p *platform, models *read.DB) error {
		codes := c.Communes
		if len(codes) == 0 {
			var err error
			if codes, err = models.CommunesWithSheets(ctx); err != nil {
				return err
			}
		}
		faults := 0
		for _, code := range codes {
			report, err := p.check(ctx, t, code)
			if err != nil {
				return err
			}
			if err := c.print(t, report); err != nil {
				return err
			}
			faults += len(report.Faults)
		}
		if faults > 0 {
			return found(faults)
		}
		return nil
	})
}

// check looks for the faults of one commune and shows how far it is.
func (p *platform) check(ctx context.Context, t *terminal, code string) (office.QualityReport, error) {
	meter := t.meter("Kiểm tra xã " + code)
	report, err := p.office.Quality(ctx, code, func(done, of int) { meter.show(int64(done), int64(of)) })
	var refusal *rules.Refusal
	if errors.As(err, &refusal) {
		finding := refusal.Findings[0]
		return report, usage(finding.Code, "%s", finding.Message)
	}
	return report, err
}

// found is a check that found faults; the report has said which.
func found(faults int) *failure {
	return &failure{code: "FAULTS_FOUND", exit: exitRefused, message: fmt.Sprintf("Có %d lỗi trong dữ liệu, như trên.", faults)}
}

func (c *checkCommand) print(t *terminal, report office.QualityReport) error {
	if c.JSON {
		lines := json.NewEncoder(t.out)
		lines.SetEscapeHTML(false)
		return lines.Encode(reportLineOf(report))
	}
	return printFaults(t.out, report)
}
