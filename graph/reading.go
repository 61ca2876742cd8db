package graph

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/fault"
	"github.com/diachinh/diachinh/graph/input"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/graph/scalar"
	"github.com/diachinh/diachinh/office"
	"github.com/diachinh/diachinh/projections/read"
)

// longestKey is the most characters that an idempotency key may have.
const longestKey = 200

// keyReused is what a client is told that sends another wish under an old key.
var keyReused = rules.Finding{
	Code:      "IDEMPOTENCY_KEY_REUSED",
	Severity:  rules.Refuse,
	Message:   "idempotencyKey này đã dùng cho một yêu cầu có nội dung khác. Hãy đặt khóa mới cho yêu cầu mới.",
	MessageEN: "This idempotencyKey was used for a request with another content. Choose a new key for a new request.",
	Field:     "idempotencyKey",
}

// reading turns the input of an act into the office's terms. What no rule could
// judge, as it cannot be read, is a finding.
type reading struct {
	// zone returns the zone that coordinates are given in, 0 where nobody knows.
	zone     func() (int, error)
	findings []rules.Finding
	named    []ladm.ParcelID
	err      error
}

// reading begins to read an act on a parcel, whose sheet says which zone
// coordinates are given in.
func (m mutation) reading(ctx context.Context, parcel string) *reading {
	return &reading{zone: func() (int, error) {
		id, err := parcelID(parcel)
		if err != nil {
			return 0, nil // a finding of its own
		}
		row, err := m.reader.ParcelByID(ctx, id, read.At{}, read.Fields{})
		if errors.Is(err, read.ErrNotFound) {
			return 0, nil // the office will say so
		}
		return row.Sheet.SRID, err
	}}
}

func (r *reading) key(key string) {
	if length := utf8.RuneCountInString(key); length < 1 || length > longestKey {
		r.findings = append(r.findings, rules.Finding{
			Code: "IDEMPOTENCY_KEY_MALFORMED", Severity: rules.Refuse, Field: "idempotencyKey",
			Message:   fmt.Sprintf("idempotencyKey cần từ 1 đến %d ký tự.", longestKey),
			MessageEN: fmt.Sprintf("An idempotencyKey has 1 to %d characters.", longestKey),
		})
	}
}

func (r *reading) grounds(in input.Grounds) office.Grounds {
	r.key(in.IdempotencyKey)
	return office.Grounds{
		EffectiveDate: in.EffectiveDate,
		Dossier:       orZero(in.Dossier),
		Procedure:     orZero(in.Procedure),
		Sources:       lo.Map(in.Sources, source),
		DryRun:        orZero(in.DryRun),
	}
}

func (r *reading) parcel(in input.ParcelRef) office.ParcelRef { return r.ref(in, 0) }

// ref reads which parcel an item of the input names.
func (r *reading) ref(in input.ParcelRef, item int) office.ParcelRef {
	id, err := parcelID(in.ID)
	var bad *fault.Fault
	if errors.As(err, &bad) {
		r.findings = append(r.findings, rules.Finding{
			Code: string(bad.Code), Severity: rules.Refuse, Item: item, Field: "parcel.id",
			Message: bad.Message, MessageEN: fmt.Sprintf("%q is not the id of a parcel.", in.ID),
		})
	}
	r.named = append(r.named, id)
	return office.ParcelRef{Parcel: id, Revision: uint64(max(0, in.ExpectedRevision))}
}

func (r *reading) parcels(in []*input.ParcelRef) []office.ParcelRef {
	return lo.Map(in, func(p *input.ParcelRef, i int) office.ParcelRef { return r.ref(*p, i) })
}

func (r *reading) parts(in []*input.Part) []office.Part {
	for i, p := range in {
		if p.Recovered != nil {
			r.findings = append(r.findings, rules.National().On("", "").Find("RECOVERED_NOT_HERE", i, nil))
		}
	}
	return r.recovered(in)
}

// recovered reads the parts of a recovery; none given stay none, which means the
// whole.
func (r *reading) recovered(in []*input.Part) []office.Part {
	if in == nil {
		return nil
	}
	return lo.Map(in, func(p *input.Part, i int) office.Part {
		return office.Part{
			Number:    orZero(p.Number),
			LegalArea: orZero(p.LegalArea),
			Purposes:  lo.Map(p.Purposes, purpose),
			Boundary:  r.boundary(p.Boundary, i),
			Recovered: orZero(p.Recovered),
		}
	})
}

func (r *reading) reshapes(in []*input.Reshape) []office.Reshape {
	return lo.Map(in, func(p *input.Reshape, i int) office.Reshape {
		return office.Reshape{ParcelRef: r.ref(p.ParcelRef, i), LegalArea: orZero(p.LegalArea), Purposes: lo.Map(p.Purposes, purpose)}
	})
}

func moves(in []*model.PointMoveInput) []office.Move {
	point := func(p *model.PointInput) [2]float64 { return [2]float64{p.Easting, p.Northing} }
	return lo.Map(in, func(m *model.PointMoveInput, _ int) office.Move {
		return office.Move{From: point(m.From), To: point(m.To)}
	})
}

// boundary reads the boundary of an item of the input.
func (r *reading) boundary(text scalar.GeoJSON, item int) [][][2]float64 {
	rings, crs, finding := boundaryOf(text)
	if finding == nil && crs != "" {
		zone, err := r.zone()
		r.err = errors.Join(r.err, err)
		finding = otherSystem(crs, zone)
	}
	if finding != nil {
		finding.Item = item
		r.findings = append(r.findings, *finding)
	}
	return rings
}

func purpose(p *model.LandPurposeInput, _ int) cadastre.Purpose {
	return cadastre.Purpose{
		Type:   p.Type,
		Area:   ladm.SquareMetres(p.Area),
		Until:  orZero(p.Until),
		Origin: orZero(p.Origin),
	}
}

func source(s *model.SourceInput, _ int) es.Source {
	return es.Source{
		Kind:   s.Kind,
		Number: orZero(s.Number),
		Date:   orZero(s.Date).String(),
		SHA256: orZero(s.Sha256),
	}
}
