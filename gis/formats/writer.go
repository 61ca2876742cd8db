package formats

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/diachinh/diachinh/gis"
)

// GeoJSONWriter writes a feature collection of points, one feature at a time, in
// WGS84 (RFC 7946).
type GeoJSONWriter struct {
	w     *bufio.Writer
	begun bool
}

// NewGeoJSONWriter writes to w. Nothing is complete before Close, which leaves w open.
func NewGeoJSONWriter(w io.Writer) *GeoJSONWriter {
	return &GeoJSONWriter{w: bufio.NewWriter(w)}
}

// Write adds a point. Its properties are what encoding/json makes a JSON object
// of; degrees are written to seven decimals, a centimetre.
func (g *GeoJSONWriter) Write(place gis.LonLat, properties any) error {
	attributes, err := json.Marshal(properties)
	if err != nil {
		return fmt.Errorf("write a GeoJSON feature: %w", err)
	}
	g.begin(",\n")
	text := append(g.w.AvailableBuffer(), `{"type":"Feature","geometry":{"type":"Point","coordinates":[`...)
	text = append(strconv.AppendFloat(text, place.Lon, 'f', 7, 64), ',')
	text = append(strconv.AppendFloat(text, place.Lat, 'f', 7, 64), `]},"properties":`...)
	text = append(append(text, attributes...), '}')
	_, err = g.w.Write(text)
	return err
}

// Close ends the collection; one without features is complete too.
func (g *GeoJSONWriter) Close() error {
	g.begin("")
	g.w.WriteString("\n]}\n")
	return g.w.Flush()
}

// begin opens the collection, or separates from the feature before. A failure
// stays with the buffer and is returned by what is written next.
func (g *GeoJSONWriter) begin(separator string) {
	if !g.begun {
		separator = `{"type":"FeatureCollection","features":[` + "\n"
	}
	g.begun = true
	g.w.WriteString(separator)
}
