package node

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// ErrCertificate says that the certificate or its key cannot be used. Give PEM
// files that belong together and that this program may read.
var ErrCertificate = errors.New("the TLS certificate or its key cannot be used")

// certificate is a pair of files, read again when they have changed: who renews
// it need not restart the node.
type certificate struct {
	config TLSConfig
	logger *slog.Logger

	mu    sync.Mutex
	stamp stamp
	pair  *tls.Certificate
}

// stamp tells one state of the files from another.
type stamp struct {
	certificate, key         time.Time
	certificateSize, keySize int64
}

func newCertificate(config TLSConfig, logger *slog.Logger) (*certificate, error) {
	c := &certificate{config: config, logger: logger}
	var err error
	if c.stamp, err = c.look(); err == nil {
		c.pair, err = c.load()
	}
	return c, err
}

func (c *certificate) load() (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(c.config.Certificate, c.config.Key)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	return &pair, nil
}

func (c *certificate) look() (stamp, error) {
	certificate, err := os.Stat(c.config.Certificate)
	if err != nil {
		return stamp{}, fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	key, err := os.Stat(c.config.Key)
	if err != nil {
		return stamp{}, fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	return stamp{certificate.ModTime(), key.ModTime(), certificate.Size(), key.Size()}, nil
}

// get is tls.Config.GetCertificate. While the files are being changed, or are
// unusable, the last good pair stands.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, err := c.look()
	if err != nil || now == c.stamp {
		return c.pair, nil
	}
	c.stamp = now
	renewed, err := c.load()
	if err != nil {
		c.logger.Warn("TLS certificate has changed and cannot be used, the earlier one stands", slog.Any("error", err))
		return c.pair, nil
	}
	c.pair = renewed
	c.logger.Info("TLS certificate was read again")
	return c.pair, nil
}
