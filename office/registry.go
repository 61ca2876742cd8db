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
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/gis"
	"github.com/diachinh/diachinh/projections/read"
)

// Neighbours knows the registered parcels of all sheets; *read.DB does.
type Neighbours interface {
	// ParcelsWithin returns the current parcels in a zone whose boxes meet the given one.
	ParcelsWithin(ctx context.Context, srid int, box gis.Box) ([]read.ParcelShape, error)
}

// Registry carries out the acts of a land registration office. It may be used by
// many goroutines at a time.
type Registry struct {
	communes   *es.Handler[*territory.Commune, territory.Command, territory.Event]
	claims     *es.Handler[claim.KeyClaimed, claim.Claim, claim.Event]
	sheets     *es.Handler[*cadastre.Sheet, cadastre.Command, cadastre.Event]
	neighbours Neighbours
	underway   underway
	now        func() time.Time

	mu    sync.Mutex
	known map[string]cadastre.Commune // by code, boundaries prepared
}

// NewRegistry returns a registry that keeps its events in store and asks
// neighbours what lies on other sheets.
func NewRegistry(store es.Store, neighbours Neighbours) *Registry {
	return newRegistry(store, neighbours, time.Now)
}

func newRegistry(store es.Store, neighbours Neighbours, now func() time.Time) *Registry {
	config := es.HandlerConfig{Now: now}
	return &Registry{
		communes:   es.NewHandler(store, territory.Catalogue, territory.Decider, config),
		claims:     es.NewHandler(store, claim.Catalogue, claim.Decider, config),
		sheets:     es.NewHandler(store, cadastre.Catalogue, cadastre.Decider, config),
		neighbours: neighbours,
		now:        now,
		known:      map[string]cadastre.Commune{},
	}
}

func (r *Registry) today() ladm.Date { return ladm.DateOf(r.now()) }

// RuleSet names, in the metadata of every event, the version of the rules that it
// was decided by. Whoever changes what is refused counts it up.
const RuleSet = "diachinh/1"

// act is who does something, and on which grounds; its id roots the ids of
// everything that it creates.
type act struct {
	id       uuid.UUID
	digest   string
	metadata es.Metadata
}

// newAct names an act by its office, kind and key.
func newAct(who access.Principal, kind, key, digest string) act {
	return act{
		id:       ladm.CommandID(who.Office, kind, key),
		digest:   digest,
		metadata: es.Metadata{Actor: who.Actor, Office: who.Office, RuleSet: RuleSet},
	}
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
