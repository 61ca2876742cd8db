package office

import (
	"context"
	"errors"

	"github.com/diachinh/diachinh/domain/claim"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
)

// claimed returns the sheet to which an act went before, if it did. An act of the
// same name with another content is es.ErrKeyReused.
func (r *Registry) claimed(ctx context.Context, a act) (sheet ladm.SheetID, claimed bool, err error) {
	err = r.claims.View(ctx, claim.StreamName(a.id), func(made claim.KeyClaimed, _ uint64, exists bool) error {
		if exists && made.Digest != a.digest {
			return es.ErrKeyReused
		}
		sheet, claimed = made.Sheet, exists
		return nil
	})
	return sheet, claimed, err
}

// claim binds a registration to its sheet if nothing speaks against it.
func (r *Registry) claim(ctx context.Context, a act, p prepared) error {
	if err := rules.Refused(p.findings); err != nil {
		return err
	}
	return r.claimFor(ctx, a, p.plan.facts.Sheet)
}

// claimFor binds an act to its sheet. Where the same act, sent twice at once, was
// bound to another sheet meanwhile, it is es.ErrBusy; where another act has the
// key, es.ErrKeyReused.
func (r *Registry) claimFor(ctx context.Context, a act, sheet ladm.SheetID) error {
	wish := claim.Claim{Command: a.id, Digest: a.digest, Sheet: sheet}
	outcome, err := r.claims.Handle(ctx, claim.StreamName(a.id), command(a.step("claim"), wish))
	if err != nil || outcome.Events > 0 && !outcome.Resent {
		return err
	}
	bound, _, err := r.claimed(ctx, a)
	if err == nil && bound != sheet {
		err = es.ErrBusy
	}
	return err
}

// bind is claimFor of an act whose event carries the act's own id: then the sheet's
// stream, in which an id stands once, keeps wishes of one key apart. A wish that was
// refused after its key had been claimed may so be corrected under the same key, as
// long as it stays on the sheet.
func (r *Registry) bind(ctx context.Context, a act, sheet ladm.SheetID) error {
	err := r.claimFor(ctx, a, sheet)
	if !errors.Is(err, es.ErrKeyReused) {
		return err
	}
	return r.claims.View(ctx, claim.StreamName(a.id), func(made claim.KeyClaimed, _ uint64, exists bool) error {
		if exists && made.Sheet == sheet {
			return nil
		}
		return es.ErrKeyReused
	})
}
