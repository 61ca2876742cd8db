package linear

import (
	"math"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"
	"github.com/samber/lo"

	"github.com/diachinh/diachinh/domain/es"
)

// Linearizable tells whether the histories of all streams have an order. Unknown
// says that none was found in the given time, nor that there is none.
func Linearizable(operations []Operation, patience time.Duration) porcupine.CheckResult {
	history := lo.Map(operations, func(o Operation, _ int) porcupine.Operation {
		returned := int64(o.Return)
		if o.InDoubt {
			returned = math.MaxInt64
		}
		return porcupine.Operation{ClientId: o.Client, Input: o, Call: int64(o.Call), Output: o, Return: returned}
	})
	return porcupine.CheckOperationsTimeout(streams(), history, patience)
}

// streams is the model: a stream is the list of its events' ids.
func streams() porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			byStream := lo.GroupBy(history, func(o porcupine.Operation) string { return o.Input.(Operation).Stream })
			return lo.Values(byStream)
		},
		Init:  func() any { return []uuid.UUID(nil) },
		Step:  func(state, input, _ any) (bool, any) { return step(state.([]uuid.UUID), input.(Operation)) },
		Equal: func(a, b any) bool { return slices.Equal(a.([]uuid.UUID), b.([]uuid.UUID)) },
	}
}

func step(stream []uuid.UUID, o Operation) (explained bool, next []uuid.UUID) {
	if o.Read {
		return explainsRead(stream, o), stream
	}
	last, verdict := judge(stream, o.Expected, o.Sent)
	next = stream
	if verdict == written {
		next = slices.Concat(stream, o.Sent)
	}
	switch {
	case o.InDoubt:
		return true, next
	case o.Conflict != nil:
		return verdict == refused && standsAt(stream, o.Conflict.Actual), stream
	}
	return verdict != refused && o.Appended.Revision == uint64(last), next
}

func explainsRead(stream []uuid.UUID, o Operation) bool {
	if !o.Exists || len(stream) == 0 {
		return !o.Exists && len(stream) == 0
	}
	from := min(o.From, uint64(len(stream)))
	return slices.EqualFunc(stream[from:], o.Found, func(id uuid.UUID, e es.Recorded) bool { return id == e.ID })
}

// standsAt tells whether a conflict names the stream's last revision.
func standsAt(stream []uuid.UUID, actual *uint64) bool {
	if actual == nil {
		return len(stream) == 0
	}
	return *actual == uint64(len(stream)-1) && len(stream) > 0
}

type verdict int

const (
	refused verdict = iota
	written
	repeated
)

// judge decides on an append by the store's rules; last is the revision of its
// last event, old or new.
func judge(stream []uuid.UUID, expected es.Expected, sent []uuid.UUID) (last int, v verdict) {
	end := len(stream) + len(sent) - 1
	first := 0
	switch e := expected.(type) {
	case es.Exactly:
		first = int(e) + 1
	case es.StreamExists:
		if len(stream) == 0 {
			return 0, refused
		}
		return judgeByID(stream, sent, end)
	case es.Any:
		return judgeByID(stream, sent, end)
	}
	switch {
	case first == len(stream):
		return end, written
	case first+len(sent) <= len(stream) && slices.Equal(stream[first:first+len(sent)], sent):
		return first + len(sent) - 1, repeated
	}
	return 0, refused
}

// judgeByID finds each event where it was written last.
func judgeByID(stream, sent []uuid.UUID, end int) (last int, v verdict) {
	for i, id := range sent {
		last = lo.LastIndexOf(stream, id)
		switch {
		case last < 0 && i == 0:
			return end, written
		case last < 0:
			return 0, refused
		}
	}
	return last, repeated
}
