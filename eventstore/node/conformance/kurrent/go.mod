module github.com/diachinh/diachinh/eventstore/node/conformance/kurrent

go 1.26

require github.com/kurrent-io/KurrentDB-Client-Go v1.4.1 // indirect
