# make run     starts Muster with everything it needs, on http://127.0.0.1:8080
# make test    everything that has to hold before a change is accepted
# make bench   how fast it is on this machine
# make fmt     puts the code in its usual form

SHELL := /bin/bash
.DEFAULT_GOAL := run
# Two installations at once would be in each other's way.
.NOTPARALLEL:
.PHONY: run test bench fmt rust npm postgres browser clamd age python pdftotext node-packages

export PATH := $(PATH):$(HOME)/.cargo/bin
SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)

can-install := command -v apt-get >/dev/null && command -v $(or $(SUDO),env) >/dev/null

# $(call install,PACKAGES) installs Debian packages, and says more than their names only if it fails.
define install
{ echo "Installing $(1)"; \
  $(can-install) || { echo "Please install these Debian packages or their like: $(1)" >&2; exit 1; }; \
  $(SUDO) apt-get update -qq >/dev/null 2>&1; \
  said=$$($(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=120 $(1) 2>&1) || { echo "$$said" >&2; exit 1; }; }
endef

# $(call need,PROGRAM,PACKAGES) installs the packages unless the program is there.
need = @command -v $(1) >/dev/null || $(call install,$(2))

run: rust npm $(if $(DATABASE_URL),,postgres)
	@cargo run -- serve

test: rust npm postgres browser clamd age python pdftotext node-packages
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo test
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --lib
	@if [ -x tests/browser/run ]; then tests/browser/run; fi

bench: rust npm postgres
	cargo run --release -- bench

fmt: rust
	cargo fmt

rust:
	$(call need,cc,gcc libc6-dev)
	@command -v cargo >/dev/null || { echo "Please install Rust: https://rustup.rs" >&2; exit 1; }

npm:
	$(call need,node,nodejs)
	$(call need,npm,npm)

# Opens a sealed bid with the escrow key, apart from our own code.
age:
	$(call need,age,age)

# Checks receipts, checkpoints and proofs, apart from our own code.
python:
	@python3 -c "import cryptography" 2>/dev/null || /usr/bin/python3 -c "import cryptography" 2>/dev/null \
	  || $(call install,python3 python3-cryptography)

# Reads a contract's PDF, apart from our own code.
pdftotext:
	$(call need,pdftotext,poppler-utils)

browser:
	$(call need,chromium,chromium fonts-liberation)
	$(call need,chromedriver,chromium-driver)

# The program only: while it is installed, Debian is told to start nothing, since the tests start their own and need
# no signatures but theirs.
no-start := /usr/sbin/policy-rc.d
clamd:
	@command -v clamd >/dev/null || [ -x /usr/sbin/clamd ] || { \
	  if $(can-install) && [ ! -e $(no-start) ]; then \
	    trap '$(SUDO) rm -f $(no-start)' EXIT; \
	    printf '#!/bin/sh\nexit 101\n' | $(SUDO) tee $(no-start) >/dev/null; \
	    $(SUDO) chmod 755 $(no-start); \
	  fi; \
	  $(call install,clamav-daemon); }

# The server programs only: while they are installed, Debian is told not to make and start a cluster of its
# own, since Muster keeps a private one.
no-cluster := /etc/postgresql-common/createcluster.d/muster.conf
postgres:
	@compgen -G "$${PG_BINDIR:-/usr/lib/postgresql/*/bin}/initdb" >/dev/null \
	  || compgen -G "/opt/homebrew/opt/postgresql@*/bin/initdb" >/dev/null \
	  || command -v initdb >/dev/null || { \
	  if $(can-install); then \
	    trap '$(SUDO) rm -f $(no-cluster)' EXIT; \
	    $(SUDO) mkdir -p $(dir $(no-cluster)); \
	    echo "create_main_cluster = false" | $(SUDO) tee $(no-cluster) >/dev/null; \
	  fi; \
	  $(call install,postgresql); }

# What the tests in the browser, of mail and of storage take from npm.
node-packages: $(patsubst %/package-lock.json,%/node_modules/.package-lock.json,$(wildcard tests/*/package-lock.json))

tests/%/node_modules/.package-lock.json: tests/%/package-lock.json | npm
	@cd tests/$* && npm ci --silent --no-audit --no-fund
	@touch $@
