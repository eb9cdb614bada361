# Everything a newcomer needs: `make demo` and `make test`. Debian 12, Swift 6.3.
.DEFAULT_GOAL := build
.PHONY: build demo test lint format check-walls unit browser packages browser-packages clean

SWIFT ?= swift
WALLS := --explicit-target-dependency-import-check error
VENV := .build/venv

## The program, optimised, at .build/release/portico.
build: packages
	$(SWIFT) build -c release --product portico

## A demo workspace with two agencies, served on http://127.0.0.1:8080.
demo: build
	.build/release/portico demo

## Everything that must hold: lint, walls, every test. `make browser` drives the demo in a real browser.
test: packages lint unit

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

## The guard's tests look at the clock, so they run with nothing beside them.
unit: packages
	$(SWIFT) build --build-tests $(WALLS)
	$(SWIFT) test --skip-build --disable-xctest --skip "guard of connections"
	$(SWIFT) test --skip-build --disable-xctest --filter "guard of connections" --no-parallel

browser: browser-packages
	$(VENV)/bin/python Tests/Browser/run.py --program .build/debug/portico

packages:
	@scripts/packages.sh build

browser-packages: packages
	@scripts/packages.sh browser
	@test -x $(VENV)/bin/python || python3 -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/Browser/requirements.txt

clean:
	$(SWIFT) package clean
