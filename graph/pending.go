package graph

import (
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/gis"
)

type RegisterParcel struct {
	Commune            string
	Sheet, Scale, SRID int
	Number             int
	LegalArea          float64
	Purposes           []cadastre.Purpose
	Boundary           []gis.Ring
	EffectiveDate      ladm.Date
	Dossier, Procedure string
	Sources            []es.Source
}

type Registered struct {
	Parcel   ladm.ParcelID
	Position es.Position
	Warnings []rules.Finding
	Resent   bool
}
