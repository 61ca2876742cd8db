package main

import (
	"strings"

	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/claim"
	"github.com/diachinh/diachinh/domain/territory"
	"github.com/diachinh/diachinh/eventstore"
)

// registryKinds begin the names of the registry's own streams: those that exist,
// and those whose names are set aside for what is to come.
var registryKinds = []string{
	cadastre.StreamKind, territory.StreamKind, claim.StreamKind,
	"title-", "party-", "dossier-", "serial-",
}

// deletable tells which streams the embedded node may delete, truncate or age:
// none of the registry's own, nor their metadata.
func deletable(stream string) bool {
	stream = strings.TrimPrefix(stream, "$$")
	return stream != eventstore.LogStream && lo.NoneBy(registryKinds, func(kind string) bool { return strings.HasPrefix(stream, kind) })
}
