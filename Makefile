# `make help` lists what there is to run.

# The version is taken from git, where git may be asked: not by root in a user's
# clone.
vcs := $(shell git status --porcelain >/dev/null 2>&1 && echo true || echo false)

withcluster := go run ./scripts/withcluster

# The race detector is told of the races in what we build on.
test: export GORACE = suppressions=$(CURDIR)/scripts/race-suppressions.txt

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## install what is missing, load the sample and serve it on 127.0.0.1:8080 until Ctrl-C
	@scripts/dependencies run
	@exec bin/diachinh demo

.PHONY: build
build: ## build bin/diachinh
	@CGO_ENABLED=0 go build -buildvcs=$(vcs) -o bin/diachinh ./cmd/diachinh

.PHONY: test
test: ## install what is missing and run every test, with the race detector, against a private cluster
	@scripts/dependencies test
	$(withcluster) go test -race -timeout 40m ./...

.PHONY: test-long
test-long: ## the event store killed, fenced and judged 500 times each, ten times as many random stories, 100,000 subdivisions judged by PostGIS; takes about half an hour
	@scripts/dependencies test
	DIACHINH_TEST_LONG=1 $(withcluster) go test -v -timeout 120m -count=1 ./eventstore/linear ./eventstore/node/crash
	DIACHINH_TEST_LONG=1 $(withcluster) go test -v -timeout 120m -count=1 ./domain/cadastre/cadastretest ./domain/cadastre/judged
	DIACHINH_TEST_LONG=1 $(withcluster) go test -v -timeout 120m -count=1 -run 'Stories' ./projections

.PHONY: conformance
conformance: build ## have the official clients' test suites judge the event store node
	@scripts/dependencies conformance
	@npm --prefix eventstore/node/conformance/npm ci --no-audit --no-fund
	$(withcluster) go run ./eventstore/node/conformance

.PHONY: test-database
test-database: ## run the tests' cluster until Ctrl-C and print the line with which `go test` finds it
	@scripts/dependencies test
	@$(withcluster)

.PHONY: bench
bench: ## measure against the peers, print the table and write bench/latest.json
	@scripts/dependencies bench
	$(withcluster) -durable -dir .diachinh/bench go run ./bench

.PHONY: generate
generate: ## write the generated files anew
	go generate ./...

.PHONY: lint
lint: ## gofmt, go vet and staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "run gofmt -w on:" $$unformatted >&2; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

.PHONY: clean
clean: ## remove what was built, and the private clusters with all they hold
	@scripts/clean
