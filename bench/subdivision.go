package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/diachinh/diachinh/bench/report"
	"github.com/diachinh/diachinh/bench/tiling"
	"github.com/diachinh/diachinh/gis"
)

const (
	// sheetParcels is how many parcels the sheet has that is changed under load.
	sheetParcels = 3000
	// visibleLimit is what a subdivision may take until a query sees it, in
	// milliseconds: 99 of 100.
	visibleLimit = 50
)

// measureSubdivision subdivides parcels of one large sheet by GraphQL, each client
// parcels of its own, and asks for each by the position that the act answered
// with: how long until it is acknowledged, and until a query sees it.
func measureSubdivision(ctx context.Context, l *lab) ([]report.Row, error) {
	database, wishes, err := l.sheet(ctx)
	if err != nil {
		return nil, err
	}
	url, stop, err := l.serve(ctx, database)
	if err != nil {
		return nil, err
	}
	defer stop()
	var rows []report.Row
	for _, load := range []struct{ clients, each int }{{1, 400}, {16, 80}} {
		taken := wishes[:load.clients*load.each]
		wishes = wishes[len(taken):]
		acknowledged, visible, err := subdivide(ctx, url, taken, load.clients)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("subdivision, %d clients, ", load.clients)
		rows = append(rows,
			report.Less(name+"acknowledged p50", "ms", quantile(acknowledged, 0.5), visibleLimit, "limit", 0),
			report.Less(name+"acknowledged p99", "ms", quantile(acknowledged, 0.99), visibleLimit, "limit", 0),
			report.Less(name+"visible p50", "ms", quantile(visible, 0.5), visibleLimit, "limit", 0),
			report.Less(name+"visible p99", "ms", quantile(visible, 0.99), visibleLimit, "limit", 1))
	}
	return rows, nil
}

// wish is the input of a subdivision.
type wish struct {
	IdempotencyKey string    `json:"idempotencyKey"`
	Parcel         known     `json:"parcel"`
	EffectiveDate  string    `json:"effectiveDate"`
	Parts          []partial `json:"parts"`
}

// known is a parcel as its client has seen it.
type known struct {
	ID       string `json:"id"`
	Revision int    `json:"expectedRevision"`
}

// partial is a part in a wish.
type partial struct {
	Boundary surface   `json:"boundary"`
	Purposes []purpose `json:"purposes"`
}

type purpose struct {
	Type string  `json:"type"`
	Area float64 `json:"area"`
}

// surface is a GeoJSON polygon.
type surface struct {
	Type        string         `json:"type"`
	Coordinates [][][2]float64 `json:"coordinates"`
}

// sheet imports a sheet into a database of its own, and cuts all of its parcels
// that one line cuts well.
func (l *lab) sheet(ctx context.Context) (database string, wishes []wish, err error) {
	config, err := tile(sheetParcels)
	if err != nil {
		return "", nil, err
	}
	var parcels []tiling.Parcel
	for p := range tiling.Generate(config) {
		p.Sheet, p.Number = 1, len(parcels)+1
		parcels = append(parcels, p)
	}
	survey := filepath.Join(l.dir, "sheet.gpkg")
	if _, err := tiling.WriteGeoPackage(ctx, survey, commune, config.Zone, slices.Values(parcels)); err != nil {
		return "", nil, err
	}
	if database, err = l.database(ctx); err != nil {
		return "", nil, err
	}
	if err := l.diachinh(ctx, database, "import", "parcels", survey).Run(); err != nil {
		return "", nil, err
	}
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return "", nil, err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, `
		select number, parcel_id::text, revision, valid_from::text
		  from registry.parcel_version
		 order by md5(parcel_id::text)`)
	if err != nil {
		return "", nil, err
	}
	var number int
	w := wish{}
	_, err = pgx.ForEachRow(rows, []any{&number, &w.Parcel.ID, &w.Parcel.Revision, &w.EffectiveDate}, func() error {
		p := parcels[number-1]
		if one, other, found := halves(p.Boundary); found {
			w.IdempotencyKey = fmt.Sprint("bench/", number)
			w.Parts = []partial{part(one, p.LandType), part(other, p.LandType)}
			wishes = append(wishes, w)
		}
		return nil
	})
	return database, wishes, err
}

func part(p gis.Polygon, landType string) partial {
	shape := surface{Type: "Polygon"}
	for _, ring := range p.Rings {
		var line [][2]float64
		for _, point := range ring {
			e, n := point.Metres()
			line = append(line, [2]float64{e, n})
		}
		shape.Coordinates = append(shape.Coordinates, line)
	}
	return partial{shape, []purpose{{landType, math.Round(p.Area()*10) / 10}}}
}

// halves cuts a parcel between two of its vertices, so that neither part is less
// than a fourth of it.
func halves(p gis.Polygon) (one, other gis.Polygon, found bool) {
	if len(p.Rings) != 1 {
		return one, other, false
	}
	ring := p.Rings[0][:len(p.Rings[0])-1]
	whole := p.Area()
	for i := range ring {
		for j := i + 2; j < len(ring) && (i > 0 || j < len(ring)-1); j++ {
			a := slices.Clone(ring[i : j+1])
			b := append(slices.Clone(ring[j:]), ring[:i+1]...)
			one = gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{append(a, a[0])}}
			other = gis.Polygon{SRID: p.SRID, Rings: []gis.Ring{append(b, b[0])}}
			sum := one.Area() + other.Area()
			if math.Abs(sum-whole) < 1e-6 && min(one.Area(), other.Area()) > whole/4 &&
				len(one.Validate()) == 0 && len(other.Validate()) == 0 {
				return one, other, true
			}
		}
	}
	return one, other, false
}

// subdivide carries out wishes by as many clients, and returns the milliseconds
// of each, sorted.
func subdivide(ctx context.Context, url string, wishes []wish, clients int) (acknowledged, visible []float64, err error) {
	acknowledged, visible = make([]float64, len(wishes)), make([]float64, len(wishes))
	group, ctx := errgroup.WithContext(ctx)
	for client := range clients {
		group.Go(func() error {
			for i := client; i < len(wishes); i += clients {
				start := time.Now()
				position, err := send(ctx, url, wishes[i])
				if err != nil {
					return err
				}
				acknowledged[i] = milliseconds(time.Since(start))
				if err := see(ctx, url, wishes[i].Parcel.ID, position); err != nil {
					return err
				}
				visible[i] = milliseconds(time.Since(start))
			}
			return nil
		})
	}
	err = group.Wait()
	slices.Sort(acknowledged)
	slices.Sort(visible)
	return acknowledged, visible, err
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// quantile is the value below which the given share of sorted values lies.
func quantile(sorted []float64, share float64) float64 {
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

const subdivideQuery = `mutation ($input: ParcelSubdivideInput!) {
	parcelSubdivide(input: $input) { position userErrors { code message } }
}`

func send(ctx context.Context, url string, w wish) (position string, err error) {
	var data struct {
		ParcelSubdivide struct {
			Position   string
			UserErrors []struct{ Code, Message string }
		}
	}
	err = ask(ctx, url, subdivideQuery, map[string]any{"input": w}, &data)
	if errs := data.ParcelSubdivide.UserErrors; err == nil && len(errs) > 0 {
		err = fmt.Errorf("subdivision refused: %v", errs)
	}
	return data.ParcelSubdivide.Position, err
}

const seeQuery = `query ($id: ID!, $position: String!) {
	parcel(id: $id, atLeast: $position) { status replacedBy { number } }
}`

// see asks for the parcel that was subdivided, which must have ended.
func see(ctx context.Context, url, parcel, position string) error {
	var data struct {
		Parcel struct {
			Status     string
			ReplacedBy []struct{ Number int }
		}
	}
	err := ask(ctx, url, seeQuery, map[string]any{"id": parcel, "position": position}, &data)
	if err == nil && (data.Parcel.Status != "ENDED" || len(data.Parcel.ReplacedBy) != 2) {
		err = fmt.Errorf("parcel %s is %s with %d successors", parcel, data.Parcel.Status, len(data.Parcel.ReplacedBy))
	}
	return err
}

// keptAlive lets each client keep its connection.
var keptAlive = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

// ask asks one question over GraphQL.
func ask(ctx context.Context, url, query string, variables, data any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Actor", "bench")
	request.Header.Set("X-Office", "bench")
	response, err := keptAlive.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: data}
	err = json.NewDecoder(response.Body).Decode(&answer)
	for _, e := range answer.Errors {
		err = errors.Join(err, errors.New(e.Message))
	}
	return err
}
