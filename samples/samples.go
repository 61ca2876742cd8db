// Package samples holds a real cadastre to try the registry with. README.md says
// where it comes from and what of it is made up.
package samples

import (
	_ "embed"
	"fmt"
	"os"
)

// Cadastre is a GeoPackage: a layer parcels of 1,455 parcels on 20 map sheets,
// and a layer boundary_points.
//
//go:embed real-cadastre.gpkg
var Cadastre []byte

// WriteCadastre writes the GeoPackage to a file, for what reads files only.
func WriteCadastre(path string) error {
	if err := os.WriteFile(path, Cadastre, 0o600); err != nil {
		return fmt.Errorf("write the sample: %w", err)
	}
	return nil
}
