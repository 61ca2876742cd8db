package main

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

// watchInterval is how often the node of another process is looked for.
const watchInterval = time.Second

// nodeReplaced tells that the node of another process, which this one uses, came
// back at another address or with another log. A node that is away for a while
// is waited for, also where a command has the log meanwhile: what has been read
// stays readable. It never happens where this process has the node, or a cluster
// is used.
func (p *platform) nodeReplaced(ctx context.Context) <-chan error {
	if p.node != nil || p.settings.EventStoreURL != "" {
		return nil
	}
	replaced := make(chan error, 1)
	go func() {
		for away := false; ctx.Err() == nil; {
			select {
			case <-ctx.Done():
				return
			case <-time.After(watchInterval):
			}
			var err error
			if away, err = p.nodeAway(ctx, away); err != nil {
				replaced <- err
				return
			}
		}
	}()
	return replaced
}

// nodeAway looks once whether the node is there; before is what the last look found.
func (p *platform) nodeAway(ctx context.Context, before bool) (away bool, err error) {
	found, err := node.Find(ctx, p.database.url)
	if err != nil || found == nil || p.passing(found) {
		return true, nil
	}
	return false, p.sameNode(ctx, found, before)
}

// nodeEnded never happens where the log is elsewhere.
func (p *platform) nodeEnded() <-chan struct{} {
	if p.node == nil {
		return nil
	}
	return p.node.Done()
}

// whileThere returns a context that ends where nothing more will come from the
// node, this process's or another's; the cause says why.
func (p *platform) whileThere(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	replaced := p.nodeReplaced(ctx)
	go func() {
		select {
		case err := <-replaced:
			end(err)
		case <-p.nodeEnded():
			end(logLost(p.node.Err()))
		case <-ctx.Done():
		}
	}()
	return ctx, func() { end(nil) }
}

// passing tells that a node elsewhere is that of a command and soon gone.
func (p *platform) passing(found *node.Holder) bool {
	return found.URL() != p.url && !slices.Contains(lasting, found.Program)
}

// sameNode refuses a node at another address, and where it was away one that
// serves another log than the one that was identified.
func (p *platform) sameNode(ctx context.Context, found *node.Holder, away bool) error {
	if found.URL() != p.url {
		return failed("EVENT_LOG_LOST", nil, "Kho sự kiện nay được %s, không còn ở địa chỉ trước. Hãy chạy lại lệnh này; đặt DIACHINH_NODE_LISTEN cố định cho `diachinh node` thì lần sau không cần.", servedBy(found))
	}
	if !away || p.logID == uuid.Nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	if id, err := eventstore.LogID(ctx, p.store); err == nil && id != p.logID {
		return failed("EVENT_LOG_LOST", nil, "Nút nhúng phục vụ một kho sự kiện khác với trước. Hãy chạy lại dịch vụ.")
	}
	return nil
}
