package node

import (
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/samber/lo"
)

// rights is a set of Right.
type rights uint8

const (
	mayRead rights = 1 << iota
	mayReadAll
	mayAppend
	mayAdminister
)

func rightsOf(granted []Right) rights {
	sets := map[Right]rights{
		RightRead: mayRead, RightReadAll: mayReadAll, RightAppend: mayAppend,
		RightAdmin: mayRead | mayReadAll | mayAppend | mayAdminister,
	}
	return lo.Reduce(granted, func(all rights, r Right, _ int) rights { return all | sets[r] }, 0)
}

// include tells whether all that is needed is granted.
func (r rights) include(needed rights) bool { return r&needed == needed }

// neededFor is what it takes to send a message of the Streams service: the parts
// of an append after its options take nothing more.
func neededFor(message any) rights {
	switch m := message.(type) {
	case *streams.ReadReq:
		if of := m.GetOptions().GetStream(); of != nil {
			return neededToRead(string(of.GetStreamIdentifier().GetStreamName()))
		}
		return mayReadAll
	case *streams.AppendReq:
		if options := m.GetOptions(); options != nil {
			return neededToAppend(string(options.GetStreamIdentifier().GetStreamName()))
		}
		return mayAppend
	case *streams.BatchAppendReq:
		if options := m.GetOptions(); options != nil {
			return neededToAppend(string(options.GetStreamIdentifier().GetStreamName()))
		}
		return mayAppend
	}
	return mayAdminister
}

// ofSystem tells the names that are the system's: $all, metadata ($$…) and others.
func ofSystem(stream string) bool { return strings.HasPrefix(stream, "$") }

func neededToRead(stream string) rights {
	if ofSystem(stream) {
		return mayReadAll
	}
	return mayRead
}

func neededToAppend(stream string) rights {
	if ofSystem(stream) {
		return mayAdminister
	}
	return mayAppend
}
