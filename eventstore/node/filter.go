package node

import (
	"regexp"
	"slices"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// filter chooses events of the whole log by their stream's name or by their
// type. A nil filter chooses all.
type filter struct {
	byKind   bool
	pattern  *regexp.Regexp // nil: prefixes count
	prefixes []string
	// interval is after how many events, chosen or not, a subscriber is told how
	// far the log was searched.
	interval uint64
}

// defaultWindow is what EventStoreDB searches at a time where a client does not say.
const defaultWindow = 32

// filterOf reads a client's filter; nil where it has none.
func filterOf(options *streams.ReadReq_Options) (*filter, error) {
	o := options.GetFilter()
	if o == nil {
		return nil, nil
	}
	f := &filter{byKind: o.GetEventType() != nil}
	expression := o.GetStreamIdentifier()
	if f.byKind {
		expression = o.GetEventType()
	}
	switch {
	case options.GetAll() == nil:
		return nil, status.Error(codes.InvalidArgument, "a filter is for reads of $all")
	case expression == nil:
		return nil, status.Error(codes.InvalidArgument, "a filter names neither streams nor event types")
	case o.GetWindow() == nil:
		return nil, status.Error(codes.InvalidArgument, "a filter has neither a window nor a count")
	case options.GetSubscription() != nil && o.GetCheckpointIntervalMultiplier() == 0:
		return nil, status.Error(codes.InvalidArgument, "a filter's checkpoint interval multiplier is zero")
	}
	window := uint64(defaultWindow)
	if o.GetCount() == nil {
		window = max(uint64(o.GetMax()), 1)
	}
	f.interval = window * uint64(o.GetCheckpointIntervalMultiplier())
	if f.prefixes = expression.GetPrefix(); expression.GetRegex() == "" {
		return f, nil
	}
	var err error
	if f.pattern, err = regexp.Compile(expression.GetRegex()); err != nil {
		return nil, status.Errorf(codes.InvalidArgument, "filter: %v; the embedded event store takes the syntax of RE2, without looking ahead or behind", err)
	}
	return f, nil
}

func (f *filter) chooses(stream, kind string) bool {
	if f == nil {
		return true
	}
	text := stream
	if f.byKind {
		text = kind
	}
	if f.pattern != nil {
		return f.pattern.MatchString(text)
	}
	return slices.ContainsFunc(f.prefixes, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}
