// Package journal writes events as lines of JSON and reads them again, byte for
// byte: the one format in which events are printed, exported and backed up.
//
//	{"stream":"sheet-…","revision":0,"position":2,"id":"…","type":"sheet.opened.v1","created":"2026-07-01T02:03:04.567891Z","data":{…},"metadata":{…}}
//
// Data and metadata stand in the line as they are. Where they cannot, since they
// are not JSON or would not come back unchanged, they stand as data_base64 and
// metadata_base64; null is what has no bytes at all. Events whose content type is
// not JSON say "content_type":"application/octet-stream". prepare is given where
// it differs from position.
package journal
