#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0
#
# run.sh FOLDER PROGRAM TEST.mjs [PROGRAM OPTION…]
# Installs the official Node.js client into FOLDER, starts `PROGRAM demo` (aeroscope) with the options and runs TEST
# against it. Whatever is missing makes the test fail, it is never skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 program=$2 test=$3
shift 3

die() { printf 'peer: %s\n' "$*" >&2; exit 1; }

command -v npm >/dev/null 2>&1 || die "npm is not installed (Debian: apt-get install nodejs npm)"
command -v flock >/dev/null 2>&1 || die "flock is not installed"
mkdir -p "$folder" && folder=$(cd "$folder" && pwd) || die "cannot make $folder"

# Several tests may want to install at the same time.
exec 9>"$folder/.lock"
flock 9
wanted=$(cat "$here/package.json" "$here/package-lock.json" | sha256sum)
if [ "$(cat "$folder/.installed" 2>/dev/null)" != "$wanted" ]; then
    cp "$here/package.json" "$here/package-lock.json" "$folder" || die "cannot copy the list of packages"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >install.log 2>&1) || {
        cat "$folder/install.log" >&2
        die "npm could not install the client"
    }
    printf '%s\n' "$wanted" >"$folder/.installed"
fi
flock -u 9

# The client's compiled part is made for this Node.js; the system's may be too old.
node=$(find "$folder/node_modules" -path '*/node-linux-*/bin/node' -type f | head -n 1)
[ -x "$node" ] || die "there is no Node.js for this machine among the packages"

said=$(mktemp)
"$program" demo --port 0 "$@" >"$said" &
server=$!
trap 'kill $server 2>/dev/null; wait $server; rm -f "$said"' EXIT
for _ in $(seq 300); do
    [ -s "$said" ] && break
    kill -0 $server 2>/dev/null || die "the embedded cluster did not start"
    sleep 0.1
done
[ -s "$said" ] || die "the embedded cluster is not ready after 30 s"

export PEER_CLUSTER=$said
export NODE_PATH=$folder/node_modules
"$node" --test --test-reporter=spec --test-timeout=300000 "$here/$test"
