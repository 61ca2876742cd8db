package main

import (
	"log/slog"

	"github.com/diachinh/diachinh/eventstore/node"
)

// nodeConfig is how a node of this process is run, by a program of that name.
func (s *settings) nodeConfig(databaseURL, program string, logger *slog.Logger) (node.Config, error) {
	if err := loopback("DIACHINH_NODE_LISTEN", s.NodeListen); err != nil {
		return node.Config{}, err
	}
	return node.Config{
		DatabaseURL: databaseURL,
		Listen:      s.NodeListen,
		Deletable:   deletable,
		Program:     program,
		Logger:      logger,
	}, nil
}
