#!/bin/sh
# Compiles the requirements into hashed files, for the oldest Python that the product supports.
# The development set is held to the versions of the runtime set. Arguments are passed on, for example --upgrade.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/python -m uv pip compile --quiet --generate-hashes --python-version 3.11 \
        --no-annotate --no-header --no-emit-index-url "$@"
}
compile "$@" --output-file requirements.txt requirements.in
compile "$@" --constraint requirements.txt --output-file requirements-dev.txt requirements-dev.in
