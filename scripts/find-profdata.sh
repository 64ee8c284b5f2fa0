#!/bin/sh
# Prints the llvm-profdata that reads what this rustc counts: LLVM_PROFDATA if set, else the first one found.
# Only the same major version of LLVM does.
if [ -n "${LLVM_PROFDATA:-}" ]; then
    echo "$LLVM_PROFDATA"
    exit 0
fi
version=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
# rustup's llvm-tools, Debian, Fedora.
for tool in "$(rustc --print sysroot)"/lib/rustlib/*/bin/llvm-profdata \
    "/usr/lib/llvm-$version/bin/llvm-profdata" "/usr/lib64/llvm$version/bin/llvm-profdata"; do
    [ -x "$tool" ] && echo "$tool" && exit 0
done
exit 1
