package cursor_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/diachinh/diachinh/graph/cursor"
)

func TestSigner(t *testing.T) {
	t.Parallel()
	signer, err := cursor.NewSigner(bytes.Repeat([]byte{1}, cursor.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	made := signer.Sign("parcels of 09616", []byte("place"))

	t.Run("a cursor gives its place back", func(t *testing.T) {
		t.Parallel()
		if place, err := signer.Open("parcels of 09616", made); err != nil || string(place) != "place" {
			t.Errorf("got %q, %v", place, err)
		}
	})
	t.Run("a cursor of another list is refused", func(t *testing.T) {
		t.Parallel()
		refused(t, signer, "parcels of 09619", made)
	})
	t.Run("a cursor of another key is refused", func(t *testing.T) {
		t.Parallel()
		other, _ := cursor.NewSigner(bytes.Repeat([]byte{2}, cursor.KeySize))
		refused(t, signer, "parcels of 09616", other.Sign("parcels of 09616", []byte("place")))
	})
	t.Run("a cursor changed in any character is refused", func(t *testing.T) {
		t.Parallel()
		for i := range made {
			changed := []byte(made)
			changed[i] = 'A' + (changed[i]-'A'+1)%26
			if string(changed) != made {
				refused(t, signer, "parcels of 09616", string(changed))
			}
		}
	})
	t.Run("a short key is refused", func(t *testing.T) {
		t.Parallel()
		if _, err := cursor.NewSigner(make([]byte, cursor.KeySize-1)); err == nil {
			t.Error("taken")
		}
	})
}

func FuzzOpen(f *testing.F) {
	signer, err := cursor.NewSigner(bytes.Repeat([]byte{1}, cursor.KeySize))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("")
	f.Add(signer.Sign("another list", []byte("place")))
	f.Fuzz(func(t *testing.T, text string) { refused(t, signer, "a list", text) })
}

func refused(t *testing.T, signer *cursor.Signer, scope, text string) {
	t.Helper()
	if place, err := signer.Open(scope, text); !errors.Is(err, cursor.ErrBad) {
		t.Errorf("%q: got %q, %v", text, place, err)
	}
}
