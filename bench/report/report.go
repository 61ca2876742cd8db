// Package report holds what a benchmark found: rows that compare our figure with
// a peer's, or with a limit.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// Row is one line of the table.
type Row struct {
	Name     string  `json:"name"`
	Unit     string  `json:"unit"`
	Ours     float64 `json:"ours"`
	Peer     float64 `json:"peer"`
	PeerName string  `json:"peer_name"`
	// Ratio is ours to the peer's, so that larger is better.
	Ratio float64 `json:"ratio"`
	// Target is the least ratio that is wanted; 0 means that the row only tells.
	Target float64 `json:"target"`
	Met    bool    `json:"met"`
}

// More compares rates, where more is better; target is the least ratio.
func More(name, unit string, ours, peer float64, peerName string, target float64) Row {
	return Row{name, unit, ours, peer, peerName, ours / peer, target, ours/peer >= target}
}

// Less compares costs, where less is better; target is the least peer/ours.
func Less(name, unit string, ours, peer float64, peerName string, target float64) Row {
	return Row{name, unit, ours, peer, peerName, peer / ours, target, peer/ours >= target}
}

// Print writes rows as a table.
func Print(w io.Writer, rows []Row) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "name\tunit\tours\tpeer\tratio\ttarget\tmet\tagainst\t")
	for _, r := range rows {
		target, met := "", ""
		if r.Target > 0 {
			target, met = fmt.Sprintf("%.2f", r.Target), "no"
			if r.Met {
				met = "yes"
			}
		}
		fmt.Fprintf(table, "%s\t%s\t%.4g\t%.4g\t%.2f\t%s\t%s\t%s\t\n", r.Name, r.Unit, r.Ours, r.Peer, r.Ratio, target, met, r.PeerName)
	}
	table.Flush()
}

// Write puts rows into a file, as JSON.
func Write(path string, rows []Row) error {
	data, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}
