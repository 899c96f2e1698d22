# « make demo », « make test », « make check » : chacune prépare .venv d'abord.
PYTHON ?= python3
PY := .venv/bin/python
TEMOIN := .venv/.a-jour

.PHONY: aide venv systeme demo test check bench galerie captures guide mutation lock clean

aide:            ## Cette liste.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

venv: $(TEMOIN)  ## Crée .venv, ou le refait quand requirements.lock ou pyproject.toml change.

$(TEMOIN): requirements.lock pyproject.toml
	@echo "Installation dans .venv : une minute ou deux…"
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

systeme:         ## Installe (CI=true ou SYSTEME=1) ou nomme ce qui manque au système.
	@.ci/systeme

demo: systeme $(TEMOIN)  ## Toutes les lettres de tous les exemples, en Word et en PDF, dans out/.
	@$(PY) -m courriers demo -o out
	@echo "Pour la commande « courriers » : source .venv/bin/activate"

test: systeme $(TEMOIN)  ## Tous les tests, sur tous les cœurs.
	$(PY) -m pytest -n auto --dist loadscope --no-loadscope-reorder

check: $(TEMOIN) ## ruff, format, mypy strict, étages, documentation.
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -m pytest --quiet tests/test_etages.py tests/test_documentation.py

mutation: $(TEMOIN) ## Mutations de droit/ et leur score (deux heures ; MODULES="interets delais" en choisit).
	@$(PY) -m pip install --quiet --disable-pip-version-check mutmut
	@$(PY) bench/mutation.py $(MODULES)

bench: $(TEMOIN) ## Mesures côte à côte.
	@for mesure in bench/mesure_*.py; do $(PY) $$mesure || exit 1; done

galerie: $(TEMOIN) ## Images de chaque lettre par chaque canal, dans docs/galerie.
	@$(PY) bench/galerie.py

captures: $(TEMOIN) ## Images de la page de l’atelier, dans docs/images (demande Chromium).
	@$(PY) bench/captures.py

guide: $(TEMOIN) ## Tables des champs et des filtres, dans docs/guide-du-juriste.md.
	@$(PY) bench/guide.py

lock: $(TEMOIN)  ## Refait requirements.lock (demande uv).
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock

clean:           ## Retire ce qui a été construit.
	rm -rf .venv dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis
