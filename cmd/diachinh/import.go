package main

import (
	"context"
	"errors"
	"iter"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/office"
)

// importCommand holds what can be loaded, and who answers for it.
type importCommand struct {
	Parcels  importParcelsCommand  `cmd:"" help:"Đăng ký các thửa đất của một tệp đo đạc (register the parcels of a survey file)."`
	Communes importCommunesCommand `cmd:"" help:"Nạp 3.321 xã, phường, đặc khu từ 1/7/2025 (load the communes since 2025)."`
}

// actor is who acts, by id, in every event's metadata.
type actor struct {
	Actor  string `name:"actor" env:"DIACHINH_ACTOR" default:"import" help:"Mã cán bộ thực hiện (id of the acting officer)."`
	Office string `name:"office" env:"DIACHINH_OFFICE" default:"local" help:"Mã cơ quan thực hiện; cùng mã thì chạy lại không đăng ký trùng (id of the acting office)."`
}

func (a actor) principal() (access.Principal, error) {
	who := access.Principal{Actor: a.Actor, Office: a.Office}
	if err := who.Validate(); err != nil {
		return who, usage("BAD_ACTOR", "Mã cán bộ và mã cơ quan (--actor, --office) mỗi mã từ 1 đến 64 ký tự: chữ không dấu, số và . _ : @ -")
	}
	return who, nil
}

// program acts where nobody does: it loads what it carries with it.
var program = access.Principal{Actor: "diachinh", Office: "diachinh"}

type importCommunesCommand struct{}

// Run loads the communes, or completes what an interrupted run began.
func (importCommunesCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	p, err := open(ctx, s, t, needs{})
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.establishCommunes(ctx, t); err != nil {
		return err
	}
	return p.allVisible(ctx)
}

// establishCommunes makes sure of the communes; it takes no time if they are there.
func (p *platform) establishCommunes(ctx context.Context, t *terminal) error {
	meter := t.meter(words[office.Establishing])
	return p.office.EstablishCommunes(ctx, program, func(now office.Progress) { meter.show(now.Done, now.Total) })
}

// demandCommunes refuses to go on without the communes: the first of the data set
// is the last to be entered.
func (p *platform) demandCommunes(ctx context.Context) error {
	next, stop := iter.Pull2(territory.Dataset())
	defer stop()
	last, err, _ := next()
	if err != nil {
		return err
	}
	read, stop := iter.Pull2(p.store.ReadStream(ctx, territory.StreamName(last.ID()), 0))
	defer stop()
	if _, err, _ = read(); errors.Is(err, es.ErrNoStream) {
		return usage("COMMUNES_MISSING", "Chưa nạp đơn vị hành chính, mà lần chạy thử thì không ghi gì. Hãy chạy `diachinh import communes` trước.")
	}
	return err
}

// allVisible waits until the read models show all that the log holds now.
func (p *platform) allVisible(ctx context.Context) error {
	end, some, err := p.end(ctx)
	if err != nil || !some {
		return err
	}
	return p.visible(ctx, end)
}

// words name the phases of an import.
var words = map[office.Phase]string{
	office.Establishing: "Nạp đơn vị hành chính",
	office.Reading:      "Đọc tệp",
	office.Checking:     "Kiểm tra",
	office.Registering:  "Đăng ký",
}
