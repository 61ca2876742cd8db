package node

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// metadataPrefix before a stream's name names the stream of its metadata.
	metadataPrefix = "$$"
	kindMetadata   = "$metadata"
	kindTombstone  = "$streamDeleted"

	settingMaxAge         = "$maxAge"
	settingMaxCount       = "$maxCount"
	settingTruncateBefore = "$tb"
	settingCacheControl   = "$cacheControl"
	settingACL            = "$acl"

	// lastOfAll is the revision of a tombstone, and as $tb the mark of a soft delete.
	lastOfAll = math.MaxInt64
)

// described returns the stream that a metadata stream describes.
func described(stream string) (original string, isMetadata bool) {
	return strings.CutPrefix(stream, metadataPrefix)
}

// limits restrict what a read of one stream gives. The zero value restricts nothing.
type limits struct {
	maxAge         int64 // seconds; 0: any
	maxCount       int64 // 0: any
	truncateBefore int64 // the first revision that is read
	deleted        bool  // for ever
}

// hidden tells of a stream that is soft-deleted.
func (l limits) hidden() bool { return l.truncateBefore == lastOfAll }

// oldest is when an event that is still read was written at the earliest.
func (l limits) oldest(now time.Time) (oldest time.Time, aged bool) {
	const ofAllTime = int64(math.MaxInt64 / time.Second)
	if l.maxAge == 0 || l.maxAge > ofAllTime {
		return time.Time{}, false
	}
	return now.Add(-time.Duration(l.maxAge) * time.Second), true
}

// limitsOf reads a stream's limits out of its metadata. As in EventStoreDB,
// metadata that cannot be read restrict nothing, nor do values out of range.
func limitsOf(e proposed) limits {
	var settings map[string]json.RawMessage
	if !e.json || json.Unmarshal(e.data, &settings) != nil {
		return limits{}
	}
	if acl, set := settings[settingACL]; set && !bytes.HasPrefix(bytes.TrimSpace(acl), []byte("{")) {
		return limits{}
	}
	readable := true
	number := func(name string) int64 {
		value, set := settings[name]
		if !set {
			return 0
		}
		n, err := strconv.ParseInt(string(value), 10, 64)
		readable = readable && err == nil
		return max(n, 0)
	}
	l := limits{maxAge: number(settingMaxAge), maxCount: number(settingMaxCount), truncateBefore: number(settingTruncateBefore)}
	if number(settingCacheControl); !readable {
		return limits{}
	}
	return l
}

// restricts tells whether metadata name a setting by which events would no
// longer be read; or may name one, for a server that reads JSON less strictly.
func restricts(data []byte) bool {
	var settings map[string]json.RawMessage
	if len(data) > 0 && json.Unmarshal(data, &settings) != nil {
		return true
	}
	for _, name := range [...]string{settingMaxAge, settingMaxCount, settingTruncateBefore} {
		if _, set := settings[name]; set {
			return true
		}
	}
	return false
}

// truncatedFrom sets $tb in metadata and leaves all else as it is. It is not
// done where they are no JSON object.
func truncatedFrom(metadata []byte, revision int64) (changed []byte, done bool) {
	var settings map[string]json.RawMessage
	if json.Unmarshal(metadata, &settings) != nil || settings == nil {
		return nil, false
	}
	settings[settingTruncateBefore] = strconv.AppendInt(nil, revision, 10)
	changed, err := json.Marshal(settings)
	return changed, err == nil
}

// limited is a stream's limits and the revision of its last event.
type limited struct {
	limits
	last int64
}

// registry holds the limits of all the streams that have any, for all readers.
// The writer alone changes it.
type registry struct {
	mu      sync.RWMutex
	streams map[string]limited
}

// of returns what restricts a stream; restricted is false for most.
func (g *registry) of(stream string) (l limited, restricted bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	l, restricted = g.streams[stream]
	return l, restricted
}

// dead tells whether a stream can never be used again: it has a tombstone, or
// the stream has that it describes.
func (g *registry) dead(stream string) bool {
	l, _ := g.of(stream)
	if original, isMetadata := described(stream); isMetadata && !l.deleted {
		return g.dead(original)
	}
	return l.deleted
}

// reset replaces all that is known.
func (g *registry) reset(streams map[string]limited) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.streams = streams
}

// apply takes over what a durable transaction has changed: the limits of
// streams, and the ends of streams that have limits.
func (g *registry) apply(changed map[string]limited, heads map[string]head) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for stream, l := range changed {
		if l.limits == (limits{}) {
			delete(g.streams, stream)
		} else {
			g.streams[stream] = l
		}
	}
	if len(g.streams) == 0 {
		return
	}
	for stream, h := range heads {
		if l, restricted := g.streams[stream]; restricted {
			l.last = h.revision
			g.streams[stream] = l
		}
	}
}
