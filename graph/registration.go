package graph

import (
	"fmt"
	"unicode/utf8"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/office"
)

// longestKey is the most characters that an idempotency key may have.
const longestKey = 200

// keyReused is what a client is told that sends another wish under an old key.
var keyReused = rules.Finding{
	Code:     "IDEMPOTENCY_KEY_REUSED",
	Severity: rules.Refuse,
	Message:  "idempotencyKey này đã dùng cho một yêu cầu có nội dung khác. Hãy đặt khóa mới cho yêu cầu mới.",
	Field:    "idempotencyKey",
}

// registration reads the input of a registration. What no rule could judge, as
// it cannot be read, is a finding.
func registration(input model.ParcelRegisterInput) (office.RegisterParcel, []rules.Finding) {
	var findings []rules.Finding
	if length := utf8.RuneCountInString(input.IdempotencyKey); length < 1 || length > longestKey {
		findings = append(findings, rules.Finding{
			Code: "IDEMPOTENCY_KEY_MALFORMED", Severity: rules.Refuse, Field: "idempotencyKey",
			Message: fmt.Sprintf("idempotencyKey cần từ 1 đến %d ký tự.", longestKey),
		})
	}
	boundary, malformed := boundaryOf(input.Boundary, orZero(input.Srid))
	if malformed != nil {
		findings = append(findings, *malformed)
	}
	return office.RegisterParcel{
		Commune:       input.Commune,
		Sheet:         input.Sheet,
		Scale:         orZero(input.Scale),
		SRID:          orZero(input.Srid),
		Number:        orZero(input.Number),
		LegalArea:     input.LegalArea,
		Purposes:      lo.Map(input.Purposes, purpose),
		Boundary:      boundary,
		EffectiveDate: input.EffectiveDate,
		Dossier:       orZero(input.Dossier),
		Procedure:     orZero(input.Procedure),
		Sources:       lo.Map(input.Sources, source),
	}, findings
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
