package main

import (
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
)

// whole is a file on its way: it is seen complete or not at all.
type whole struct {
	path string
	file *os.File
	// beside says that the text lies in a file beside the path until it is
	// complete. What is no plain file, /dev/stdout say, is written as it is.
	beside bool
}

// newWhole makes sure that a file can be written, before there is anything to
// write. The caller ends it with discard, after write or without.
func newWhole(path string) (*whole, error) {
	there, err := os.Stat(path)
	if err == nil && there.IsDir() {
		return nil, usage("FILE_UNWRITABLE", "%s là thư mục. Hãy nêu tên tệp.", path)
	}
	w := &whole{path: path, beside: err != nil || there.Mode().IsRegular()}
	if w.beside {
		name := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"-"+rand.Text())
		w.file, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	} else {
		w.file, err = os.OpenFile(path, os.O_WRONLY, 0)
	}
	if err != nil {
		return nil, usage("FILE_UNWRITABLE", "Không ghi được tệp %s (%v). Hãy chọn nơi khác, hoặc sửa quyền ghi.", path, err)
	}
	return w, nil
}

// write fills the file and puts it into its place.
func (w *whole) write(fill func(io.Writer) error) error {
	if err := fill(w.file); err != nil || !w.beside {
		return err
	}
	err := w.file.Sync()
	if err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if err != nil {
		return failed("FILE_UNWRITABLE", err, "Không ghi xong tệp %s.", w.path)
	}
	return nil
}

// discard leaves nothing of a file that was not completed.
func (w *whole) discard() {
	_ = w.file.Close()
	if w.beside {
		_ = os.Remove(w.file.Name())
	}
}
