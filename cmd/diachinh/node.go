package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/diachinh/diachinh/eventstore"
	"github.com/diachinh/diachinh/eventstore/node"
)

// nodeCommand is the embedded event store by itself.
type nodeCommand struct {
	Run   nodeRunCommand   `cmd:"" default:"withargs" help:"Chạy nút nhúng riêng một tiến trình, cũng là \"diachinh node\" (run the embedded node by itself; so does diachinh node)."`
	Users nodeUsersCommand `cmd:"" help:"Người dùng của nút nhúng qua TLS (users of the embedded node over TLS)."`
}

// bareNode is the program that runs the node and nothing else: who finds its log
// taken by it keeps the read models in step by themselves.
const bareNode = "diachinh node"

// lasting are the programs that keep the log until they are told to stop. Every
// other has a node of its own only where it finds none, and for as long as it runs.
var lasting = []string{bareNode, "diachinh serve", "diachinh demo"}

type nodeRunCommand struct {
	Unprotected bool `name:"unprotected" help:"Cho phép xóa mọi luồng, kể cả của sổ đăng ký; chỉ dành cho bộ kiểm thử (any stream may be deleted, the registry's too: for test suites only)."`
}

// Run serves the event store until it is told to stop.
func (c nodeRunCommand) Run(ctx context.Context, s *settings, t *terminal) error {
	if s.EventStoreURL != "" {
		return usage("BAD_SETTING", "DIACHINH_EVENTSTORE_URL nêu một cụm, còn `diachinh node` chạy nút nhúng. Hãy bỏ DIACHINH_EVENTSTORE_URL, hoặc đừng chạy lệnh này.")
	}
	logger := t.logger(s)
	database, err := openMigrated(ctx, s, logger, ifThere)
	if err != nil {
		return err
	}
	defer database.close()
	registry := s.registry()
	config, err := s.nodeConfig(database.url, bareNode, registry, logger)
	if err != nil {
		return err
	}
	if c.Unprotected {
		logger.Warn("every stream may be deleted, the registry's own too")
		config.Deletable = func(string) bool { return true }
	}
	n, err := node.Start(ctx, config)
	if err != nil {
		return err
	}
	defer stopNode(n, logger)
	store, err := eventstore.Dial(n.URL(), logger)
	if err != nil {
		return err
	}
	defer store.Close()
	alone := &platform{settings: s, logger: logger, database: database, store: store}
	stopAdmin, err := startAdmin(s, registry, alone.health(), logger)
	if err != nil {
		return err
	}
	defer stopAdmin()
	fmt.Fprintf(t.out, "ready %s\n", n.URL())
	select {
	case <-ctx.Done():
		return nil
	case <-n.Done():
		return logLost(n.Err())
	}
}

// stopNode answers what is under way and frees the log.
func stopNode(n *node.Node, logger *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := n.Stop(ctx); err != nil {
		logger.Error("event store node did not stop in order", slog.Any("error", err))
	}
}
