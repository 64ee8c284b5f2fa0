#!/bin/sh
# Checks that no committed file names a package registry's host, and warns of files over 400 lines.
#
# Lock files and settings with a host build only where that host answers. crates.io's own index is
# the name of the registry, not a place to fetch from.
set -eu
cd "$(dirname "$0")/.."
wrong=0

if git grep --untracked -nIE '"resolved": *"https?:|registry *= *"?https?:|index-url *=|replace-with *=|^ *replace-with|//registry\.' -- \
    ':!scripts/check-sources.sh' ':!scripts/*.md'; then
    echo '  the lines above name a registry host'
    wrong=1
fi

git ls-files --cached --others --exclude-standard 'crates/*.rs' | while read -r file; do
    [ -f "$file" ] || continue
    lines=$(wc -l <"$file")
    [ "$lines" -le 400 ] || echo "  warning: $file has $lines lines; split it by noun"
done
exit $wrong
