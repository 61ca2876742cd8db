package cadastretest

import (
	"github.com/diachinh/diachinh/domain/cadastre"
	"github.com/diachinh/diachinh/domain/ladm"
)

func (w *teller) changePurposes() cadastre.Command {
	p, found := w.parcel()
	if !found {
		return nil
	}
	legal := p.LegalArea
	if w.once(20) {
		legal += 10
	}
	return cadastre.ChangePurposes{Grounds: w.grounds(p), Parcel: w.ref(p), Purposes: w.purposes(legal)}
}

func (w *teller) changeLegalArea() cadastre.Command {
	p, found := w.parcel()
	if !found {
		return nil
	}
	legal := p.LegalArea + ladm.Area(w.upTo(9)-5)
	return cadastre.ChangeLegalArea{Grounds: w.grounds(p), Parcel: w.ref(p), LegalArea: legal, Purposes: w.purposes(legal)}
}

func (w *teller) recover() cadastre.Command {
	p, found := w.parcel()
	if !found {
		return nil
	}
	return cadastre.Recover{Grounds: w.grounds(p), Parcel: w.ref(p)}
}

func (w *teller) end() cadastre.Command {
	p, found := w.parcel()
	if !found {
		return nil
	}
	causes := []string{"SA", "SN", "DH", "SA", "SN", "DH", "SA", "SN", "DH", "TN"}
	return cadastre.End{Grounds: w.grounds(p), Parcel: w.ref(p), Cause: one(w, causes)}
}

// reinstate prefers parcels that ended last: little was built on their end.
func (w *teller) reinstate() cadastre.Command {
	ended := w.parcels(true)
	if len(ended) == 0 {
		return nil
	}
	p := one(w, ended)
	if !w.once(4) {
		for _, other := range ended {
			if other.Revision > p.Revision && !w.story.Model.Annulled(other.ID) {
				p = other
			}
		}
	}
	command := cadastre.Reinstate{Grounds: w.since(FirstDay), Parcel: w.ref(p)}
	command.EffectiveDate = 0
	return command
}

func (w *teller) correct() cadastre.Command {
	p, found := w.parcel()
	if !found {
		return nil
	}
	command := cadastre.Correct{Parcel: w.ref(p)}
	day := FirstDay
	if w.once(2) {
		command.Number = 1000 + w.upTo(5000)
		day = p.Since.Number
	}
	if w.once(2) {
		command.LegalArea = p.LegalArea + ladm.Area(w.upTo(9)-5)
		command.Purposes = w.purposes(command.LegalArea)
		day = max(day, p.Since.LegalArea, p.Since.Purposes)
	}
	command.Grounds = w.since(day)
	return command
}

func (w *teller) renumber() cadastre.Command {
	return cadastre.RenumberSheet{Number: w.upTo(3), Scale: one(w, []int{1000, 2000}), EffectiveDate: w.today}
}
