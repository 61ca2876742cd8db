package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/diachinh/diachinh/domain/ladm"
	"github.com/diachinh/diachinh/domain/rules"
	"github.com/diachinh/diachinh/office"
)

// TestFaultsAsATable sees a pair of parcels in one row, whichever of them a fault
// names first, with the worst of its faults.
func TestFaultsAsATable(t *testing.T) {
	t.Parallel()
	parcel := func(commune string, sheet, number int) office.QualityParcel {
		id := uuid.NewSHA1(uuid.Nil, fmt.Append(nil, commune, sheet, number))
		return office.QualityParcel{ID: ladm.ParcelID{UUID: id}, Commune: commune, Sheet: sheet, Number: number}
	}
	left, right := parcel("09616", 15, 7), parcel("09616", 19, 21)
	var out bytes.Buffer
	err := printFaults(&out, office.QualityReport{Commune: "09616", Parcels: 1455, Faults: []office.QualityFault{
		{Code: office.UnmatchedVertex, Parcels: []office.QualityParcel{left, right}, Length: 0.012, Message: "Thiếu một đỉnh."},
		{Code: office.UnmatchedVertex, Parcels: []office.QualityParcel{parcel("09616", 3, 1), parcel("09619", 2, 8)}, Length: 0.012},
		{Code: office.UnmatchedVertex, Parcels: []office.QualityParcel{right, left}, Length: 0.04},
		{Code: office.CrossSheetOverlap, Parcels: []office.QualityParcel{left, right},
			At: &rules.Place{SRID: 5897, E: 546500.125, N: 2332100}, Area: 1234.5, Message: "Hai thửa chồng lên nhau."},
		{Code: office.VersionsOverlap, Parcels: []office.QualityParcel{parcel("09616", 3, 1)}},
	}})
	lines := strings.Split(out.String(), "\n")
	if err != nil || len(lines) != 6 {
		t.Fatalf("got %v\n%s", err, out.String())
	}
	for i, wanted := range [][]string{
		{"THỬA", "SỐ LỖI", "MÃ LỖI", "NẶNG NHẤT", "ĐỘ LỚN", "ĐIỀU SAI"},
		{"15/7 19/21", "  3  ", "UNMATCHED_VERTEX, CROSS_SHEET_OVERLAP", "546500.125 2332100.000 (EPSG:5897)", "1.234,5 m²", "Hai thửa"},
		{"09616/3/1 09619/2/8", "  1  ", "UNMATCHED_VERTEX", "0,012 m"},
		{"3/1", "VERSIONS_OVERLAP", "–"},
		{"Xã 09616: 1455 thửa, 5 lỗi."},
	} {
		for _, words := range wanted {
			if !strings.Contains(lines[i], words) {
				t.Errorf("line %d lacks %q: %s", i+1, words, lines[i])
			}
		}
	}
}

// TestCheckFindsWhatWentWrong moves a parcel of the read models, as no rule would
// allow.
func TestCheckFindsWhatWentWrong(t *testing.T) {
	t.Parallel()
	databaseURL := established(t)
	runImport(t, databaseURL, sampleFileOf(t))
	database, err := pgx.Connect(t.Context(), databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close(t.Context())
	if _, err := database.Exec(t.Context(), `
		update registry.parcel_version p
		   set geom = ST_Translate(geom, 5, 0)
		  from registry.sheet s
		 where s.id = p.sheet_id and s.number = 15 and p.number = 7`); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("diachinh", "check", "09616", "--database-url", databaseURL)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitRefused {
		t.Fatalf("check ends with %v\n%s", err, out)
	}
	if !strings.Contains(string(exit.Stderr), "FAULTS_FOUND: ") || !strings.Contains(string(exit.Stderr), "Kiểm tra xã 09616: ") {
		t.Errorf("it says %s", exit.Stderr)
	}
	for _, words := range []string{"OVERLAP", "15/7", "EPSG:5897"} {
		if !strings.Contains(string(out), words) {
			t.Errorf("the table lacks %q:\n%s", words, out)
		}
	}
}
