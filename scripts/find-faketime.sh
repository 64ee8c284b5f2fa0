#!/bin/sh
# Prints the library that lets a test set the clock of Usher: FAKETIME_LIB if set, else the first one found.
if [ -n "${FAKETIME_LIB:-}" ]; then
    echo "$FAKETIME_LIB"
    exit 0
fi
# Debian, Fedora, Arch, Homebrew. The variant for programs with threads.
for library in /usr/lib/*/faketime/libfaketimeMT.so.1 /usr/lib64/faketime/libfaketimeMT.so.1 \
    /usr/lib/faketime/libfaketimeMT.so.1 /opt/homebrew/lib/faketime/libfaketimeMT.1.dylib \
    /usr/local/lib/faketime/libfaketimeMT.1.dylib; do
    [ -e "$library" ] && echo "$library" && exit 0
done
exit 1
