package office

// Phase is what a long act is busy with.
type Phase string

const (
	// Establishing enters communes.
	Establishing Phase = "establishing communes"
	// Reading reads the file and measures its parcels.
	Reading Phase = "reading"
	// Checking holds the parcels against the rules, sheet by sheet.
	Checking Phase = "checking"
	// Registering appends the parcels' events.
	Registering Phase = "registering"
)

// Progress tells how far a phase is.
type Progress struct {
	Phase Phase
	// Done and Total count communes or rows; a Total of 0 is not known.
	Done, Total int64
}

func report(progress func(Progress), phase Phase, done, total int64) {
	if progress != nil {
		progress(Progress{phase, done, total})
	}
}
