package view

import (
	"strings"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/graph/model"
	"github.com/diachinh/diachinh/projections/read"
)

// Commune is a commune over one lifespan of its code.
type Commune struct{ row *read.Commune }

// NewCommune shows a row.
func NewCommune(row *read.Commune) *Commune { return &Commune{row} }

// ID returns the commune's id.
func (c *Commune) ID() string { return c.row.ID.String() }

// Code returns the code, five digits.
func (c *Commune) Code() string { return c.row.Code }

// Kind says whether it is a xã, phường or đặc khu.
func (c *Commune) Kind() model.CommuneKind { return model.CommuneKind(strings.ToUpper(c.row.Kind)) }

// Name returns the Vietnamese name.
func (c *Commune) Name() string { return c.row.Name }

// Province returns the commune's province.
func (c *Commune) Province() *read.Province { return &c.row.Province }

// ValidFrom returns the first day of the commune.
func (c *Commune) ValidFrom() ladm.Date { return c.row.ValidFrom }
