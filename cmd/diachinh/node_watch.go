package main

import (
	"context"
	"time"

	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

// watchInterval is how often the node of another process is looked for.
const watchInterval = time.Second

// nodeReplaced tells that the node of another process, which this one uses, came
// back at another address or with another log. A node that is away for a while
// is waited for: what has been read stays readable. It never happens where this
// process has the node, or a cluster is used.
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
			url, running, err := node.Find(ctx, p.database.url)
			if err != nil || !running {
				away = true
				continue
			}
			if err := p.sameNode(ctx, url, away); err != nil {
				replaced <- err
				return
			}
			away = false
		}
	}()
	return replaced
}

// sameNode refuses a node at another address, and where it was away one that
// serves another log.
func (p *platform) sameNode(ctx context.Context, url string, away bool) error {
	if url != p.url {
		return failed("EVENT_LOG_LOST", nil, "Nút nhúng đã chạy lại tại địa chỉ khác. Hãy chạy lại dịch vụ; đặt DIACHINH_NODE_LISTEN cố định thì lần sau không cần.")
	}
	if !away {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	if id, err := eventstore.LogID(ctx, p.store); err == nil && id != p.logID {
		return failed("EVENT_LOG_LOST", nil, "Nút nhúng phục vụ một kho sự kiện khác với trước. Hãy chạy lại dịch vụ.")
	}
	return nil
}
