#!/bin/sh
# Finds what a task still needs on this machine and installs it, or says what to install.
#
#   scripts/setup.sh run|lint|test|bench|release
#
# Debian packages are installed only by root, and named first; nobody's sudo is used silently.
# When nothing is missing it prints nothing and takes a moment.
set -eu
cd "$(dirname "$0")/.."
task=${1:-run}

debian='' fedora='' macos='' by_hand='' wasm_to_build=''
# need DEBIAN FEDORA MACOS: one missing thing, in the words of three package managers.
need() {
    debian="$debian $1" fedora="$fedora $2" macos="$macos $3"
}
# tell LINE: one missing thing that no package manager brings in the right version.
tell() {
    by_hand="$by_hand
  $1"
}
have() { command -v "$1" >/dev/null 2>&1; }

check_build() {
    have cargo || tell 'Rust: install rustup from https://rustup.rs, then run this again'
    { have cc && have make; } || need 'build-essential' 'gcc make' ''
    # OpenSSL, which libpq brings into the binary, is configured by Perl scripts.
    perl -MFindBin -MIPC::Cmd -MFile::Compare -MTime::Piece -e 1 2>/dev/null || need 'perl' 'perl' 'perl'
    if [ "$(uname -s)" = Darwin ] && ! xcode-select -p >/dev/null 2>&1; then
        tell 'a C compiler: xcode-select --install'
    fi
}

check_node() {
    if have node && have npm; then
        major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
        [ "$major" -ge 18 ] || tell "Node.js 18 or newer: $(command -v node) is version $(node --version)"
    else
        need 'nodejs npm' 'nodejs npm' 'node'
    fi
}

check_python() {
    if have python3 && python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))'; then
        python3 -c 'import venv, ensurepip' 2>/dev/null || need 'python3-venv' 'python3' 'python'
    else
        need 'python3 python3-venv' 'python3' 'python'
    fi
}

check_chromium() {
    if [ -n "${CHROMIUM:-}" ]; then
        [ -x "$CHROMIUM" ] || tell "CHROMIUM=$CHROMIUM is not a program"
        return
    fi
    sh scripts/find-chromium.sh >/dev/null || need 'chromium' 'chromium' 'chromium'
}

check_postgres() {
    if [ -n "${PG_BIN:-}" ]; then
        [ -x "$PG_BIN/initdb" ] || tell "PG_BIN=$PG_BIN holds no initdb"
        return
    fi
    have initdb && have pg_ctl && return
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
        [ -x "$folder/initdb" ] && return
    done
    need 'postgresql' 'postgresql-server' 'postgresql@17'
}

# The fault tests set the clock of what they test.
check_faketime() {
    sh scripts/find-faketime.sh >/dev/null || need 'libfaketime' 'libfaketime' 'libfaketime'
}

check_bench() {
    have wrk || need 'wrk' 'wrk' 'wrk'
    [ -n "${SMTP_SINK_ROOT:-}" ] || [ -x target/tools/postfix/usr/sbin/smtp-sink ] || have apt-get ||
        tell "smtp-sink (of Postfix): name the folder above its usr/sbin in SMTP_SINK_ROOT"
}

# What a counting build writes is read by a tool of the compiler's own LLVM. Where these packages are missing,
# rustup's component llvm-tools has it.
check_profdata() {
    sh scripts/find-profdata.sh >/dev/null && return
    llvm=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
    need "llvm-$llvm" "llvm$llvm" ""
}

install_packages() {
    [ -n "$debian$by_hand" ] || return 0
    if [ -n "$debian" ] && [ "$(id -u)" = 0 ] && have apt-get; then
        echo "Installing Debian packages:$debian"
        apt-get update -qq
        # shellcheck disable=SC2086 # a list of package names
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $debian >/dev/null
        debian=''
    fi
    [ -n "$debian$by_hand" ] || return 0
    {
        echo "Something that 'make $task' needs is missing on this machine."
        [ -z "$by_hand" ] || echo "By hand:$by_hand"
        if [ -n "$debian" ]; then
            # Unquoted on purpose: the lists hold single words.
            # shellcheck disable=SC2086
            echo "  Debian:  sudo apt-get install" $debian
            echo "  Fedora:  sudo dnf install" $fedora
            [ -z "$macos" ] || echo "  macOS:   brew install" $macos
        fi
    } >&2
    exit 1
}

install_npm_packages() {
    # The stamp is the lock file itself: another lock, another installation.
    stamp=e2e/node_modules/.installed-lock.json
    cmp -s e2e/package-lock.json "$stamp" && return
    echo 'Installing npm packages in e2e/'
    (cd e2e && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error)
    cp e2e/package-lock.json "$stamp"
}

# The vendors' own clients, in a virtual environment.
install_python_packages() {
    stamp=e2e/.venv/installed-requirements.txt
    cmp -s e2e/vendors/requirements.txt "$stamp" && return
    echo 'Installing Python packages in e2e/.venv'
    python3 -m venv --clear e2e/.venv
    e2e/.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement e2e/vendors/requirements.txt
    cp e2e/vendors/requirements.txt "$stamp"
}

# install_cargo_tool NAME VERSION [OPTION…]: the file name carries the version, so a new pin installs anew.
install_cargo_tool() {
    stamp="target/tools/$1-$2.installed"
    [ -e "$stamp" ] && return
    echo "Installing $1 $2 under target/tools (once, some minutes)"
    tool="$1@$2"
    shift 2
    cargo install --quiet --root target/tools "$@" "$tool"
    : >"$stamp"
}

# The sink that takes the mail: Postfix's, out of its package. The mail server itself is not installed.
install_smtp_sink() {
    [ -z "${SMTP_SINK_ROOT:-}" ] || return 0
    [ -x target/tools/postfix/usr/sbin/smtp-sink ] && return
    echo 'Unpacking smtp-sink under target/tools'
    mkdir -p target/tools/postfix
    (cd target/tools/postfix && apt-get download -qq postfix && dpkg -x postfix_*.deb . && rm -f postfix_*.deb)
}

check_wasm() {
    sh scripts/wasm-toolchain.sh find >/dev/null && return
    if [ "$(id -u)" = 0 ] && have apt-get; then
        wasm_to_build=yes
    else
        tell 'rustup target add wasm32-unknown-unknown'
    fi
}

# What the islands are built with.
install_front_tools() {
    [ -z "$wasm_to_build" ] || sh scripts/wasm-toolchain.sh build
    . scripts/tool-versions.sh
    # Not --locked: its lock file names a version that was withdrawn.
    install_cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" --bin wasm-bindgen
}

check_rust_component() {
    cargo "$1" --version >/dev/null 2>&1 || tell "rustup component add $2"
}

check_build
case $task in
    run)
        have cargo && check_wasm
        install_packages
        install_front_tools
        ;;
    lint)
        have cargo && check_rust_component fmt rustfmt && check_rust_component clippy clippy
        install_packages
        . scripts/tool-versions.sh
        install_cargo_tool cargo-deny "$CARGO_DENY_VERSION" --locked
        install_cargo_tool cargo-machete "$CARGO_MACHETE_VERSION" --locked
        ;;
    test)
        have cargo && check_wasm
        check_node
        check_chromium
        check_postgres
        check_faketime
        check_python
        install_packages
        install_front_tools
        install_npm_packages
        install_python_packages
        ;;
    bench | release)
        have cargo && check_wasm
        if [ "$task" = release ] && have cargo; then check_profdata; fi
        check_node
        check_postgres
        check_bench
        install_packages
        install_smtp_sink
        install_front_tools
        install_npm_packages
        ;;
    *)
        echo "usage: scripts/setup.sh run|lint|test|bench|release" >&2
        exit 2
        ;;
esac
