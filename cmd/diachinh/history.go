package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/gis/figure/family"
	"github.com/diachinh/diachinh/projections/read"
)

type historyCommand struct {
	Parcel  string    `arg:"" help:"Thửa đất: định danh, mã thửa đất, hoặc xã/tờ/thửa, ví dụ 13669/15/7 (id, parcel code, or commune/sheet/number)."`
	Scale   int       `name:"scale" placeholder:"1000" help:"Mẫu số tỷ lệ, khi xã có hai tờ cùng số (the scale's denominator, where two sheets have the number)."`
	AsOf    ladm.Date `name:"as-of" placeholder:"YYYY-MM-DD" help:"Thửa đất như vào ngày này; bỏ trống là hiện tại (the parcel as it was on this day; empty: now)."`
	KnownAt instant   `name:"known-at" placeholder:"YYYY-MM-DD[THH:MM:SSZ]" help:"Theo những gì hệ thống đã biết vào lúc này, cuối ngày nếu chỉ nêu ngày (as known at this time, the end of the day if only a day is given)."`
	JSON    bool      `name:"json" help:"In JSON (print JSON)."`
	SVG     string    `name:"svg" type:"path" placeholder:"FILE" help:"Vẽ các thửa cùng nguồn gốc qua thời gian vào tệp SVG (draw the parcel's family over time)."`
}

// Help says what is printed.
func (historyCommand) Help() string {
	return "In ra điều gì đã thay đổi, có hiệu lực khi nào, ghi nhận khi nào, theo văn bản nào; thửa đất từ đâu ra và thành thửa nào. " +
		"Không in dữ liệu cá nhân (what changed, when it was true, when it was known, by which document; no personal data)."
}

// instant is a time as it is typed: with hour and zone, or a day in Viet Nam, which
// means its end.
type instant struct{ time.Time }

// UnmarshalText reads RFC 3339 or YYYY-MM-DD.
func (i *instant) UnmarshalText(text []byte) (err error) {
	if i.Time, err = time.Parse(time.RFC3339, string(text)); err == nil {
		return nil
	}
	i.Time, err = time.ParseInLocation(time.DateOnly, string(text), ladm.VietNam)
	i.Time = i.AddDate(0, 0, 1).Add(-time.Nanosecond)
	return err
}

// Run prints the history, and draws it where that was asked for.
func (c *historyCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	wanted, err := c.address()
	if err != nil {
		return err
	}
	var picture *whole
	if c.SVG != "" {
		if picture, err = newWhole(c.SVG); err != nil {
			return err
		}
		defer picture.discard()
	}
	return withReadModels(ctx, s, t, func(p *platform, models *read.DB) error {
		found, err := wanted.find(ctx, models, c.at())
		if err != nil {
			return c.notFound(err)
		}
		if picture != nil {
			if err := draw(ctx, models, found.ID, c.at(), picture); err != nil {
				return err
			}
		}
		history, err := historyOf(ctx, models, found, c.at())
		if err != nil {
			return err
		}
		if c.JSON {
			lines := json.NewEncoder(t.out)
			lines.SetEscapeHTML(false)
			return lines.Encode(history)
		}
		return history.print(t.out)
	})
}

func (c *historyCommand) at() read.At { return read.At{Valid: c.AsOf, Known: c.KnownAt.Time} }

// notFound words what a search can meet.
func (c *historyCommand) notFound(err error) error {
	var scale *read.AmbiguousScaleError
	var code *read.AmbiguousCodeError
	switch {
	case errors.Is(err, read.ErrNotFound):
		return usage("PARCEL_UNKNOWN", "Không có thửa đất %s vào thời điểm được hỏi. Hãy kiểm tra lại số; thửa đã kết thúc và số cũ cũng tìm được.", c.Parcel)
	case errors.As(err, &scale):
		return usage("AMBIGUOUS_SCALE", "Xã %s có tờ bản đồ số %d ở các tỷ lệ có mẫu số %v. Hãy thêm --scale.", scale.CommuneCode, scale.Sheet, scale.Scales)
	case errors.As(err, &code):
		return usage("AMBIGUOUS_CODE", "Mã %s có ở nhiều thửa: %v. Hãy nêu định danh của một thửa.", code.Code, code.Parcels)
	}
	return err
}

// draw writes the picture of a parcel's family to a file.
func draw(ctx context.Context, models *read.DB, id ladm.ParcelID, at read.At, file *whole) error {
	svg, err := family.SVG(ctx, models, id, at)
	if err != nil {
		return err
	}
	return file.write(func(w io.Writer) error {
		_, err := fmt.Fprint(w, svg)
		return err
	})
}

// withReadModels asks the read models once they show all that the log holds.
func withReadModels(ctx context.Context, s *settings, t *terminal, ask func(*platform, *read.DB) error) error {
	p, err := open(ctx, s, t, needs{})
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.allVisible(ctx); err != nil {
		return err
	}
	return ask(p, read.New(p.pool))
}
