#!/bin/sh
# Checks which crate may depend on which, and that each heavy dependency stays in its one crate.
#
# It reads the direct dependencies that cargo resolved, for every target; the tables below are the
# whole rule. Tests may in addition use usher-test-support.
set -eu
cd "$(dirname "$0")/.."
edges=$(mktemp)
trap 'rm -f "$edges"' EXIT

# list KINDS: lines "crate dependency", direct edges of the workspace's crates.
list() {
    cargo tree --workspace --locked --target all --depth 1 --no-dedupe --prefix depth -e "$1" |
        sed -n 's/^\([01]\)\([^ ]*\) .*/\1 \2/p' |
        awk '$1 == 0 { from = $2 } $1 == 1 { print from, $2 }'
}

list normal,build | sed 's/^/normal /' >"$edges"
list dev | sed 's/^/dev /' >>"$edges"

awk '
function allow(from, list,   parts, n, i) {
    known[from] = 1
    n = split(list, parts, " ")
    for (i = 1; i <= n; i++) arrow[from, "usher-" parts[i]] = 1
}
function keep(list, crates,   names, homes, n, m, i, j) {
    n = split(list, names, " "); m = split(crates, homes, " ")
    for (i = 1; i <= n; i++) {
        heavy[names[i]] = crates
        for (j = 1; j <= m; j++) home[names[i], "usher-" homes[j]] = 1
    }
}
function complain(text) { print "  " text; wrong = 1 }
BEGIN {
    allow("usher-server", "api api-types web application mail persistence domain")
    allow("usher-api", "application api-types domain")
    allow("usher-web", "api-types i18n domain")
    allow("usher-front", "web")
    allow("usher-application", "persistence mail domain")
    allow("usher-persistence", "domain")
    allow("usher-mail", "i18n domain")
    allow("usher-api-types", "domain")
    allow("usher-domain", "")
    allow("usher-i18n", "")
    allow("usher-test-support", "server")
    keep("diesel diesel_migrations libsqlite3-sys pq-sys openssl-sys", "persistence")
    keep("lettre minijinja", "mail")
    keep("argon2 jsonwebtoken", "application")
    keep("axum", "api web server")
    keep("leptos leptos_axum leptos_meta leptos_router", "web server")
    # Whoever measures may know counters; what exposes them is in the server alone, as are spans for
    # collectors and the service manager.
    keep("prometheus-client", "persistence mail application server")
    keep("opentelemetry opentelemetry_sdk opentelemetry-otlp opentelemetry-http tracing-opentelemetry", "server")
    keep("sd-notify rustix hyper-rustls", "server")
    keep("web-sys wasm-bindgen-futures", "web")
    keep("wasm-bindgen", "web front")
}
{ kind = $1; from = $2; to = $3; seen[from] = 1; lines++ }
!(from in known) { complain(from " is not in the table of crates"); next }
to ~ /^usher-/ {
    if ((from, to) in arrow) next
    if (kind == "dev" && to == "usher-test-support") next
    complain(from " must not depend on " to (kind == "dev" ? " in its tests" : ""))
}
kind == "normal" && (to in heavy) && !((to, from) in home) {
    complain(from " must not use " to ": it belongs to " heavy[to])
}
END {
    if (!lines) complain("cargo tree listed no dependencies")
    exit wrong
}' "$edges"
