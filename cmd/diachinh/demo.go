package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/diachinh/diachinh/samples"
)

type demoCommand struct{}

// Run makes a private cluster unless there is one, imports the sample unless it
// has been, and serves until it is told to stop.
func (demoCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	own := *s
	own.DatabaseURL, own.EventStoreURL = "", ""
	v, err := startService(ctx, &own, t, orMade)
	if err != nil {
		return err
	}
	defer v.stop()
	if err := v.establishCommunes(ctx, t); err != nil {
		return err
	}
	if err := v.importSample(ctx, t); err != nil {
		return err
	}
	return v.serve(ctx, func() {
		v.announce(t)
		fmt.Fprintf(t.out, tour, v.url())
		v.finishInsertions(ctx, insertionPause)
	})
}

// tour is what to do first; its argument is the service's URL.
const tour = `
Thử xem (try these):

  curl -s %[1]s/graphql -H 'Content-Type: application/json' -d '{"query":"{ parcels(commune: \"09616\", first: 1) { totalCount } }"}'

  curl -s %[1]s/graphql -H 'Content-Type: application/json' -d '{"query":"{ parcelByNumber(commune: \"09616\", sheet: 15, number: 7) { code legalArea measuredArea purposes { type { code } area } neighbours(first: 5) { nodes { number } } } }"}'

  curl -s %[1]s/graphql -H 'Content-Type: application/json' -d '{"query":"{ communes(search: \"doai phuong\", first: 3) { nodes { code name province { name } } } }"}'

Trong trình duyệt (in a browser): %[1]s/graphql
Dừng bằng Ctrl-C (Ctrl-C stops).
`

const (
	// sampleFile is where the sample lies in the data directory.
	sampleFile = "real-cadastre.gpkg"
	// sampleDay is since when its parcels are registered: a month after the
	// communes came to be, so that acts of any later day can be tried on them.
	sampleDay = "2025-08-01"
)

// importSample registers the sample as `diachinh import parcels` would. What is
// registered already stays, so it completes what an interrupted demo began.
func (v *service) importSample(ctx context.Context, t *terminal) error {
	path := filepath.Join(v.settings.Data, sampleFile)
	if err := samples.WriteCadastre(path); err != nil {
		return err
	}
	defer os.Remove(path)
	file := importParcelsCommand{File: path, Layer: "parcels", Points: surveyPoints, EffectiveDate: sampleDay}
	input, err := file.open()
	if err != nil {
		return err
	}
	defer input.source.Close()
	report, err := v.importParcels(ctx, t, program, input)
	if err != nil {
		return err
	}
	printReport(t, report, false)
	return nil
}
