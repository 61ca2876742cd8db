package engine

import (
	"errors"
	"log/slog"

	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
)

// Config is what an engine needs.
type Config struct {
	// Store is the log that the models are built from.
	Store es.Store
	// LogID names the log. Checkpoints of another log are refused.
	LogID uuid.UUID
	// DatabaseURL is where the models' tables are.
	DatabaseURL string
	// Models are kept in step, each on a connection of its own. A model stands
	// after those whose rows its readers join.
	Models []Model
	// Catalogue decodes the events.
	Catalogue *es.Catalogue
	// Logger takes what happens; none is silence.
	Logger *slog.Logger
}

func (c *Config) validate() error {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	switch {
	case c.Store == nil:
		return errors.New("engine: no event store")
	case c.LogID == uuid.Nil:
		return errors.New("engine: no log id")
	case c.DatabaseURL == "":
		return errors.New("engine: no database URL")
	case c.Catalogue == nil:
		return errors.New("engine: no catalogue of events")
	case len(c.Models) == 0:
		return errors.New("engine: no read models")
	case len(lo.UniqBy(c.Models, Model.Name)) < len(c.Models):
		return errors.New("engine: two read models of one name")
	}
	return nil
}
