package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/bench/report"
	"github.com/diachinh/diachinh/bench/tiling"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

const (
	foldParcels = 3_000
	foldEvents  = 60_000
)

// measureFold times the first look at a sheet that this process has not folded:
// read through the client from the node, decoded, evolved. Once with the
// registration of 3,000 parcels, once with 57,000 changes of purpose after it.
func measureFold(ctx context.Context, l *lab) (rows []report.Row, err error) {
	database, err := l.database(ctx)
	if err != nil {
		return nil, err
	}
	n, err := node.Start(ctx, node.Config{DatabaseURL: database, Listen: "127.0.0.1:0"})
	if err != nil {
		return nil, err
	}
	defer n.Stop(context.WithoutCancel(ctx))
	store, err := eventstore.Dial(n.URL(), slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer store.Close()
	for _, c := range []struct {
		events int
		limit  time.Duration
	}{{foldParcels, 60 * time.Millisecond}, {foldEvents, time.Second}} {
		sheet := ladm.Derive[ladm.SheetKind](uuid.NameSpaceURL, fmt.Sprint(c.events))
		if err := writeSheet(ctx, store, sheet, c.events); err != nil {
			return nil, err
		}
		took, err := l.median(nil, func() error {
			handler := es.NewHandler(store, cadastre.Catalogue, cadastre.Decider, es.HandlerConfig{})
			return handler.View(ctx, cadastre.StreamName(sheet), func(_ *cadastre.Sheet, revision uint64, _ bool) error {
				if revision != uint64(c.events) { // the opening is revision 0
					return fmt.Errorf("folded to revision %d", revision)
				}
				return nil
			})
		})
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("cold fold of %d events", c.events)
		rows = append(rows, report.Less(name, "ms", float64(took.Microseconds())/1000, float64(c.limit.Milliseconds()), "limit", 1))
	}
	return rows, nil
}

// writeSheet decides a sheet's life in memory and writes it in large appends.
func writeSheet(ctx context.Context, store es.Store, id ladm.SheetID, events int) error {
	life, err := sheetLife(id, events)
	if err != nil {
		return err
	}
	metadata, err := json.Marshal(es.Metadata{RecordedAt: time.Now().UTC(), Actor: "bench", Office: "bench"})
	if err != nil {
		return err
	}
	var batch []es.Proposed
	size, next := 0, uint64(0)
	flush := func() error {
		var expected es.Expected = es.NoStream{}
		if next > 0 {
			expected = es.Exactly(next - 1)
		}
		_, err := store.Append(ctx, cadastre.StreamName(id), expected, batch)
		next += uint64(len(batch))
		batch, size = nil, 0
		return err
	}
	for _, event := range life {
		name, data, err := cadastre.Catalogue.Encode(event)
		if err != nil {
			return err
		}
		if size += len(data) + len(metadata); size > es.MaxAppend {
			if err := flush(); err != nil {
				return err
			}
			size = len(data) + len(metadata)
		}
		batch = append(batch, es.Proposed{ID: uuid.New(), Type: name, Data: data, Metadata: metadata})
	}
	return flush()
}

// sheetLife opens a sheet, registers its parcels and changes their purposes in
// turn, until there are this many events after the opening.
func sheetLife(id ladm.SheetID, events int) ([]cadastre.Event, error) {
	config, err := tile(foldParcels)
	if err != nil {
		return nil, err
	}
	day := ladm.NewDate(2026, time.January, 2)
	register := cadastre.RegisterParcels{EffectiveDate: day, Today: day}
	for p := range tiling.Generate(config) {
		area := ladm.SquareMetres(p.Boundary.Area())
		register.Parcels = append(register.Parcels, cadastre.ParcelInput{
			ID:        ladm.Derive[ladm.ParcelKind](id.UUID, fmt.Sprint(len(register.Parcels))),
			LegalArea: area, Boundary: p.Boundary,
			Purposes: []cadastre.Purpose{{Type: p.LandType, Area: area}},
		})
	}
	state := cadastre.Decider.Initial()
	var life []cadastre.Event
	decide := func(c cadastre.Command) error {
		decided, err := cadastre.Decider.Decide(state, c)
		for _, event := range decided {
			state = cadastre.Decider.Evolve(state, event)
		}
		life = append(life, decided...)
		return err
	}
	if err := decide(cadastre.OpenSheet{Sheet: id, Number: 1, Scale: 2000, SRID: communeZone, EffectiveDate: day}); err != nil {
		return nil, err
	}
	if err := decide(register); err != nil {
		return nil, err
	}
	types := [...]string{"CLN", "HNK", "ONT"}
	for i := 0; len(life) <= events; i++ {
		p := register.Parcels[i%foldParcels]
		known, _ := state.Parcel(p.ID)
		change := cadastre.ChangePurposes{
			Grounds: cadastre.Grounds{EffectiveDate: day, Today: day}, Parcel: cadastre.Ref{Parcel: p.ID, Revision: known.Revision},
			Purposes: []cadastre.Purpose{{Type: types[i/foldParcels%len(types)], Area: p.LegalArea}},
		}
		if err := decide(change); err != nil {
			return nil, err
		}
	}
	return life, nil
}
