package territory

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/diachinh/diachinh/domain/ladm"
)

// Reorganisation is the first day of the communes that exist now: the day on
// which the districts ended and 10,035 communes became 3,321.
var Reorganisation = ladm.NewDate(2025, time.July, 1)

// DatasetSize is how many communes [Dataset] yields.
const DatasetSize = 3321

var (
	//go:embed data/communes.geojson.gz
	communes []byte
	//go:embed data/provinces.csv
	provinces string
)

// Dataset yields every commune since [Reorganisation], one at a time and always
// in the same order. It is part of the program: an error is a mistake in it.
func Dataset() iter.Seq2[EstablishCommune, error] {
	return func(yield func(EstablishCommune, error) bool) {
		if err := readDataset(yield); err != nil {
			yield(EstablishCommune{}, fmt.Errorf("communes: %w", err))
		}
	}
}

func readDataset(yield func(EstablishCommune, error) bool) error {
	names, err := ProvinceNames()
	if err != nil {
		return err
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(communes))
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(unzipped)
	if err := skipToFeatures(decoder); err != nil {
		return err
	}
	for decoder.More() {
		var f feature
		if err := decoder.Decode(&f); err != nil {
			return err
		}
		commune, err := f.commune(names)
		if err != nil {
			return err
		}
		if !yield(commune, nil) {
			return nil
		}
	}
	return nil
}

// feature is one commune of the file.
type feature struct {
	Geometry   json.RawMessage `json:"geometry"`
	Properties struct {
		Code     string `json:"code"`
		Province string `json:"province"`
		Name     string `json:"name"`
		NameEN   string `json:"name_en"`
	} `json:"properties"`
}

func (f feature) commune(provinces map[string]string) (EstablishCommune, error) {
	p := f.Properties
	kind, err := kindOf(p.Name)
	if err != nil {
		return EstablishCommune{}, err
	}
	province, known := provinces[p.Province]
	if !known {
		return EstablishCommune{}, fmt.Errorf("commune %s lies in unknown province %q", p.Code, p.Province)
	}
	return EstablishCommune{
		Code: p.Code, Kind: kind, Name: capitalised(p.Name), NameEN: p.NameEN,
		Province:  Province{Code: p.Province, Name: province},
		Boundary:  f.Geometry,
		ValidFrom: Reorganisation,
	}, nil
}

// kindOf reads the kind of a commune off its name.
func kindOf(name string) (CommuneKind, error) {
	lower := strings.ToLower(name)
	switch {
	case strings.HasPrefix(lower, "xã "):
		return RuralCommune, nil
	case strings.HasPrefix(lower, "phường "):
		return Ward, nil
	case strings.HasPrefix(lower, "đặc khu "):
		return SpecialZone, nil
	}
	return "", fmt.Errorf("%q names no kind of commune", name)
}

// capitalised corrects a name that the file begins with a small letter.
func capitalised(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// skipToFeatures leaves the decoder at the first element of "features".
func skipToFeatures(decoder *json.Decoder) error {
	for {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		if token == "features" {
			_, err := decoder.Token()
			return err
		}
	}
}

// ProvinceNames returns the provinces since [Reorganisation] by their codes.
func ProvinceNames() (map[string]string, error) {
	rows, err := csv.NewReader(strings.NewReader(provinces)).ReadAll()
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(rows))
	for _, row := range rows[1:] {
		names[row[0]] = row[1]
	}
	return names, nil
}
