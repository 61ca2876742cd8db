// Package cursor makes the opaque texts that name a place in a list. A cursor
// is signed together with the list it belongs to, so that one that was made up,
// altered, or taken from another list is refused.
package cursor

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
)

// KeySize is the least number of bytes of a signing key.
const KeySize = 32

// macSize is how many bytes of the signature a cursor carries.
const macSize = 16

// ErrBad says that a text is no cursor of this list. Take cursors from the
// pages of the same list, with the same filters.
var ErrBad = errors.New("not a cursor of this list")

// Signer makes and reads cursors. Servers that share a key understand each
// other's cursors.
type Signer struct{ key []byte }

// NewSigner returns a signer, or an error where the key is too short.
func NewSigner(key []byte) (*Signer, error) {
	if len(key) < KeySize {
		return nil, errors.New("a cursor key has at least 32 bytes")
	}
	return &Signer{key}, nil
}

// Sign returns the cursor of a place in the list that scope names.
func (s *Signer) Sign(scope string, place []byte) string {
	return base64.RawURLEncoding.EncodeToString(append(s.mac(scope, place), place...))
}

// Open returns the place that a cursor of this list names, or ErrBad.
func (s *Signer) Open(scope, cursor string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) < macSize {
		return nil, ErrBad
	}
	place := raw[macSize:]
	if !hmac.Equal(raw[:macSize], s.mac(scope, place)) {
		return nil, ErrBad
	}
	return place, nil
}

func (s *Signer) mac(scope string, place []byte) []byte {
	hash := hmac.New(sha256.New, s.key)
	hash.Write([]byte(scope))
	hash.Write([]byte{0})
	hash.Write(place)
	return hash.Sum(nil)[:macSize:macSize]
}
