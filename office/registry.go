package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/access"
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/claim"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// Models is what the read models know beyond single sheets; *read.DB does.
type Models interface {
	// ParcelsWithin returns the current parcels in a zone whose boxes meet the given one.
	ParcelsWithin(ctx context.Context, srid int, box gis.Box) ([]read.ParcelShape, error)
	// ParcelsShown returns up to which place of the log ParcelsWithin, asked after it,
	// knows the parcels.
	ParcelsShown(ctx context.Context) (es.Position, error)
	// SheetOf returns the sheet that a parcel is on, or read.ErrNotFound.
	SheetOf(ctx context.Context, parcel ladm.ParcelID) (ladm.SheetID, error)
	// PendingInsertions returns what acts left to do on the sheets of a commune, what
	// acts on its sheets left to do on others, or all for "".
	PendingInsertions(ctx context.Context, communeCode string) ([]read.Pending, error)
	// ShapesOfCommune gives the current parcels of a commune, and those of others
	// that touch it.
	ShapesOfCommune(ctx context.Context, communeCode string, do func(read.ParcelShape) error) error
	// VersionsOverlapping returns parcels of which two versions hold on one day.
	VersionsOverlapping(ctx context.Context, communeCode string) ([]ladm.ParcelID, error)
}

// Registry carries out the acts of a land registration office. It may be used by
// many goroutines at a time.
type Registry struct {
	communes *es.Handler[*territory.Commune, territory.Command, territory.Event]
	claims   *es.Handler[claim.KeyClaimed, claim.Claim, claim.Event]
	sheets   *es.Handler[*cadastre.Sheet, cadastre.Command, cadastre.Event]
	store    es.Store
	models   Models
	visible  func(context.Context, es.Position) error // nil: nobody tells
	book     *rules.Book
	underway underway
	homes    *homes
	now      func() time.Time

	renumbering sync.Mutex // held from the commune's step to the sheet's

	mu    sync.Mutex
	known map[ladm.CommuneID]cadastre.Commune // boundaries prepared
}

// NewRegistry returns a registry under the rules of a book. It keeps its events in
// store and asks models what lies on other sheets.
func NewRegistry(book *rules.Book, store es.Store, models Models) *Registry {
	r := newRegistry(store, models, time.Now)
	r.book = book
	return r
}

// AwaitModels says how to wait until the read models show the log up to a
// position, so that what another process registered a moment ago is found. It is
// called before the registry is used.
func (r *Registry) AwaitModels(visible func(context.Context, es.Position) error) { r.visible = visible }

func newRegistry(store es.Store, models Models, now func() time.Time) *Registry {
	config := es.HandlerConfig{Now: now}
	return &Registry{
		communes: es.NewHandler(store, territory.Catalogue, territory.Decider, config),
		claims:   es.NewHandler(store, claim.Catalogue, claim.Decider, config),
		sheets:   es.NewHandler(store, cadastre.Catalogue, cadastre.Decider, config),
		store:    store,
		models:   models,
		book:     rules.National(),
		homes:    newHomes(),
		now:      now,
		known:    map[ladm.CommuneID]cadastre.Commune{},
	}
}

// refuse refuses an act for one reason that the rules name.
func (r *Registry) refuse(code string, item int, values rules.Values) error {
	return rules.Refused([]rules.Finding{r.found(code, item, values)})
}

// found is what a rule has to say of an item.
func (r *Registry) found(code string, item int, values rules.Values) rules.Finding {
	return r.book.On("", r.today().String()).Find(code, item, values)
}

func (r *Registry) today() ladm.Date { return ladm.DateOf(r.now()) }

// act is who does something, and on which grounds; its id roots the ids of
// everything that it creates.
type act struct {
	id       uuid.UUID
	digest   string
	metadata es.Metadata
}

// newAct names an act by its office, kind and key.
func (r *Registry) newAct(who access.Principal, kind, key, digest string) act {
	return act{
		id:       ladm.CommandID(who.Office, kind, key),
		digest:   digest,
		metadata: es.Metadata{Actor: who.Actor, Office: who.Office, RuleSet: r.book.Version()},
	}
}

// named names an act that rests on grounds; its digest is that of the input.
func (r *Registry) named(who access.Principal, kind, key string, grounds Grounds, in any) (act, error) {
	digest, err := digestOf(in)
	a := r.newAct(who, kind, key, digest)
	a.metadata.Dossier, a.metadata.Procedure, a.metadata.Sources = grounds.Dossier, grounds.Procedure, grounds.Sources
	return a, err
}

// step names one step of the act, which is a command of its own.
func (a act) step(name string) act {
	a.metadata.Correlation = a.id
	a.id = uuid.NewSHA1(a.id, []byte("step/"+name))
	return a
}

func command[C any](a act, input C) es.Command[C] {
	return es.Command[C]{ID: a.id, Digest: a.digest, Input: input, Metadata: a.metadata}
}

// digestOf hashes an input in its canonical form, JSON with fields in order.
func digestOf(input any) (string, error) {
	canonical, err := json.Marshal(input)
	if err != nil {
		return "", fmt.Errorf("digest of %T: %w", input, err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
