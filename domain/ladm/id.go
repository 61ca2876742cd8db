package ladm

import "github.com/google/uuid"

// ID is a UUID that cannot be mistaken for the id of another kind of object.
// It reads and writes itself as the usual 36 characters of text.
type ID[Kind any] struct{ uuid.UUID }

// The kinds tell ids apart; nothing has their type.
type (
	// CommuneKind marks a commune's id.
	CommuneKind struct{}
	// SheetKind marks a map sheet's id.
	SheetKind struct{}
	// ParcelKind marks a parcel's id.
	ParcelKind struct{}
)

type (
	// CommuneID identifies a commune over its lifespan; see [NewCommuneID].
	CommuneID = ID[CommuneKind]
	// SheetID identifies a map sheet (LA_SpatialUnitGroup) for ever, whatever
	// commune and number it is known under.
	SheetID = ID[SheetKind]
	// ParcelID identifies a parcel (LA_SpatialUnit). The parcel code does not:
	// a child may carry the code of its ended parent.
	ParcelID = ID[ParcelKind]
)

// namespace roots every name-based id of the registry.
var namespace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("urn:diachinh"))

// NewCommuneID derives a commune's id from its code and the day from which the
// code means this territory: most codes of 2025 were codes of another one.
func NewCommuneID(code string, validFrom Date) CommuneID {
	return CommuneID{uuid.NewSHA1(namespace, []byte("commune/"+code+"/"+validFrom.String()))}
}

// Derive returns the id of something that a command creates: the same command
// always creates the same objects, so a resend creates nothing new.
func Derive[Kind any](command uuid.UUID, name string) ID[Kind] {
	return ID[Kind]{uuid.NewSHA1(command, []byte(name))}
}

// CommandID names one wish of one office: the same office, mutation and
// idempotency key give the same id.
func CommandID(office, mutation, idempotencyKey string) uuid.UUID {
	return uuid.NewSHA1(namespace, []byte("command/"+office+"\x00"+mutation+"\x00"+idempotencyKey))
}
