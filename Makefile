# What people type; each target calls one small script. ARGS="…" is handed on to it.
.DEFAULT_GOAL := help
.PHONY: help run test test-trust test-mutation test-barrierefrei test-office load check bench docs screenshots assets lock

help: ## Diese Übersicht
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Anwendung starten (http://127.0.0.1:8050; anderer Port: make run PORT=8060)
	@PORT=$(or $(PORT),8050) exec scripts/run.sh

test: ## Alle Tests mit eigenem PostgreSQL, Redis und Chromium (Auswahl: make test ARGS="tests/unit")
	@exec scripts/test.sh $(ARGS)

test-trust: ## Lange Läufe zu Schutz, Zugang und beliebigen Eingaben (dauern; nur einige: ARGS="tests/trust")
	@exec scripts/trust.sh $(ARGS)

test-mutation: ## Kleine Änderungen am Code, der über Rechte entscheidet: Jede muss ein Test bemerken (bis 15 Minuten)
	@exec scripts/mutation.sh $(ARGS)

test-barrierefrei: ## Jede Seite in jedem Zustand, in allen Breiten, hell und dunkel (einige Minuten)
	@exec scripts/test_barrierefrei.sh $(ARGS)

test-office: ## Unsere Dateien in LibreOffice öffnen (einige Minuten; lädt es, wo es fehlt)
	@exec scripts/test_office.sh $(ARGS)

load: ## 100 Menschen fünf Minuten lang zugleich, jede Zahl verglichen (kürzer: make load ARGS="--dauer 60")
	@exec scripts/load.sh $(ARGS)

test-spark: ## Jede Frage auf einem Spark-Cluster mit zwei Arbeitern, von denen einer stirbt (bis 10 Minuten; lädt Spark und Java)
	@exec scripts/spark_test.sh $(ARGS)

check: ## Format, Lint, Typen, Importregeln, Dokumentation, Containerdateien
	@exec scripts/check.sh

bench: ## Messungen, schreibt docs/benchmarks.md (Teile: make bench ARGS="--nur S"; alle: ARGS="--help")
	@exec scripts/bench.sh $(ARGS)

docs: ## docs/cards.md aus dem Programm neu schreiben
	@exec scripts/docs.sh

screenshots: ## Bilder der Seiten für docs/bilder neu aufnehmen (alles: make screenshots ARGS="--alle ORDNER")
	@exec scripts/screenshots.sh $(ARGS)

assets: ## CSS und JavaScript neu übernehmen (braucht npm)
	@exec python3 scripts/vendor_assets.py

lock: ## Paketstände neu festlegen (neueste: make lock ARGS=--upgrade)
	@exec scripts/lock.sh $(ARGS)
