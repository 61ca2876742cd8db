package main

import (
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/diachinh/diachinh/eventstore/node"
)

// nodeConfig is how a node of this process is run, by a program of that name.
func (s *settings) nodeConfig(databaseURL, program string, registry *prometheus.Registry, logger *slog.Logger) (node.Config, error) {
	if err := loopback("DIACHINH_NODE_LISTEN", s.NodeListen); err != nil {
		return node.Config{}, err
	}
	listener, err := s.nodeTLS()
	config := node.Config{
		DatabaseURL: databaseURL,
		Listen:      s.NodeListen,
		TLS:         listener,
		Deletable:   deletable,
		Program:     program,
		Logger:      logger,
	}
	if registry != nil {
		config.Metrics = registry
	}
	return config, err
}

// nodeTLS is the node's listener for other machines; nil where there is none.
func (s *settings) nodeTLS() (*node.TLSConfig, error) {
	told := node.TLSConfig{Listen: s.NodeTLSListen, Certificate: s.NodeTLSCert, Key: s.NodeTLSKey}
	if told == (node.TLSConfig{}) {
		return nil, nil
	}
	if told.Listen == "" || told.Certificate == "" || told.Key == "" {
		return nil, usage("BAD_SETTING", "DIACHINH_NODE_TLS_LISTEN, DIACHINH_NODE_TLS_CERT và DIACHINH_NODE_TLS_KEY phải đặt cả ba, hoặc không đặt.")
	}
	if _, err := addressHost("DIACHINH_NODE_TLS_LISTEN", told.Listen, "0.0.0.0:2113"); err != nil {
		return nil, err
	}
	return &told, nil
}
