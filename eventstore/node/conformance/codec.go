package main

import (
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"
)

// raw is a message that is passed on unread.
type raw []byte

// codec leaves raw messages as they are.
type codec struct{}

// Name implements encoding.CodecV2.
func (codec) Name() string { return "proto" }

// Marshal implements encoding.CodecV2.
func (codec) Marshal(v any) (mem.BufferSlice, error) {
	if message, ok := v.(*raw); ok {
		return mem.BufferSlice{mem.SliceBuffer(*message)}, nil
	}
	encoded, err := proto.Marshal(v.(proto.Message))
	return mem.BufferSlice{mem.SliceBuffer(encoded)}, err
}

// Unmarshal implements encoding.CodecV2.
func (codec) Unmarshal(data mem.BufferSlice, v any) error {
	if message, ok := v.(*raw); ok {
		*message = data.Materialize()
		return nil
	}
	return proto.Unmarshal(data.Materialize(), v.(proto.Message))
}
