package projections

import (
	"errors"
	"fmt"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/claim"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/projections/engine"
)

// Catalogue decodes every event that a model may meet.
var Catalogue = es.Merge(cadastre.Catalogue, territory.Catalogue, claim.Catalogue)

// Models lists all the read models.
func Models() []engine.Model {
	return []engine.Model{communes{}, sheets{}, parcels{}, lineage{}, insertions{}}
}

// model is what a read model makes of the events of each kind of stream.
type model interface {
	cadastre(engine.Event, cadastre.Event) (any, error)
	territory(engine.Event, territory.Event) (any, error)
}

// prepare shows a model the events that may concern it.
func prepare(m model, e engine.Event) (any, error) {
	switch event := e.Body.(type) {
	case cadastre.Event:
		return m.cadastre(e, event)
	case territory.Event:
		return m.territory(e, event)
	case claim.KeyClaimed: // tells requests apart; says nothing of land
		return nil, nil
	}
	return nil, unnamed(e)
}

// errUnnamed says that a model does not name an event of the catalogue: whoever
// added the event forgot to say what the model makes of it.
var errUnnamed = errors.New("the read model does not name this event")

func unnamed(e engine.Event) error {
	return fmt.Errorf("%w: %s (%T)", errUnnamed, e.Type, e.Body)
}

// errMissing says that an event changes a row that is not there.
var errMissing = errors.New("no current row to change")
