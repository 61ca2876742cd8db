package office

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/gis/formats"
)

// ImportOptions say how a surveyed map is imported. The zero value imports the
// columns of [DefaultMapping] as of today.
type ImportOptions struct {
	// Mapping names the columns; DefaultMapping if empty.
	Mapping Mapping
	// DryRun only reports: nothing is written, not even sheets are opened.
	DryRun bool
	// EffectiveDate is the day on which the parcels begin; today if empty.
	EffectiveDate ladm.Date
	// Points names the survey points among the corners; nil leaves them unnamed.
	Points Points
	// Procedure and Sources go into the metadata of every event.
	Procedure string
	Sources   []es.Source
	// Progress is told how far the import is, one call at a time.
	Progress func(Progress)
}

// Points finds survey points by their place; *formats.SurveyPoints does.
type Points interface {
	At(gis.Point) (formats.SurveyPoint, bool)
}

// importing is one import on its way.
type importing struct {
	*Registry
	who     access.Principal
	source  formats.Source
	options ImportOptions
	count   counter

	rows   []*row
	sheets []*sheetRows // by key
	shown  es.Position  // what the read models knew at least when the rows were checked

	mu     sync.Mutex // guards what follows
	faults []Fault    // of the whole file
	last   es.Position
}

// sheetRows are the rows of one sheet.
type sheetRows struct {
	key    sheetKey
	rows   []*row
	bounds gis.Box // of the valid boundaries
	plan   sheetPlan
}

// ImportParcels registers the parcels of a surveyed map, and reports what is
// wrong with each row that it refuses. What it does follows from the file and the
// register alone: of two rows that overlap or want the same number neither is
// registered, whatever their order, and a row that is registered already, just as
// it is, is left alone. So an interrupted import is completed by running it
// again. The report is valid also beside an error: it tells how far the import
// came. Errors: ctx's, ErrUnavailable, of reading the file.
func (r *Registry) ImportParcels(ctx context.Context, who access.Principal, source formats.Source, options ImportOptions) (Report, error) {
	if err := who.Validate(); err != nil {
		return Report{}, err
	}
	if options.Mapping == (Mapping{}) {
		options.Mapping = DefaultMapping
	}
	if options.EffectiveDate.IsZero() {
		options.EffectiveDate = r.today()
	}
	m := &importing{Registry: r, who: who, source: source, options: options, count: counter{tell: options.Progress}}
	err := m.run(ctx)
	return m.summary(), err
}

func (m *importing) run(ctx context.Context) error {
	if err := m.read(ctx); err != nil {
		return err
	}
	m.count.begin(Checking, m.placed())
	var err error
	if m.shown, err = m.models.ParcelsShown(ctx); err != nil {
		return err
	}
	if err := m.eachSheet(ctx, runtime.GOMAXPROCS(0), m.checkSheet); err != nil {
		return err
	}
	m.checkAcrossSheets()
	if m.options.DryRun {
		return nil
	}
	m.count.begin(Registering, m.placed())
	return m.eachSheet(ctx, registrars, m.registerSheet)
}

// eachSheet works on several sheets at a time.
func (m *importing) eachSheet(ctx context.Context, atATime int, work func(context.Context, *sheetRows) error) error {
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(atATime)
	for _, sheet := range m.sheets {
		if groupCtx.Err() != nil {
			break
		}
		group.Go(func() error {
			if err := work(groupCtx, sheet); err != nil {
				return fmt.Errorf("sheet %d (1:%d) of commune %s: %w", sheet.key.number, sheet.key.scale, sheet.key.commune, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// placed counts the rows that name a sheet.
func (m *importing) placed() (n int64) {
	for _, sheet := range m.sheets {
		n += int64(len(sheet.rows))
	}
	return n
}

// refuseSheet refuses all rows of a sheet that cannot be opened. It returns the
// error if that is no refusal.
func (m *importing) refuseSheet(sheet *sheetRows, err error) error {
	var refusal *rules.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	note(sheet.rows, refusal.Findings)
	return nil
}

// summary counts what became of the rows.
func (m *importing) summary() Report {
	m.mu.Lock()
	defer m.mu.Unlock()
	report := Report{LastPosition: m.last}
	report.Rows = int64(len(m.rows))
	report.Faults = slices.Clone(m.faults)
	for _, w := range m.rows {
		switch w.fate {
		case already:
			report.Already++
		case refused:
			report.Refused++
		case registered:
			report.Registered++
		case pending:
			if m.options.DryRun {
				report.Registered++
			}
		}
		report.Faults = append(report.Faults, w.found()...)
	}
	for _, f := range report.Faults {
		if f.Severity == rules.Warn {
			report.Warnings++
		}
	}
	sortFaults(report.Faults)
	return report
}
