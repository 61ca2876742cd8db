package office

import (
	"cmp"
	"context"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
)

// OpenSheet asks to open a map sheet in a commune.
type OpenSheet struct {
	Grounds
	// Commune is the commune's code, e.g. 09616.
	Commune string `json:"commune"`
	Number  int    `json:"number"`
	// Scale is the denominator, one of ladm.Scales.
	Scale int `json:"scale"`
	// SRID is one of the 18 VN-2000 zones of 3°.
	SRID int `json:"srid"`
}

// RenumberSheet asks to give a sheet another number, another scale, or both.
type RenumberSheet struct {
	Grounds
	// Commune is the commune's code; Sheet and Scale are as they are now. Scale may
	// be 0 where the number alone names the sheet.
	Commune string `json:"commune"`
	Sheet   int    `json:"sheet"`
	Scale   int    `json:"scale"`
	// NewNumber and NewScale are as they shall be; 0 means as it is.
	NewNumber int `json:"new_number"`
	NewScale  int `json:"new_scale"`
}

// OpenSheet opens a map sheet: in its commune, then in its own stream. What an
// interruption left out, a resend completes; see SubdivideParcel.
func (r *Registry) OpenSheet(ctx context.Context, who access.Principal, key string, in OpenSheet) (Changed, error) {
	a, commune, err := r.beginOnSheet(ctx, who, "mapSheetOpen", key, in.Commune, in.Grounds, in)
	if err != nil {
		return Changed{}, err
	}
	facts := cadastre.SheetOpened{
		Sheet: ladm.Derive[ladm.SheetKind](a.id, "sheet"), Commune: commune.ID,
		Number: in.Number, Scale: in.Scale, SRID: in.SRID, EffectiveDate: in.EffectiveDate,
	}
	step := communeStep{r, a, a.step("open in commune"), commune.ID, facts.Sheet, r.opening(facts)}
	if in.DryRun {
		_, _, err := step.rehearse(ctx)
		tried, err := step.tried(facts, err)
		if err == nil {
			tried.Warnings = r.unusual(commune, facts)
		}
		return tried, err
	}
	outcome, _, err := step.carryOut(ctx)
	if err != nil {
		return Changed{}, err
	}
	begun, err := r.beginSheet(ctx, a, facts)
	if err != nil {
		return Changed{}, err
	}
	return Changed{
		Sheet: facts.Sheet, Position: later(outcome.Position, begun.Position), Event: facts,
		Warnings: r.unusual(commune, facts), Resent: outcome.Resent,
	}, nil
}

// unusual is what the rules warn of when a sheet is opened. It depends on the
// sheet's facts alone, so that a resend is told the same.
func (r *Registry) unusual(commune cadastre.Commune, facts cadastre.SheetOpened) []rules.Finding {
	return territory.CheckZone(commune.Province, r.opening(facts))
}

// RenumberSheet renumbers or re-scales a map sheet: in its commune, then in its
// own stream. What an interruption left out, a resend completes; see SubdivideParcel.
func (r *Registry) RenumberSheet(ctx context.Context, who access.Principal, key string, in RenumberSheet) (Changed, error) {
	kind := "mapSheetRenumber"
	if in.NewNumber == 0 {
		kind = "mapSheetRescale"
	}
	a, commune, err := r.beginOnSheet(ctx, who, kind, key, in.Commune, in.Grounds, in)
	if err != nil {
		return Changed{}, err
	}
	sheet, err := r.sheetMeant(ctx, a, commune, sheetKey{in.Commune, in.Sheet, in.Scale})
	if err != nil {
		return Changed{}, err
	}
	step := communeStep{r, a, a.step("renumber in commune"), commune.ID, sheet.ID, territory.RenumberSheet{
		Sheet: sheet.ID, Number: cmp.Or(in.NewNumber, sheet.Number), Scale: in.NewScale,
		EffectiveDate: in.EffectiveDate, Today: r.today(),
	}}
	if in.DryRun {
		outcome, event, err := step.rehearse(ctx)
		if err != nil {
			return Changed{}, err
		}
		was, err := r.formerly(ctx, commune.ID, sheet, outcome)
		changed, err := step.tried(renumbered(event), err)
		changed.Formerly = was
		return changed, err
	}
	r.renumbering.Lock()
	defer r.renumbering.Unlock()
	outcome, event, err := step.carryOut(ctx)
	if err != nil {
		return Changed{}, err
	}
	was, err := r.formerly(ctx, commune.ID, sheet, outcome)
	if err != nil {
		return Changed{}, err
	}
	own := renumbered(event)
	changed := Changed{Sheet: sheet.ID, Formerly: was, Position: outcome.Position, Event: own, Resent: outcome.Resent}
	at, err := r.renumberOwn(ctx, a, commune.ID, own)
	changed.Position = later(changed.Position, at)
	return changed, err
}

// formerly is what a sheet was known as before its commune renumbered it.
func (r *Registry) formerly(ctx context.Context, commune ladm.CommuneID, sheet territory.Sheet, outcome es.Outcome) (SheetName, error) {
	if outcome.Resent {
		state, err := r.communes.Before(ctx, territory.StreamName(commune), outcome.First)
		if err != nil {
			return SheetName{}, err
		}
		sheet, _ = state.SheetByID(sheet.ID)
	}
	return SheetName{sheet.Number, sheet.Scale}, nil
}

// renumberOwn tells the sheet itself what its commune decided, unless the commune
// gave it yet another number since.
func (r *Registry) renumberOwn(ctx context.Context, a act, commune ladm.CommuneID, own cadastre.SheetRenumbered) (es.Position, error) {
	now, err := r.sheetOfCommune(ctx, commune, own.Sheet)
	if err != nil || now.Number != own.Number || now.Scale != own.Scale {
		return es.Position{}, err
	}
	outcome, err := r.sheets.Handle(ctx, cadastre.StreamName(own.Sheet), command[cadastre.Command](a.step("renumber sheet"), cadastre.RenumberSheet{
		Number: own.Number, Scale: own.Scale, EffectiveDate: own.EffectiveDate,
	}))
	return outcome.Position, err
}

// renumbered is the sheet's own event of what its commune decided.
func renumbered(event territory.Event) cadastre.SheetRenumbered {
	e, _ := event.(territory.SheetRenumbered)
	return cadastre.SheetRenumbered{Sheet: e.Sheet, Number: e.Number, Scale: e.Scale, EffectiveDate: e.EffectiveDate}
}
