// Command bench measures the registry against peers, or against a limit, in one
// run on one machine, prints a table and writes bench/latest.json. Run it by
// `make bench`; `go run ./bench -only fold` runs a part.
//
// Times on different machines say little; ratios within a run say more. Every
// ratio is arranged so that larger is better.
package main
