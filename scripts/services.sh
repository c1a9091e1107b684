# What the tests run against, sourced by scripts/test.sh: Debian's packages, and a private PostgreSQL
# cluster and Redis that live in a temporary folder and end with the script.

declare -A PACKAGE_OF=(
  [initdb]="postgresql" [redis-server]="redis-server" [chromium]="chromium" [soffice]="libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"
  [clamd]="clamav-daemon" [xgettext]="gettext" [tesseract]="tesseract-ocr tesseract-ocr-fra"
)

find_program() {
  command -v "$1" 2>/dev/null && return
  local candidate
  for candidate in /usr/lib/postgresql/*/bin/"$1" /usr/sbin/"$1" /usr/local/sbin/"$1"; do
    [ -x "$candidate" ] && { echo "$candidate"; return; }
  done
  return 1
}

missing_programs() {
  local program
  for program in "${!PACKAGE_OF[@]}"; do find_program "$program" >/dev/null || echo "$program"; done
}

bootstrap() {
  local missing packages=() program
  missing=$(missing_programs)
  [ -z "$missing" ] && return
  for program in $missing; do packages+=(${PACKAGE_OF[$program]}); done
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "✗ The tests need these programs, which are missing: $(echo $missing)" >&2
    echo "  On Debian, as root: apt-get install ${packages[*]}" >&2
    exit 1
  fi
  echo "→ Installing what the tests need: ${packages[*]}"
  apt-get update -qq
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
  missing=$(missing_programs)
  [ -z "$missing" ] || { echo "✗ Still missing after the installation: $missing" >&2; exit 1; }
}

free_port() {
  .venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

as_database_user() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_postgresql() {
  local port password
  port=$(free_port)
  password=$(head -c 18 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')
  PG_DATA="$SERVICES/postgresql"
  mkdir -p "$PG_DATA"
  printf '%s' "$password" >"$SERVICES/password"
  if [ "$(id -u)" = 0 ]; then chmod 711 "$SERVICES"; chown postgres: "$PG_DATA" "$SERVICES/password"; fi
  as_database_user "$(find_program initdb)" -D "$PG_DATA" -U parvis -A scram-sha-256 --pwfile "$SERVICES/password" -E UTF8 --locale=C.UTF-8 >/dev/null
  as_database_user "$(find_program pg_ctl)" -D "$PG_DATA" -w -s -l "$PG_DATA/log" \
    -o "-p $port -k $PG_DATA -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start
  POSTGRESQL_URL="postgresql://parvis:$password@127.0.0.1:$port/parvis"
  PG_STOP=("$(find_program pg_ctl)" -D "$PG_DATA" -m immediate -s stop)
  PGPASSWORD="$password" "$(find_program createdb)" -h 127.0.0.1 -p "$port" -U parvis parvis
}

start_redis() {
  local port; port=$(free_port)
  "$(find_program redis-server)" --bind 127.0.0.1 --port "$port" --save "" --appendonly no --dir "$SERVICES" >/dev/null &
  REDIS_PID=$!
  TEST_REDIS_URL="redis://127.0.0.1:$port/0"
}

start_services() {
  SERVICES=$(mktemp -d "${TMPDIR:-/tmp}/parvis-services-XXXXXX")
  trap stop_services EXIT
  start_postgresql
  start_redis
  export TEST_REDIS_URL POSTGRESQL_URL
}

stop_services() {
  if [ -n "${PG_STOP:-}" ]; then as_database_user "${PG_STOP[@]}" || true; fi
  if [ -n "${REDIS_PID:-}" ]; then kill "$REDIS_PID" 2>/dev/null || true; fi
  rm -rf "$SERVICES"
}
