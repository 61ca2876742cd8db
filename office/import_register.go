package office

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// registrars is how many sheets are registered at a time: while one waits for
// the store to make its events durable, others are decided.
const registrars = 3

// act is what the import does under a key.
func (m *importing) act(key, digest string) act {
	a := m.newAct(m.who, "parcelImport", key, digest)
	a.metadata.Procedure, a.metadata.Sources = m.options.Procedure, m.options.Sources
	return a
}

// registerSheet opens the sheet and registers its rows, in the order of their
// numbers, in as many appends as it takes.
func (m *importing) registerSheet(ctx context.Context, sheet *sheetRows) error {
	rows := lo.Reject(sheet.rows, func(w *row, _ int) bool { return w.fate != pending })
	m.count.add(len(sheet.rows) - len(rows))
	if len(rows) == 0 {
		return nil
	}
	plan, err := m.open(ctx, m.act(sheet.key.String(), ""), sheet.plan)
	if err != nil {
		return m.refuseSheet(sheet, about(cadastre.WholeCommand, err))
	}
	sheet.plan = plan
	slices.SortFunc(rows, func(a, b *row) int { return cmp.Compare(a.parcel.Number, b.parcel.Number) })
	for len(rows) > 0 {
		fit := m.fitting(rows)
		if err := m.registerRows(ctx, sheet, rows[:fit]); err != nil {
			return err
		}
		m.count.add(fit)
		rows = rows[fit:]
	}
	return nil
}

// fitting returns how many of the rows' events surely fit into one append.
func (m *importing) fitting(rows []*row) int {
	const handlersOwn = 320 // what the handler adds to the metadata
	metadata, _ := json.Marshal(m.act("", "").metadata)
	size := 0
	for i, w := range rows {
		size += w.parcel.Size() + len(metadata) + handlersOwn
		if size > es.MaxAppend && i > 0 {
			return i
		}
	}
	return len(rows)
}

// registerRows registers rows in one append. If the sheet has changed since it
// was looked at, rows that it refuses by now are left out.
func (m *importing) registerRows(ctx context.Context, sheet *sheetRows, rows []*row) error {
	for len(rows) > 0 {
		digest := contentOf(rows, m.options.EffectiveDate)
		a := m.act(sheet.key.String()+"/"+digest, digest)
		for _, w := range rows {
			w.parcel.ID = ladm.Derive[ladm.ParcelKind](a.id, fmt.Sprintf("parcel/%d", w.parcel.Number))
		}
		outcome, err := m.registerUnderway(ctx, a, sheet, rows)
		var refusal *rules.Refusal
		if !errors.As(err, &refusal) {
			if err == nil {
				m.registered(rows, outcome.Position)
			}
			return err
		}
		note(rows, refusal.Findings)
		rows = lo.Filter(rows, func(w *row, _ int) bool { return w.fate == pending })
	}
	return nil
}

// registerUnderway registers rows as an act that others see, and that sees those
// of others.
func (m *importing) registerUnderway(ctx context.Context, a act, sheet *sheetRows, rows []*row) (outcome es.Outcome, err error) {
	wish := m.registration(sheet.plan, rows)
	begins := newRegistering(sheet.plan.facts.Sheet, sheet.plan.facts.SRID, newcomers(sheet.plan, wish.Parcels))
	begins.family = m
	lately, err := m.underway.begin(ctx, begins)
	if err != nil {
		return outcome, err
	}
	defer func() { m.underway.end(begins, outcome.Position, m.now()) }()
	wish.Neighbours = unseen(lately, m.shown)
	return m.Registry.sheets.Handle(ctx, cadastre.StreamName(sheet.plan.facts.Sheet), command[cadastre.Command](a, wish))
}

func (m *importing) registered(rows []*row, at es.Position) {
	for _, w := range rows {
		w.fate = registered
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if at.Compare(m.last) > 0 {
		m.last = at
	}
}

// contentOf hashes what is registered: the same rows make the same command.
func contentOf(rows []*row, day ladm.Date) string {
	hash := sha256.New()
	var buffer []byte
	number := func(n int64) { buffer = binary.BigEndian.AppendUint64(buffer, uint64(n)) }
	number(int64(day))
	for _, w := range rows {
		number(int64(w.parcel.Number))
		number(int64(w.parcel.LegalArea))
		number(int64(len(w.parcel.Purposes)))
		for _, purpose := range w.parcel.Purposes {
			buffer = append(append(buffer, purpose.Type...), 0)
			number(int64(purpose.Area))
		}
		for _, ring := range w.parcel.Boundary.Rings {
			number(int64(len(ring)))
			for _, point := range ring {
				number(point.E)
				number(point.N)
			}
		}
		hash.Write(buffer)
		buffer = buffer[:0]
	}
	return hex.EncodeToString(hash.Sum(nil))
}
