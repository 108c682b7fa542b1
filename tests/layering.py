#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0
"""The floors of the house: a folder includes only from floors below it (the longest matching prefix counts).

usage: layering.py PROJECT_ROOT      exit status 1 names every arrow that points up or sideways, and every Qt module
                                     that a floor may not use
"""
import pathlib
import re
import sys

# folder -> (floors it may include from beside itself, Qt headers it must not include)
WIDGETS = r"Q(Widget|MainWindow|Dialog|MessageBox|Application|Action|Painter|Icon|Pixmap|Color|Font|Palette)\b|QtWidgets|QtGui"
NO_GUI = rf"^({WIDGETS})"
FLOORS = {
    "client/value": ((), NO_GUI),
    "client/wire": (("client/value",), NO_GUI),
    "ael": (("client/value",), NO_GUI),
    "client": (("client/value", "client/wire", "ael"), NO_GUI),
    "app/demo": (("client/value",), NO_GUI),
    "ui/workbench": (("client", "client/value", "ael"), NO_GUI),
    "ui": (("ui/workbench", "client", "client/value", "ael"), None),
    "app": (("ui", "ui/workbench", "client", "client/value", "client/wire", "ael", "app/demo"), None),
}
# Inside the client each folder stands on those before it.
CLIENT_ORDER = ["client/net", "client/policy", "client/cluster", "client/command", "client/session"]
# What the embedded cluster may share with the client: constants, Value and msgpack; parsing and replies are its own.
DEMO_SHARED = {"value.h", "msgpack.h", "resultcode.h", "error.h", "key.h", "operation.h", "record.h", "expression.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def floor_of(path):
    best = None
    for folder in FLOORS:
        if path == folder or path.startswith(folder + "/"):
            if best is None or len(folder) > len(best):
                best = folder
    return best


def order_in_client(path):
    for index, folder in enumerate(CLIENT_ORDER):
        if path.startswith(folder + "/"):
            return index
    return None


def check(root):
    faults = []
    for folder in ("client", "ael", "ui", "app"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in (".h", ".cpp", ".c", ".hpp"):
                continue
            here = file.relative_to(root).as_posix()
            own = floor_of(here)
            allowed, forbidden = FLOORS[own]
            for match in INCLUDE.finditer(file.read_text(encoding="utf-8")):
                kind, name = match.groups()
                if kind == "<":
                    if forbidden and re.search(forbidden, name):
                        faults.append(f"{here}: <{name}> is no business of {own}")
                    continue
                target = floor_of(name)
                if target is None:
                    if name.startswith("tests/"):
                        faults.append(f"{here}: includes a test header {name}")
                    continue
                if target != own and target not in allowed:
                    faults.append(f"{here}: {own} may not include from {target} ({name})")
                if own == "app/demo" and target == "client/value" and pathlib.PurePosixPath(name).name not in DEMO_SHARED:
                    faults.append(f"{here}: the embedded cluster parses and writes with its own code, not with {name}")
                mine, theirs = order_in_client(here), order_in_client(name)
                if mine is not None and theirs is not None and theirs > mine:
                    faults.append(f"{here}: {CLIENT_ORDER[mine]} may not include from {CLIENT_ORDER[theirs]} ({name})")
    return faults


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    faults = check(pathlib.Path(sys.argv[1]))
    for fault in faults:
        print(fault)
    print(f"layering: {len(faults)} wrong arrows")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
