package eventstore_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/diachinh/diachinh/cluster/testdb"
	"github.com/diachinh/diachinh/domain/es"
	"github.com/diachinh/diachinh/eventstore/node"
)

const password = "correct-horse"

// startSecured runs a node with TLS and two users, and returns its address and
// the certificate that its clients must trust.
func startSecured(t *testing.T) (address, certificate string) {
	t.Helper()
	database, directory := testdb.New(t), t.TempDir()
	users, err := node.OpenUsers(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer users.Close(context.Background())
	for name, rights := range map[string][]node.Right{"clerk": {node.RightRead, node.RightAppend}, "reader": {node.RightRead}} {
		if err := users.Add(t.Context(), node.User{Name: name, Rights: rights}, password); err != nil {
			t.Fatal(err)
		}
	}
	files := &node.TLSConfig{
		Listen:      "127.0.0.1:0",
		Certificate: filepath.Join(directory, "node.crt"), Key: filepath.Join(directory, "node.key"),
	}
	writeCertificate(t, files.Certificate, files.Key)
	n := startNode(t, node.Config{DatabaseURL: database, TLS: files})
	return n.TLSAddress(), files.Certificate
}

func writeCertificate(t *testing.T, certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	public, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{
		certificate: {Type: "CERTIFICATE", Bytes: public}, key: {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSecured(t *testing.T) {
	t.Parallel()
	address, certificate := startSecured(t)
	// Comparing a password takes long on purpose, and with the race detector on
	// a busy machine several times longer.
	as := func(user, password string) string {
		return fmt.Sprintf("esdb://%s:%s@%s?tlsCAFile=%s&defaultDeadline=120000", user, password, address, certificate)
	}
	t.Run("a user with its password appends and reads", func(t *testing.T) {
		t.Parallel()
		store := dial(t, as("clerk", password))
		if _, err := store.Append(t.Context(), "s", es.NoStream{}, kilobyte(1)); err != nil {
			t.Fatal(err)
		}
		for _, err := range store.ReadStream(t.Context(), "s", 0) {
			if err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("a wrong password is denied, and the error says so", func(t *testing.T) {
		t.Parallel()
		_, err := dial(t, as("clerk", "wrong")).Append(t.Context(), "t", es.Any{}, kilobyte(1))
		if !errors.Is(err, es.ErrDenied) || !strings.Contains(err.Error(), "authentication") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("what a user has no right to is denied", func(t *testing.T) {
		t.Parallel()
		store := dial(t, as("reader", password))
		if _, err := store.Append(t.Context(), "u", es.Any{}, kilobyte(1)); !errors.Is(err, es.ErrDenied) {
			t.Errorf("append: got %v", err)
		}
		for _, err := range store.ReadAll(t.Context(), es.Forwards, nil) {
			if !errors.Is(err, es.ErrDenied) {
				t.Errorf("read: got %v", err)
			}
		}
	})
	t.Run("a subscription that is denied ends and says so, not asking for ever", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		err := dial(t, as("reader", password)).SubscribeAll(ctx, nil, func(es.Message) error { return nil })
		if !errors.Is(err, es.ErrDenied) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a certificate that is not trusted is named as what is wrong", func(t *testing.T) {
		t.Parallel()
		_, err := dial(t, "esdb://clerk:"+password+"@"+address).Append(t.Context(), "v", es.Any{}, kilobyte(1))
		if !errors.Is(err, es.ErrUnavailable) || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("got %v", err)
		}
	})
}
