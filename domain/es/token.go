package es

import (
	"encoding/base64"
	"encoding/binary"
	"errors"

	"github.com/google/uuid"
)

// Token is a position together with the log that it belongs to. Its text is
// what clients get as `position`; they keep it and give it back, no more.
type Token struct {
	Log      uuid.UUID
	Position Position
}

// ErrBadToken says that a text is no token of ours. Use the text of an answer.
var ErrBadToken = errors.New("not a position of this registry")

// String returns 43 characters that may stand in a URL.
func (t Token) String() string {
	raw := make([]byte, 0, 32)
	raw = append(raw, t.Log[:]...)
	raw = binary.BigEndian.AppendUint64(raw, t.Position.Commit)
	raw = binary.BigEndian.AppendUint64(raw, t.Position.Prepare)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// ParseToken reads what String wrote, or returns ErrBadToken.
func ParseToken(s string) (Token, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) != 32 {
		return Token{}, ErrBadToken
	}
	return Token{
		Log: uuid.UUID(raw[:16]),
		Position: Position{
			Commit:  binary.BigEndian.Uint64(raw[16:]),
			Prepare: binary.BigEndian.Uint64(raw[24:]),
		},
	}, nil
}
