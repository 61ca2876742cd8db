package node

import (
	"encoding/binary"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// frame is a ReadResp that carries one event, as it goes over the wire. It is
// encoded by hand, once for all readers: through the generated messages it
// would cost each reader four times as much.
type frame []byte

// envelope is more than a frame's ids and positions take.
const envelope = 256

// Field numbers of streams.proto and shared.proto.
const (
	respEvent = 1

	readEventEvent          = 1
	readEventCommitPosition = 3

	recordedID             = 1
	recordedStream         = 2
	recordedRevision       = 3
	recordedPrepare        = 4
	recordedCommit         = 5
	recordedMetadata       = 6
	recordedCustomMetadata = 7
	recordedData           = 8
	uuidStructured         = 1
	structuredMost         = 1
	structuredLeast        = 2
	streamIdentifierName   = 3
	mapKey                 = 1
	mapValue               = 2
	keyType                = "type"
	keyContentType         = "content-type"
	keyCreated             = "created"
	contentTypeJSON        = "application/json"
	contentTypeBinary      = "application/octet-stream"
	nanosecondsPerTick     = 100
	digitsOfInt64          = 20
)

// appendFrame adds r's frame to buffer.
func appendFrame(buffer []byte, r *record) []byte {
	most := binary.BigEndian.Uint64(r.id[:8])
	least := binary.BigEndian.Uint64(r.id[8:])
	structured := varintField(structuredMost, most) + varintField(structuredLeast, least)
	id := bytesField(uuidStructured, structured)
	stream := bytesField(streamIdentifierName, len(r.stream))
	contentType := contentTypeBinary
	if r.json {
		contentType = contentTypeJSON
	}
	var ticks [digitsOfInt64]byte
	created := strconv.AppendInt(ticks[:0], r.created.UnixNano()/nanosecondsPerTick, 10)

	recorded := bytesField(recordedID, id) +
		bytesField(recordedStream, stream) +
		varintField(recordedRevision, r.revision) +
		varintField(recordedPrepare, r.position) +
		varintField(recordedCommit, r.position) +
		entryField(len(keyType), len(r.kind)) +
		entryField(len(keyContentType), len(contentType)) +
		entryField(len(keyCreated), len(created)) +
		bytesField(recordedCustomMetadata, len(r.metadata)) +
		bytesField(recordedData, len(r.data))
	readEvent := bytesField(readEventEvent, recorded) + varintField(readEventCommitPosition, r.position)

	b := appendLength(buffer, respEvent, readEvent)
	b = appendLength(b, readEventEvent, recorded)
	b = appendLength(b, recordedID, id)
	b = appendLength(b, uuidStructured, structured)
	b = appendVarint(b, structuredMost, most)
	b = appendVarint(b, structuredLeast, least)
	b = appendLength(b, recordedStream, stream)
	b = appendBytes(b, streamIdentifierName, r.stream)
	b = appendVarint(b, recordedRevision, r.revision)
	b = appendVarint(b, recordedPrepare, r.position)
	b = appendVarint(b, recordedCommit, r.position)
	b = appendEntry(b, keyType, r.kind)
	b = appendEntry(b, keyContentType, contentType)
	b = appendEntry(b, keyCreated, created)
	b = appendBytes(b, recordedCustomMetadata, r.metadata)
	b = appendBytes(b, recordedData, r.data)
	return appendVarint(b, readEventCommitPosition, r.position)
}

func varintField(number protowire.Number, value uint64) int {
	return protowire.SizeTag(number) + protowire.SizeVarint(value)
}

func bytesField(number protowire.Number, length int) int {
	return protowire.SizeTag(number) + protowire.SizeBytes(length)
}

// entryField is the size of one entry of a map from string to string.
func entryField(key, value int) int {
	return bytesField(recordedMetadata, bytesField(mapKey, key)+bytesField(mapValue, value))
}

func appendVarint(b []byte, number protowire.Number, value uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), value)
}

// appendLength opens a message of the given length.
func appendLength(b []byte, number protowire.Number, length int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.BytesType), uint64(length))
}

func appendBytes[T string | []byte](b []byte, number protowire.Number, value T) []byte {
	return append(appendLength(b, number, len(value)), value...)
}

func appendEntry[T string | []byte](b []byte, key string, value T) []byte {
	b = appendLength(b, recordedMetadata, bytesField(mapKey, len(key))+bytesField(mapValue, len(value)))
	b = appendBytes(b, mapKey, key)
	return appendBytes(b, mapValue, value)
}
