#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0
"""Reads the texts to translate from the sources into the .ts files.

`update.py LUPDATE` updates translations/; `update.py LUPDATE --check` says what is missing there and fails, and changes
nothing. English has plural forms only, all other texts are the sources' own. The texts of the language service are
marked with macros that lupdate cannot follow, so they go through a list made here.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MARKED = {"AelVocabulary": ("MEANING", ["ael/service/vocabulary.cpp"]), "AelWords": ("WORDS", ["ael/plainwords.cpp"])}
LITERAL = r'"(?:[^"\\]|\\.)*"'


def marked_texts(folder):
    lines = []
    for context, (macro, files) in MARKED.items():
        for name in files:
            text = (ROOT / name).read_text(encoding="utf-8")
            for found in re.finditer(rf"\b{macro}\(\s*({LITERAL}(?:\s*{LITERAL})*)\s*\)", text):
                lines.append(f'QT_TRANSLATE_NOOP("{context}", {found.group(1)});')
    source = pathlib.Path(folder) / "marked.cpp"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(source)


def update(lupdate, folder, german, english):
    common = [lupdate, "-silent", "-no-obsolete", "-locations", "none", "-I", str(ROOT), str(ROOT / "ui")]
    quiet = {"check": True, "stderr": subprocess.DEVNULL}
    subprocess.run(common + [marked_texts(folder), "-ts", str(german)], **quiet)
    subprocess.run(common + ["-pluralonly", "-ts", str(english)], **quiet)


def unfinished(file):
    text = file.read_text(encoding="utf-8")
    found = []
    for message in re.findall(r"<message.*?</message>", text, re.S):
        if 'type="unfinished"' in message:
            found.append(re.search(r"<source>(.*?)</source>", message, re.S).group(1))
    return found


def main():
    lupdate, check = sys.argv[1], "--check" in sys.argv[2:]
    files = [ROOT / "translations" / "aeroscope_de.ts", ROOT / "translations" / "aeroscope_en.ts"]
    with tempfile.TemporaryDirectory() as folder:
        if check:
            copies = [pathlib.Path(folder) / file.name for file in files]
            for file, copy in zip(files, copies):
                copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
            files = copies
        update(lupdate, folder, *files)
        missing = 0
        for file in files:
            for text in unfinished(file):
                print(f"{file.name}: not translated: {text}")
                missing += 1
    print(f"translations: {missing} missing")
    return 1 if check and missing else 0


if __name__ == "__main__":
    sys.exit(main())
