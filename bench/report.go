package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// row is one line of the table.
type row struct {
	Name     string  `json:"name"`
	Unit     string  `json:"unit"`
	Ours     float64 `json:"ours"`
	Peer     float64 `json:"peer"`
	PeerName string  `json:"peer_name"`
	// Ratio is ours to the peer's, so that larger is better.
	Ratio  float64 `json:"ratio"`
	Target float64 `json:"target"`
	Met    bool    `json:"met"`
}

// more compares rates, where more is better; target is the least ratio.
func more(name, unit string, ours, peer float64, peerName string, target float64) row {
	return row{name, unit, ours, peer, peerName, ours / peer, target, ours/peer >= target}
}

// less compares costs, where less is better; target is the least peer/ours.
func less(name, unit string, ours, peer float64, peerName string, target float64) row {
	return row{name, unit, ours, peer, peerName, peer / ours, target, peer/ours >= target}
}

func printTable(w io.Writer, rows []row) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "name\tunit\tours\tpeer\tratio\ttarget\tmet\tagainst\t")
	for _, r := range rows {
		met := "no"
		if r.Met {
			met = "yes"
		}
		fmt.Fprintf(table, "%s\t%s\t%.4g\t%.4g\t%.2f\t%.2f\t%s\t%s\t\n", r.Name, r.Unit, r.Ours, r.Peer, r.Ratio, r.Target, met, r.PeerName)
	}
	table.Flush()
}

func writeJSON(path string, rows []row) error {
	data, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}
