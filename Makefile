# What can be done here. `make` alone explains itself.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SWIFT ?= swift
PREFIX ?= /usr/local
# Swift's own libraries go into the installed binary: it starts faster, and runs where no Swift is installed
# (docs/decisions/0010-release-build.md).
RELEASE_BUILD := -c release --static-swift-stdlib -Xlinker --strip-debug -Xswiftc -enforce-exclusivity=unchecked
RELEASE := $(RELEASE_BUILD) --product juggler
# Tests that kill processes, or open a thousand connections: by themselves, after the others.
HEAVY := CrashTests\.|LoadTests
SOURCES := $(wildcard Sources Tests Benchmarks/Sources Benchmarks/Call Benchmarks/Package.swift Package.swift)

.PHONY: help
help: ## Explain the targets
	@echo "Juggler: workflows that spend their life waiting, overlapped."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PREFIX=$(PREFIX)  where install puts the binary and its shell completions"
	@echo "  JUGGLER_STRICT=1   makes warnings errors, as in CI"

.PHONY: run
run: system-packages ## Build and run the demo: a brunch whose waits overlap
	@$(SWIFT) build --product juggler
	@"$$($(SWIFT) build --show-bin-path)/juggler" demo

.PHONY: build
build: system-packages ## Build everything, for development
	@$(SWIFT) build --build-tests

.PHONY: test
test: system-packages ## Build and run every test (ARGS="--filter Timeline" runs some)
	@$(SWIFT) build --build-tests
	@log="$$(mktemp)"; trap 'rm -f "$$log"' EXIT; \
	run() { $(SWIFT) test --skip-build --disable-xctest "$$@" 2>&1 | tee -a "$$log"; }; \
	if [ -n "$(ARGS)" ]; then run $(ARGS); else \
	  run --skip '$(HEAVY)' && run --no-parallel --filter '$(HEAVY)'; fi || { \
	  status=$$?; echo; echo "What failed:"; grep -A 4 '✘' "$$log" || true; exit $$status; }
	@[ -n "$(ARGS)" ] || scripts/check-api

.PHONY: lint
lint: toolchain ## Check that the sources are formatted
	@$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

.PHONY: format
format: toolchain ## Format the sources
	@$(SWIFT) format format --in-place --recursive --parallel $(SOURCES)

.PHONY: bench
bench: system-packages ## Run the benchmarks (ARGS="NAME" runs some)
	@$(SWIFT) build $(RELEASE)
	@JUGGLER_BENCHMARKS=1 $(SWIFT) build $(RELEASE_BUILD) --product call-benchmark
	@JUGGLER="$$($(SWIFT) build $(RELEASE) --show-bin-path)/juggler" \
	  CALL_BENCHMARK="$$($(SWIFT) build $(RELEASE) --show-bin-path)/call-benchmark" \
	  $(SWIFT) run -c release --package-path Benchmarks Benchmarks $(ARGS)

.PHONY: install
install: system-packages ## Install the juggler binary and its shell completions below PREFIX
	@$(SWIFT) build $(RELEASE)
	@binary="$$($(SWIFT) build $(RELEASE) --show-bin-path)/juggler"; \
	share="$(DESTDIR)$(PREFIX)/share"; \
	install -D -m 755 "$$binary" "$(DESTDIR)$(PREFIX)/bin/juggler"; \
	mkdir -p "$$share/bash-completion/completions" "$$share/zsh/site-functions" "$$share/fish/vendor_completions.d"; \
	"$$binary" --generate-completion-script bash > "$$share/bash-completion/completions/juggler"; \
	"$$binary" --generate-completion-script zsh > "$$share/zsh/site-functions/_juggler"; \
	"$$binary" --generate-completion-script fish > "$$share/fish/vendor_completions.d/juggler.fish"; \
	echo "Installed $(DESTDIR)$(PREFIX)/bin/juggler"

.PHONY: clean
clean: ## Remove what was built
	@$(SWIFT) package clean

# Installs what a build needs and is missing, or names it; says nothing when all is there.
.PHONY: system-packages
system-packages: toolchain
	@scripts/system-packages

.PHONY: toolchain
toolchain:
	@command -v $(SWIFT) > /dev/null || { \
	  echo "Juggler needs a Swift 6.3 toolchain, and 'swift' is not on the PATH: see https://www.swift.org/install" >&2; \
	  exit 1; }
