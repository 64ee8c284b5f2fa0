#!/bin/sh
# Prints the Chromium that the browser tests drive: CHROMIUM if set, else the first one found.
if [ -n "${CHROMIUM:-}" ]; then
    echo "$CHROMIUM"
    exit 0
fi
for name in chromium chromium-browser google-chrome-stable google-chrome; do
    command -v "$name" && exit 0
done
mac='/Applications/Chromium.app/Contents/MacOS/Chromium'
[ -x "$mac" ] && echo "$mac" && exit 0
exit 1
