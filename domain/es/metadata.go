package es

import (
	"time"

	"github.com/google/uuid"
)

// Metadata stands beside every event: who, when, why, by which document. It
// names officers by id and never holds personal data.
type Metadata struct {
	// RecordedAt is when the registry learnt the fact (UTC). It never runs
	// backwards within a stream.
	RecordedAt time.Time `json:"recorded_at"`
	Actor      string    `json:"actor"`
	Office     string    `json:"office"`
	Dossier    string    `json:"dossier,omitempty"`
	// Procedure is the public procedure's code, e.g. 1.012784.
	Procedure string   `json:"procedure,omitempty"`
	Sources   []Source `json:"sources,omitempty"`
	// Command is the command that decided the event; Digest hashes its input,
	// so that a reused idempotency key is told from a resend.
	Command uuid.UUID `json:"command"`
	Digest  string    `json:"digest"`
	// Causation is the event that led to the command, if one did.
	Causation   *uuid.UUID `json:"causation,omitempty"`
	Correlation uuid.UUID  `json:"correlation"`
	// RuleSet is the version of the rules that were in force.
	RuleSet string `json:"rule_set,omitempty"`
}

// Source is a document that an act rests on (LA_AdministrativeSource).
type Source struct {
	Kind   string `json:"kind"`
	Number string `json:"number,omitempty"`
	Date   string `json:"date,omitempty"`
	// SHA256 is the hash of the scanned document, in hex.
	SHA256 string `json:"sha256,omitempty"`
}
