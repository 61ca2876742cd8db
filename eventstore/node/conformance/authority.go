package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// authority is where the certificates are that Kurrent's suite trusts. They are
// published with it, for localhost and 127.0.0.1, and worth nothing elsewhere.
type authority struct {
	root, certificate, key string
}

func findAuthority(ctx context.Context) (authority, error) {
	module := "github.com/kurrent-io/KurrentDB-Client-Go"
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", module)
	cmd.Dir = filepath.Join(directory, "kurrent")
	cmd.Stderr = os.Stderr
	if out, err := cmd.Output(); err != nil {
		return authority{}, fmt.Errorf("download %s: %w: %s", module, err, out)
	}
	cmd = exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module)
	cmd.Dir = filepath.Join(directory, "kurrent")
	out, err := cmd.Output()
	if err != nil {
		return authority{}, fmt.Errorf("find %s: %w", module, err)
	}
	certificates := filepath.Join(strings.TrimSpace(string(out)), "certs")
	return authority{
		root:        filepath.Join(certificates, "ca", "ca.crt"),
		certificate: filepath.Join(certificates, "node1", "node.crt"),
		key:         filepath.Join(certificates, "node1", "node.key"),
	}, nil
}

// server is how to serve with the authority's certificate.
func (a authority) server() (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(a.certificate, a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}}, nil
}

// client is how to connect to one that does.
func (a authority) client() (*tls.Config, error) {
	text, err := os.ReadFile(a.root)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate", a.root)
	}
	return &tls.Config{RootCAs: roots, ServerName: "localhost"}, nil
}
