package es

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	gojson "github.com/goccy/go-json"
)

// ErrUnknownEvent says that a wire name is not in the catalogue: the event was
// written by a newer version of the registry, or is not ours.
var ErrUnknownEvent = errors.New("unknown event")

// Described names an event as people and other systems see it.
type Described struct{ Name, Description string }

// Entry is one line of a catalogue, made by [Describe] or [Upcast].
type Entry struct {
	Described
	goType reflect.Type // nil for an old version, which is only read
	decode func([]byte) (any, error)
}

// Describe enters the current version of an event under its wire name, which is
// text and never derived from the name of the Go type.
func Describe[E any](name, description string) Entry {
	return Entry{
		Described: Described{name, description},
		goType:    reflect.TypeFor[E](),
		decode: func(data []byte) (any, error) {
			var event E
			err := gojson.Unmarshal(data, &event)
			return event, err
		},
	}
}

// Upcast enters an old version of an event, which is read as a newer one.
func Upcast[Old, New any](name, description string, up func(Old) New) Entry {
	return Entry{
		Described: Described{name, description},
		decode: func(data []byte) (any, error) {
			var old Old
			if err := gojson.Unmarshal(data, &old); err != nil {
				return nil, err
			}
			return up(old), nil
		},
	}
}

// Catalogue knows every event by its wire name. What stays for ever is written
// by the standard library; what is read a million times by a faster one.
type Catalogue struct {
	entries []Entry
	byName  map[string]Entry
	byType  map[reflect.Type]Entry
}

// NewCatalogue collects entries. It panics where a name or a Go type stands
// twice, which is a mistake in the program.
func NewCatalogue(entries ...Entry) *Catalogue {
	c := &Catalogue{byName: map[string]Entry{}, byType: map[reflect.Type]Entry{}}
	for _, e := range entries {
		if _, twice := c.byName[e.Name]; twice {
			panic("event " + e.Name + " stands twice in the catalogue")
		}
		c.byName[e.Name] = e
		c.entries = append(c.entries, e)
		if e.goType == nil {
			continue
		}
		if other, twice := c.byType[e.goType]; twice {
			panic(fmt.Sprintf("%s is written both as %s and as %s", e.goType, other.Name, e.Name))
		}
		c.byType[e.goType] = e
	}
	return c
}

// Merge returns a catalogue of all the entries of others.
func Merge(catalogues ...*Catalogue) *Catalogue {
	var entries []Entry
	for _, c := range catalogues {
		entries = append(entries, c.entries...)
	}
	return NewCatalogue(entries...)
}

// Names lists every event, old versions included, in the order of entry.
func (c *Catalogue) Names() []Described {
	names := make([]Described, len(c.entries))
	for i, e := range c.entries {
		names[i] = e.Described
	}
	return names
}

// Encode returns an event's wire name and JSON.
func (c *Catalogue) Encode(event any) (name string, data []byte, err error) {
	entry, known := c.byType[reflect.TypeOf(event)]
	if !known {
		return "", nil, fmt.Errorf("encode %T: %w", event, ErrUnknownEvent)
	}
	data, err = json.Marshal(event)
	if err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", entry.Name, err)
	}
	return entry.Name, data, nil
}

// Decode returns the event, a struct value, that a wire name and its JSON stand for.
func (c *Catalogue) Decode(name string, data []byte) (any, error) {
	entry, known := c.byName[name]
	if !known {
		return nil, fmt.Errorf("decode %q: %w", name, ErrUnknownEvent)
	}
	event, err := entry.decode(data)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", name, err)
	}
	return event, nil
}
