package main

import (
	"crypto/rand"
	"encoding/hex"
)

// keyBytes is the length of the key that signs page cursors.
const keyBytes = 32

// cursorKey returns the key given, or a random one: cursors then die with the
// process, and clients begin their lists anew.
func (s *settings) cursorKey() ([]byte, error) {
	if s.CursorKey == "" {
		key := make([]byte, keyBytes)
		rand.Read(key)
		return key, nil
	}
	key, err := hex.DecodeString(s.CursorKey)
	if err != nil || len(key) < keyBytes {
		return nil, usage("BAD_SETTING", "DIACHINH_CURSOR_KEY phải có ít nhất %d chữ số hex.", 2*keyBytes)
	}
	return key, nil
}
