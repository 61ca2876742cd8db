package main

import (
	"errors"
	"io"

	"github.com/diachinh/diachinh/office"
)

// reportFiles are the files that faults are to be written to.
type reportFiles []reportFile

type reportFile struct {
	*whole
	format func(office.Report, io.Writer) error
}

// reports makes sure, before anything is imported, that the files that were
// asked for can be written. The caller discards them.
func (c *importParcelsCommand) reports() (files reportFiles, err error) {
	for _, wanted := range []struct {
		path   string
		format func(office.Report, io.Writer) error
	}{
		{c.ReportCSV, office.Report.WriteCSV},
		{c.ReportGeoJSON, office.Report.WriteGeoJSON},
	} {
		if wanted.path == "" {
			continue
		}
		file, err := newWhole(wanted.path)
		if err != nil {
			files.discard()
			return nil, err
		}
		files = append(files, reportFile{file, wanted.format})
	}
	return files, nil
}

// write writes a report to every file.
func (files reportFiles) write(report office.Report) error {
	var failures []error
	for _, file := range files {
		failures = append(failures, file.whole.write(func(w io.Writer) error { return file.format(report, w) }))
	}
	return errors.Join(failures...)
}

func (files reportFiles) discard() {
	for _, file := range files {
		file.whole.discard()
	}
}
