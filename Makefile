# Everything a newcomer needs: `make demo` and `make test`. Debian 12, Swift 6.3.
.DEFAULT_GOAL := build
.PHONY: build demo test lint format unit build-tests program browser venv packages test-packages bench clean

SWIFT ?= swift
WALLS := --explicit-target-dependency-import-check error
VENV := .build/venv

## The program, optimised, at .build/release/portico.
build: packages
	$(SWIFT) build -c release --static-swift-stdlib --product portico

## A demo workspace with two agencies, served on http://127.0.0.1:8080.
demo: build
	.build/release/portico demo

## Everything that must hold: lint, walls, every room, the program from outside, the demo in a real browser.
test: test-packages lint unit program browser

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

build-tests: packages
	$(SWIFT) build --build-tests $(WALLS)

## The guard's tests look at the clock, so they run with nothing beside them.
unit: build-tests venv
	$(SWIFT) test --skip-build --disable-xctest --skip "guard of connections"
	$(SWIFT) test --skip-build --disable-xctest --filter "guard of connections" --no-parallel

## The compiled program: every command, killed, on a full disk, with links planted in its folders.
program: build-tests venv
	PORTICO=.build/debug/portico $(VENV)/bin/python -W ignore -m unittest discover -s Tests/Program -v

## The demo as people meet it, in Chromium, and what every page must keep; pictures of the pages in .build/pictures.
browser: build-tests venv
	$(VENV)/bin/python Tests/Browser/run.py --program .build/debug/portico

## Python for the tests: cryptography opens what we seal, playwright drives Chromium.
venv: test-packages
	@test -x $(VENV)/bin/python || python3 -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/requirements.txt

packages:
	@scripts/packages.sh build

test-packages: packages
	@scripts/packages.sh test

## Portico beside Hugo, nginx and the rest, into docs/benchmarks.md. Takes about an hour of an idle machine.
bench: build venv
	@scripts/packages.sh bench
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
	$(VENV)/bin/python Benchmarks/run.py

clean:
	$(SWIFT) package clean
