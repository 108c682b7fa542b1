#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0
#
# replay.sh PROGRAM FOLDER…: plays recorded conversations with a server against one empty node that `PROGRAM demo`
# (aeroscope) serves, and compares the answers byte for byte.
set -u
program=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
said=$(mktemp)
"$program" demo --port 0 --empty --nodes 1 >"$said" &
server=$!
trap 'kill $server 2>/dev/null; rm -f "$said"' EXIT
for _ in $(seq 600); do
    [ -s "$said" ] && break
    kill -0 $server 2>/dev/null || { echo "the node did not start" >&2; exit 1; }
    sleep 0.1
done
address=$(sed -n 's/^serving //p' "$said")
[ -n "$address" ] || { echo "the node is not ready after 60 s" >&2; exit 1; }
python3 "$here/replay.py" "$address" "$@" -v
