#!/bin/sh
# Runs a command beside a throw-away PostgreSQL cluster:
#
#     sh e2e/postgres/cluster.sh run cargo test -p usher-persistence
#
# The cluster lives in a temporary folder, listens on 127.0.0.1 (a free port) and on a socket in
# that folder, and is gone when the command ends; the command's status is returned. The command
# finds the cluster's admin URL in USHER_TEST_POSTGRES_URL and PostgreSQL's programs in PG_BIN. They
# are looked for in PG_BIN, then PATH, then where Debian, Fedora and Homebrew put them.
set -eu

fail() {
    echo "cluster.sh: $*" >&2
    exit 1
}

find_programs() {
    if [ -n "${PG_BIN:-}" ]; then
        [ -x "$PG_BIN/initdb" ] || fail "there is no initdb in PG_BIN ($PG_BIN)"
        return
    fi
    if found=$(command -v initdb); then
        # Debian links single programs into PATH; the others stand beside the original.
        PG_BIN=$(dirname "$(readlink -f "$found" 2>/dev/null || echo "$found")")
        [ -x "$PG_BIN/postgres" ] && return
    fi
    # The last match is the newest version.
    PG_BIN=
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin \
        /usr/local/opt/postgresql*/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && PG_BIN=$folder
    done
    [ -n "$PG_BIN" ] || fail "PostgreSQL's server programs are missing.
    Debian: apt-get install postgresql · Fedora: dnf install postgresql-server · macOS: brew install postgresql
    or name the folder that holds initdb in PG_BIN"
}

# PostgreSQL refuses to run as root.
as_server_user() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Starts the server on a port that was free a moment ago, and on another if it was taken since.
start() {
    attempt=0
    while [ "$attempt" -lt 20 ]; do
        attempt=$((attempt + 1))
        port=$(awk -v seed="$$$attempt$(date +%S)" 'BEGIN { srand(seed); print 20000 + int(rand() * 12000) }')
        if as_server_user "$PG_BIN/pg_ctl" --pgdata="$folder/data" --log="$folder/server.log" \
            --wait --timeout=60 --options="-p $port" start >/dev/null 2>&1; then
            server=$(head -n 1 "$folder/data/postmaster.pid")
            return
        fi
        grep -q 'could not bind' "$folder/server.log" || break
        : >"$folder/server.log"
    done
    cat "$folder/server.log" >&2
    fail "the cluster did not start"
}

# A fast shutdown ends the server's connections; the wait is bounded, then the server is killed.
stop() {
    [ -n "$server" ] || return 0
    kill -INT "$server" 2>/dev/null || return 0
    waited=0
    while kill -0 "$server" 2>/dev/null; do
        waited=$((waited + 1))
        [ "$waited" -le 100 ] || kill -KILL "$server" 2>/dev/null || return 0
        sleep 0.1
    done
}

clean_up() {
    status=$?
    trap - EXIT
    stop
    rm -rf "$folder"
    exit "$status"
}

[ "${1:-}" = run ] && [ $# -ge 2 ] || fail "usage: cluster.sh run COMMAND [ARGUMENT…]"
shift
find_programs

server=
folder=$(mktemp -d "${TMPDIR:-/tmp}/usher-postgres.XXXXXX")
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

if [ "$(id -u)" -eq 0 ]; then
    command -v runuser >/dev/null || fail "runuser is missing, and PostgreSQL refuses to run as root"
    id postgres >/dev/null 2>&1 || fail "there is no user postgres to run the server as"
    chown postgres "$folder"
fi

# Letters are letters in every script, as on servers that people use; where the system knows that locale.
letters=C
locale -a 2>/dev/null | grep -qix 'c\.utf-\{0,1\}8' && letters=C.UTF-8
as_server_user "$PG_BIN/initdb" --pgdata="$folder/data" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C --lc-ctype="$letters" --no-sync >"$folder/initdb.log" 2>&1 || {
    cat "$folder/initdb.log" >&2
    fail "initdb failed"
}

cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 200
CONF

# Nothing here outlives the command, so nothing is flushed to the disk, unless that is to be measured.
[ -n "${USHER_CLUSTER_DURABLE:-}" ] || cat >>"$folder/data/postgresql.conf" <<CONF
fsync = off
synchronous_commit = off
full_page_writes = off
CONF

start
USHER_TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"
export USHER_TEST_POSTGRES_URL PG_BIN
"$@"
