package rules

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// release numbers the rules that come with the program. It rises when they change.
const release = "diachinh/2"

//go:embed data/*.json
var data embed.FS

// Book is all rules of all provinces and days. It does not change.
type Book struct {
	version   string
	rules     []Rule
	provinces map[string]timeline
}

// Overlay is a file of an office's own rules. A row with the code, province and
// first day of one before it takes its place.
type Overlay struct {
	// Name says in errors which file is meant.
	Name string
	Text []byte
}

// National returns the rules that come with the program, those of provinces
// included. They are part of it: a mistake in them ends it.
var National = sync.OnceValue(func() *Book {
	book, err := Load()
	if err != nil {
		panic(err)
	}
	return book
})

// Load returns the rules that come with the program under those of an office, in
// the order given. A malformed overlay is a *[FileError].
func Load(overlays ...Overlay) (*Book, error) {
	own, err := embedded()
	if err != nil {
		return nil, err
	}
	rows, err := merge(nil, own)
	if err != nil {
		return nil, err
	}
	if rows, err = merge(rows, overlays); err != nil {
		return nil, err
	}
	return newBook(version(overlays), complete(rows)), nil
}

func embedded() ([]Overlay, error) {
	names, err := fs.Glob(data, "data/*.json")
	if err != nil {
		return nil, err
	}
	// Rows of provinces build on the national ones.
	slices.SortStableFunc(names, func(a, b string) int {
		return strings.Count(a, "province-") - strings.Count(b, "province-")
	})
	files := make([]Overlay, len(names))
	for i, name := range names {
		text, err := data.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files[i] = Overlay{name, text}
	}
	return files, nil
}

func version(overlays []Overlay) string {
	if len(overlays) == 0 {
		return release
	}
	sum := sha256.New()
	for _, overlay := range overlays {
		fmt.Fprintf(sum, "%d\n%s", len(overlay.Text), overlay.Text)
	}
	return fmt.Sprintf("%s+%x", release, sum.Sum(nil)[:4])
}

// Version names the rules for the metadata of events: "diachinh/2", and with
// overlays "diachinh/2+" and eight hexadecimal digits of their content.
func (b *Book) Version() string { return b.version }

// Rules returns every row: national ones first, then by code and first day.
func (b *Book) Rules() []Rule { return slices.Clone(b.rules) }

// On returns the rules of a province on a day (YYYY-MM-DD). A province without
// rules of its own, or the empty one, has the national ones. The empty day is
// after all others.
func (b *Book) On(province, day string) *Set {
	if line, known := b.provinces[province]; known {
		return line.on(day)
	}
	return b.provinces[""].on(day)
}
