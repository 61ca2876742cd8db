package cadastre

import (
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/domain/rules"
)

// checkSize refuses a replacement that takes more bytes than an event may have.
func checkSize(set *rules.Set, e Replacement) []rules.Finding {
	size := e.size()
	if size <= es.MaxEvent {
		return nil
	}
	return []rules.Finding{find(set, "PARCEL_TOO_LARGE", WholeCommand, rules.Values{
		"parcel": rules.Words{VI: "Các thửa mới", EN: "The new parcels"}, "size": size, "largest": es.MaxEvent,
	})}
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
