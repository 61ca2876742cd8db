package cadastre

import (
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkSize refuses an act of which the event would take more bytes than one may
// have.
func checkSize(set *rules.Set, size int) error {
	if size <= es.MaxEvent {
		return nil
	}
	return rules.Refused([]rules.Finding{find(set, "PARCEL_TOO_LARGE", WholeCommand, rules.Values{
		"parcel": rules.Words{VI: "Các thửa của một lần biến động", EN: "The parcels of one act"},
		"size":   size, "largest": es.MaxEvent,
	})})
}

// size returns an upper bound of the bytes that the replacement takes as JSON.
func (e Replacement) size() int {
	const fixed, ended, descent = 300, 90, 90
	size := fixed + ended*len(e.Ended) + e.Effects.size()
	for _, b := range e.Begun {
		size += ParcelInput{Boundary: b.Boundary, Surveyed: b.Surveyed, Purposes: b.Purposes}.Size() + descent*len(b.From)
	}
	return size
}

// size is as that of a replacement.
func (e Reshaping) size() int {
	const fixed, move = 300, 80
	size := fixed + move*len(e.Moved) + e.Effects.size()
	for _, p := range e.Parcels {
		size += ParcelInput{Boundary: p.Boundary, Surveyed: p.Surveyed, Purposes: p.Purposes}.Size()
	}
	return size
}

// size is as that of a replacement.
func (e ParcelsReinstated) size() int {
	const fixed, annulled = 300, 40
	size := fixed + annulled*len(e.Annulled) + e.Effects.size()
	for _, p := range e.Reinstated {
		size += ParcelInput{Boundary: p.Boundary, Surveyed: p.Surveyed}.Size()
	}
	return size
}

// size is as that of a replacement.
func (e Effects) size() int {
	const insertion, vertex, pending, warning = 220, 26, 160, 400
	size := 0
	for _, in := range e.Inserted {
		size += insertion + vertex*len(in.Points) + ParcelInput{Boundary: in.Boundary, Surveyed: in.Surveyed}.Size()
	}
	for _, p := range e.Pending {
		size += pending + vertex*len(p.Points)
	}
	for _, w := range e.Warnings {
		size += warning + len(w.Message) + len(w.MessageEN) + len(w.Source)
	}
	return size
}
