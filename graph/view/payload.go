package view

// ParcelRegisterPayload is what became of a registration.
type ParcelRegisterPayload struct {
	Parcel     *Parcel
	Outcome    *ChangeOutcome
	UserErrors []*Finding
	Warnings   []*Finding
	Position   *string
	DryRun     bool
}

// ParcelChangePayload is what became of a change of parcels.
type ParcelChangePayload struct {
	Parcels    []*Parcel
	Outcome    *ChangeOutcome
	UserErrors []*Finding
	Warnings   []*Finding
	Position   *string
	DryRun     bool
}

// MapSheetChangePayload is what became of a change of a map sheet.
type MapSheetChangePayload struct {
	MapSheet   *MapSheet
	Outcome    *MapSheetOutcome
	UserErrors []*Finding
	Warnings   []*Finding
	Position   *string
	DryRun     bool
}
