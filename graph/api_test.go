package graph_test

import "testing"

// TestAPI asks one registry that holds the sample. Each group that registers
// parcels has squares of its own, on sheets of its own.
func TestAPI(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	for name, group := range map[string]func(*testing.T, *registry){
		"parcels":       testParcels,
		"geometry":      testGeometry,
		"history":       testHistory,
		"lists":         testLists,
		"communes":      testCommunes,
		"statements":    testStatements,
		"registrations": testRegistrations,
		"refusals":      testRefusals,
		"positions":     testPositions,
		"time":          testTime,
		"knowledge":     testKnowledge,
		"outcomes":      testOutcomes,
		"lineage":       testLineage,
		"sheets":        testSheets,
		"changes":       testChangeRefusals,
		"quality":       testQuality,
		"races":         testRaces,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			group(t, r)
		})
	}
}
