#!/bin/sh
# Checks that both databases have the same migrations, each with a way up and a way down.
set -eu
cd "$(dirname "$0")/../migrations"
wrong=0
complain() {
    echo "  $1"
    wrong=1
}

sqlite=$(ls sqlite)
postgres=$(ls postgres)
[ -n "$sqlite" ] || complain 'there are no migrations'
for name in $(printf '%s\n%s\n' "$sqlite" "$postgres" | sort -u); do
    # Diesel orders migrations by name, so the date in front decides.
    echo "$name" | grep -Eq '^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}_[a-z0-9_]+$' ||
        complain "$name is not named <YYYY-MM-DD-HHMMSS>_<verb_noun>"
    for database in sqlite postgres; do
        for direction in up down; do
            [ -s "$database/$name/$direction.sql" ] || complain "migrations/$database/$name/$direction.sql is missing"
        done
    done
done
exit $wrong
