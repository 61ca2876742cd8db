package office

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/google/uuid"
	"github.com/samber/lo"
	"golang.org/x/sync/errgroup"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
)

// appenders is how many communes are established at a time: enough for the
// store to commit them in groups.
const appenders = 16

// EstablishCommunes enters the communes since the reorganisation of 2025. It may
// be interrupted and run again: what is there stays. Progress is told one call at
// a time and may be nil. The first commune of the
// data set is entered last, so that its presence tells that all are there.
func (r *Registry) EstablishCommunes(ctx context.Context, who access.Principal, progress func(Progress)) error {
	if err := who.Validate(); err != nil {
		return err
	}
	next, stop := iter.Pull2(territory.Dataset())
	defer stop()
	last, err, _ := next()
	if err != nil {
		return err
	}
	if there, err := r.established(ctx, last.ID()); err != nil || there {
		return err
	}
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(appenders)
	count := counter{tell: progress}
	count.begin(Establishing, territory.DatasetSize)
	establish := func(ctx context.Context, commune territory.EstablishCommune) error {
		if err := r.establish(ctx, who, commune); err != nil {
			return err
		}
		count.add(1)
		return nil
	}
	for commune, err, more := next(); more && groupCtx.Err() == nil; commune, err, more = next() {
		group.Go(func() error {
			if err != nil {
				return err
			}
			return establish(groupCtx, commune)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return establish(ctx, last)
}

func (r *Registry) established(ctx context.Context, id ladm.CommuneID) (there bool, err error) {
	err = r.communes.View(ctx, territory.StreamName(id), func(_ *territory.Commune, _ uint64, exists bool) error {
		there = exists
		return nil
	})
	return there, err
}

func (r *Registry) establish(ctx context.Context, who access.Principal, commune territory.EstablishCommune) error {
	id := commune.ID()
	wish := r.newAct(who, "communeEstablish", id.String(), "")
	if _, err := r.communes.Handle(ctx, territory.StreamName(id), command[territory.Command](wish, commune)); err != nil {
		return fmt.Errorf("establish commune %s: %w", commune.Code, err)
	}
	return nil
}

// commune finds a commune by its code and prepares its boundary, once. An
// unknown code is refused.
func (r *Registry) commune(ctx context.Context, code string) (cadastre.Commune, error) {
	commune, err := r.communeByID(ctx, ladm.NewCommuneID(code, territory.Reorganisation))
	if err == nil && commune.ID.UUID == uuid.Nil {
		err = refusal("COMMUNE_UNKNOWN", "commune", said("Không có đơn vị hành chính cấp xã mã %q. Kiểm tra lại mã xã (5 chữ số).",
			"There is no commune of code %q. Check the code, which has 5 digits.", code))
	}
	return commune, err
}

// communeByID is commune for an id; one that does not exist has none.
func (r *Registry) communeByID(ctx context.Context, id ladm.CommuneID) (commune cadastre.Commune, err error) {
	r.mu.Lock()
	commune, known := r.known[id]
	r.mu.Unlock()
	if known {
		return commune, nil
	}
	err = r.communes.View(ctx, territory.StreamName(id), func(state *territory.Commune, _ uint64, exists bool) error {
		if !exists {
			return nil
		}
		region, err := gis.ParseRegion(state.Boundary)
		if err != nil {
			return fmt.Errorf("boundary of commune %s: %w", state.Code, err)
		}
		commune = cadastre.Commune{
			ID: id, Name: state.Name, Region: region, Kind: string(state.Kind), Province: state.Province.Code,
		}
		return nil
	})
	if err != nil || commune.Region == nil {
		return commune, err
	}
	r.mu.Lock()
	r.known[id] = commune
	r.mu.Unlock()
	return commune, nil
}

// withMore adds to a refusal what else is found, each code about the whole once.
// Any other error stays as it is.
func withMore(err error, more []rules.Finding) error {
	var refused *rules.Refusal
	if !errors.As(err, &refused) {
		return err
	}
	known := refused.Codes()
	fresh := lo.Reject(more, func(f rules.Finding, _ int) bool {
		return f.Item == cadastre.WholeCommand && slices.Contains(known, f.Code)
	})
	return rules.Refused(slices.Concat(refused.Findings, fresh))
}

// about returns a refusal with every finding about one item of the command, or
// about the whole of it. Any other error stays as it is.
func about(item int, err error) error {
	var refused *rules.Refusal
	if !errors.As(err, &refused) {
		return err
	}
	return rules.Refused(lo.Map(refused.Findings, func(f rules.Finding, _ int) rules.Finding {
		f.Item = item
		return f
	}))
}

// refusal refuses an act for one reason, before any decider is asked.
func refusal(code, field string, message rules.Words) error {
	return rules.Refused([]rules.Finding{{
		Code: code, Severity: rules.Refuse, Field: field, Message: message.VI, MessageEN: message.EN,
	}})
}
