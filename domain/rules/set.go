package rules

// Set is the rules of one province on one day.
type Set struct{}
