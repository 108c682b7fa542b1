#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0
"""seeds_node.py FOLDER: writes the first inputs of fuzz_node, made of the recorded conversations.

Each is a stretch of requests as one client sent them, short enough for the fuzzer to change usefully.
"""
import json
import pathlib
import re
import struct
import sys

LONGEST = 3000
MOST_REQUESTS = 6
RUN = re.compile(r'\{([0-9a-f]{2})\*(\d+)\}')


def unhex(text):
    return bytes.fromhex(RUN.sub(lambda run: run.group(1) * int(run.group(2)), text))


def stretches(path):
    current, count = b'', 0
    for line in path.read_text().splitlines():
        step = json.loads(line)
        if 'request_hex' not in step:
            continue
        request = unhex(step['request_hex'])
        if len(request) > LONGEST:
            continue
        if current and (len(current) + len(request) > LONGEST or count == MOST_REQUESTS):
            yield current
            current, count = b'', 0
        current += request
        count += 1
    if current:
        yield current


def admin(command, *fields):
    body = bytes([0, 0, command, len(fields)]) + bytes(12)
    for kind, value in fields:
        body += struct.pack('>IB', len(value) + 1, kind) + value
    return struct.pack('>Q', 2 << 48 | len(body)) + body


def names(*texts):
    return bytes([len(texts)]) + b''.join(bytes([len(text)]) + text for text in texts)


# The hash of "admin" as clients send it.
HASH = b'$2a$10$7EqJtq98hPqEX7fNZaFWoO1mVO/4MLpGzsqojz6E9Gef6iXDjXdDa'


def admin_conversations():
    login = admin(20, (0, b'admin'), (3, HASH))
    user = (0, b'eve')
    role = (11, b'helper')
    yield login
    yield admin(0, (0, b'admin'), (5, b'token'))
    yield login + admin(1, user, (1, HASH), (10, names(b'read'))) + admin(9) + admin(9, user) + admin(2, user)
    yield login + admin(1, user, (1, HASH), (10, names(b'read'))) + admin(5, user, (10, names(b'write'))) \
        + admin(6, user, (10, names(b'read'))) + admin(3, user, (1, HASH)) + admin(4, user, (2, HASH), (1, HASH))
    yield login + admin(10, role, (12, bytes([1, 10, 4]) + b'test' + bytes([1]) + b's'), (13, b'127.0.0.0/8')) \
        + admin(12, role, (12, bytes([1, 0]))) + admin(14, role, (13, b'10.0.0.1')) \
        + admin(15, role, (14, struct.pack('>I', 10)), (15, struct.pack('>I', 20))) + admin(16) + admin(16, role) \
        + admin(13, role, (12, bytes([1, 0]))) + admin(11, role)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    transcripts = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'transcripts'
    for path in sorted(transcripts.rglob('*.jsonl')):
        for number, seed in enumerate(stretches(path)):
            (target / f'{path.stem}-{number:03}').write_bytes(seed)
    for number, seed in enumerate(admin_conversations()):
        (target / f'admin-{number:03}').write_bytes(seed)


main()
