package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/geojson"

	"github.com/diachinh/diachinh/bench/tiling"
	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
)

// commune is where the generated survey lies; the real sample lies there too.
const (
	commune     = "09616"
	communeZone = 5897
)

// lab is what the measures share: a server, a binary, a generated survey.
type lab struct {
	server  string // PostgreSQL's URL
	dir     string
	binary  string
	parcels int
	events  int // of the event store's long log
	runs    int
	survey  string // path of the generated GeoPackage; "" until it is asked for
	// imported is a database that holds the survey, once one does.
	imported string
	drops    []func(context.Context) error
}

// newLab makes what the sizes that are set in setup need.
func newLab(ctx context.Context, setup lab) (*lab, error) {
	server := os.Getenv("DIACHINH_TEST_DATABASE_URL")
	if server == "" {
		return nil, errors.New("DIACHINH_TEST_DATABASE_URL names no PostgreSQL server: run `make bench`")
	}
	dir, err := os.MkdirTemp("", "diachinh-bench-")
	if err != nil {
		return nil, err
	}
	l := &setup
	l.server, l.dir, l.binary = server, dir, filepath.Join(dir, "diachinh")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", l.binary, "./cmd/diachinh").CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("build the binary: %w\n%s", err, out), l.close())
	}
	return l, nil
}

func (l *lab) close() error {
	var errs []error
	for _, drop := range l.drops {
		errs = append(errs, drop(context.Background()))
	}
	return errors.Join(append(errs, os.RemoveAll(l.dir))...)
}

// database makes a migrated database of the lab's own.
func (l *lab) database(ctx context.Context) (string, error) {
	url, drop, err := testdb.Create(ctx, l.server)
	if err == nil {
		l.drops = append(l.drops, drop)
	}
	return url, err
}

// diachinh prepares a command of the binary on a database.
func (l *lab) diachinh(ctx context.Context, database string, arguments ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, l.binary, arguments...)
	cmd.Dir = l.dir
	cmd.Env = append(os.Environ(), "DIACHINH_DATABASE_URL="+database, "DIACHINH_LOG_LEVEL=warn")
	cmd.Stderr = os.Stderr
	return cmd
}

// generated returns the path of a GeoPackage that tiles the commune.
func (l *lab) generated(ctx context.Context) (string, error) {
	if l.survey != "" {
		return l.survey, nil
	}
	config, err := tile(l.parcels)
	if err != nil {
		return "", err
	}
	path := filepath.Join(l.dir, "survey.gpkg")
	n, err := tiling.WriteGeoPackage(ctx, path, commune, config.Zone, tiling.Generate(config))
	if err != nil {
		return "", err
	}
	if n != l.parcels {
		return "", fmt.Errorf("generated %d parcels of %d", n, l.parcels)
	}
	l.survey = path
	return path, nil
}

// tile describes a tiling of the commune with n parcels.
func tile(n int) (tiling.Config, error) {
	zone, _ := gis.ZoneBySRID(communeZone)
	for c, err := range territory.Dataset() {
		if err != nil {
			return tiling.Config{}, err
		}
		if c.Code != commune {
			continue
		}
		region, err := gis.ParseRegion(c.Boundary)
		if err != nil {
			return tiling.Config{}, err
		}
		around, err := extent(c.Boundary, zone)
		return tiling.Config{Seed: 1, Parcels: n, Commune: region, Zone: zone, Around: around}, err
	}
	return tiling.Config{}, fmt.Errorf("no commune %s", commune)
}

// extent is the box of a GeoJSON geometry in a zone.
func extent(boundary []byte, zone gis.Zone) (gis.Box, error) {
	var g geom.T
	if err := geojson.Unmarshal(boundary, &g); err != nil {
		return gis.Box{}, err
	}
	b := g.Bounds()
	low := zone.FromWGS84(gis.LonLat{Lon: b.Min(0), Lat: b.Min(1)})
	high := zone.FromWGS84(gis.LonLat{Lon: b.Max(0), Lat: b.Max(1)})
	return gis.Box{Min: low, Max: high}, nil
}

// median times a thing runs times; prepare is not timed.
func (l *lab) median(prepare func() error, timed func() error) (time.Duration, error) {
	var times []time.Duration
	for range l.runs {
		if prepare != nil {
			if err := prepare(); err != nil {
				return 0, err
			}
		}
		start := time.Now()
		if err := timed(); err != nil {
			return 0, err
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

// rate is n a second, rounded to whole ones.
func rate(n int, took time.Duration) float64 { return math.Round(float64(n) / took.Seconds()) }
