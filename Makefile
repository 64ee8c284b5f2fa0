# Everything a person types. Each recipe is one line; what is longer lives in scripts/ or e2e/.
# GNU make 3.81 and a POSIX shell are enough.

.DEFAULT_GOAL := help
.PHONY: help run build release test lint bench e2e lighthouse screenshots fmt docs clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## Build Usher and start it on SQLite under ./data; no configuration needed
	@sh scripts/setup.sh run && sh scripts/build-front.sh && exec cargo run --locked --release --bin usher -- serve

build: ## Build the binary: target/release/usher
	@sh scripts/setup.sh run && sh scripts/build-front.sh && cargo build --locked --release --bin usher

release: ## Build the binary that serves best, trained on its own work: target/pgo/usher (Linux, half an hour)
	@sh scripts/setup.sh release && sh scripts/build-front.sh && sh scripts/build-release.sh

test: ## Run every test: Rust on both databases, then the browser and the SMTP faults
	@sh scripts/test.sh

lint: ## Check format, lints, docs, licences, unused crates, boundaries and migrations
	@sh scripts/lint.sh

bench: release ## Measure what `make release` builds: mails a second, latency, CPU, memory, pages (SCALE=small|full)
	@USHER_BIN="$$(cd "$${CARGO_TARGET_DIR:-target}" && pwd)/pgo/usher" sh e2e/bench/run.sh

e2e: ## Run the browser journeys and SMTP faults against the release binary
	@sh scripts/setup.sh test && sh scripts/build-front.sh && cargo build --locked --release --bin usher && sh e2e/run.sh

lighthouse: ## Measure the pages that count with Lighthouse and fail below its marks
	@sh scripts/setup.sh test && sh scripts/build-front.sh && cargo build --locked --release --bin usher && node e2e/lighthouse/run.mjs

screenshots: ## Photograph every page, light and dark, wide and narrow, into e2e/screenshots/
	@sh scripts/setup.sh test && sh scripts/build-front.sh && cargo build --locked --release --bin usher && node e2e/screenshots/take.mjs

fmt: ## Format the Rust code
	@cargo fmt --all

docs: ## Build the code's documentation: target/doc
	@cargo doc --workspace --no-deps --document-private-items --locked

clean: ## Remove what was built and installed here; ./data stays
	@cargo clean && rm -rf e2e/node_modules e2e/test-results crates/web/bundle/usher* crates/web/bundle/.made-from
