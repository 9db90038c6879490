# make demo   set everything up and answer the demo's sentence        make test   set everything up and run all tests
# make soak   compare the engine with the tests' plain reference on PLANS (20000) random plans
# make contract   run other people's MCP servers against our own (docs/servers.md)
# KEEP=1 leaves the demo's servers running, SEED=n makes another company, make clean-demo removes all that the demo left.
SHELL := /bin/bash
PYTHON := .deps/venv/bin/python
.PHONY: setup demo test contract soak clean-demo clean

setup:
	@tools/setup release

demo: setup
	@$(PYTHON) demo run

test:
	@RECOUPE_EXTRA_PACKAGES=tools/packages_test.txt tools/setup release
	@$(PYTHON) tools/fetch_servers
	@$(PYTHON) tools/fetch_clients
	@$(PYTHON) tools/run_tests

contract: setup
	@$(PYTHON) tools/fetch_servers
	@RECOUPE_CONTRACT=whole PYTHONPATH=$(CURDIR)/build/release/python $(PYTHON) -m pytest -q -p no:cacheprovider tests/test_contract.py tests/test_mongo_servers.py \
		tests/test_server_pairs.py

soak: setup
	@PYTHONPATH=$(CURDIR)/build/release/python $(PYTHON) tests/reference/soak.py $(or $(PLANS),20000) $(WORKERS)

clean-demo:
	@if [ -x $(PYTHON) ]; then $(PYTHON) demo clean; fi

clean: clean-demo
	@rm -rf build
