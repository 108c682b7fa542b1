#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0
#
"""Replay recorded wire transcripts against a node and compare its replies.

usage: replay.py HOST:PORT PATH [PATH ...] [options]

PATH is a .jsonl scenario file or a folder of them. Every scenario runs on a connection of its own; each request is
sent exactly as recorded and the reply is compared by the rule stored with the step (see README.md). The exit status
is 0 only when every step passed, 1 when some failed, 2 for usage errors or when the node cannot be reached.
"""
import argparse
import collections
import json
import os
import random
import re
import select
import socket
import struct
import sys
import time

EPOCH_2010 = 1262304000
RUN = re.compile(r'\{([0-9a-f]{2})\*(\d+)\}')


def unhex(text):
    """Hex text in which {xx*N} stands for N times the byte xx."""
    if '{' not in text:
        return bytes.fromhex(text)
    return bytes.fromhex(RUN.sub(lambda m: m.group(1) * int(m.group(2)), text))


# ------------------------------------------------------------------ reply structure

class Malformed(Exception):
    pass


def frames(data):
    """Split bytes into (type, body); the bytes must hold whole frames."""
    out, at = [], 0
    while at < len(data):
        if len(data) - at < 8:
            raise Malformed('reply ends inside a frame header')
        size = int.from_bytes(data[at + 2:at + 8], 'big')
        if at + 8 + size > len(data):
            raise Malformed('reply ends inside a frame body')
        out.append((data[at + 1], data[at + 8:at + 8 + size]))
        at += 8 + size
    return out


Message = collections.namedtuple('Message', 'raw info3 code generation void_time slot fields ops')


def messages(body):
    """The messages of one type 3 frame (a frame can carry several)."""
    out, at = [], 0
    while at < len(body):
        start = at
        if len(body) - at < 22 or body[at] != 22:
            raise Malformed('bad message header')
        info3, code = body[at + 3], body[at + 5]
        generation, void_time, slot, n_fields, n_ops = struct.unpack('>IIIHH', body[at + 6:at + 22])
        at += 22
        parts = []
        for _ in range(n_fields + n_ops):
            if len(body) - at < 4:
                raise Malformed('message ends inside a field or op')
            size = struct.unpack('>I', body[at:at + 4])[0]
            if at + 4 + size > len(body) or size < 1:
                raise Malformed('field or op larger than the message')
            parts.append(body[at + 4:at + 4 + size])
            at += 4 + size
        fields = [(p[0], p[1:]) for p in parts[:n_fields]]
        out.append(Message(body[start:at], info3, code, generation, void_time, slot, fields, parts[n_fields:]))
    return out


def all_messages(data):
    return [m for kind, body in frames(data) if kind == 3 for m in messages(body)]


def without_void_time(raw):
    return raw[:10] + b'\0\0\0\0' + raw[14:]


# ------------------------------------------------------------------ connection

class Link:
    def __init__(self, host, port, timeout):
        self.address, self.timeout, self.sock = (host, port), timeout, None

    def open(self):
        if self.sock is None:
            self.sock = socket.create_connection(self.address, self.timeout)
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sock.settimeout(self.timeout)

    def close(self):
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    def _exactly(self, count):
        data = b''
        while len(data) < count:
            more = self.sock.recv(min(count - len(data), 1 << 20))
            if not more:
                raise EOFError(data)
            data += more
        return data

    def exchange(self, request, until, chunks):
        """Send one step; returns (reply bytes, 'ok' | 'closed' | 'silence' | 'timeout')."""
        self.open()
        try:
            at = 0
            for size in chunks or ():
                self.sock.sendall(request[at:at + size])
                at += size
                time.sleep(0.03)
            self.sock.sendall(request[at:])
        except OSError:
            pass                                    # the peer may already have closed: seen when reading
        if until == 'silence':
            if not select.select([self.sock], [], [], 0.25)[0]:
                return b'', 'silence'
        reply, count, want = b'', 0, None
        if until.startswith('count:'):
            want = int(until[6:])
        deadline = time.time() + self.timeout
        while True:
            try:
                head = self._exactly(8)
                body = self._exactly(int.from_bytes(head[2:8], 'big'))
            except (EOFError, ConnectionError) as error:
                if isinstance(error, EOFError) and error.args and error.args[0]:
                    reply += error.args[0]
                self.close()
                return reply, 'closed'
            except (socket.timeout, OverflowError, MemoryError):
                self.close()
                return reply, 'timeout'
            reply += head + body
            count += 1
            if until in ('one', 'silence') or count == want or time.time() > deadline:
                break
            if until in ('stream', 'batch'):
                if head[1] != 3:
                    break
                try:
                    found = messages(body)
                except Malformed:
                    break
                if found and found[-1].info3 & 1:
                    break                           # LAST
                if until == 'stream' and len(found) == 1 and found[0].code and not found[0].info3 & 4:
                    break                           # a start-up error has no LAST
        if select.select([self.sock], [], [], 0)[0]:
            try:
                extra = self.sock.recv(1 << 16)
            except OSError:
                extra = b''
            self.close()
            return (reply + extra, 'closed') if not extra else (reply + extra, 'ok')
        return reply, 'ok'


# ------------------------------------------------------------------ comparison

def near(value, seconds, slack=4):
    return abs(value + EPOCH_2010 - time.time() - seconds) <= slack


def check_void_times(rule, expected, actual):
    for want, got in zip(expected, actual):
        if bool(want.void_time) != bool(got.void_time):
            return 'void-time %d, recorded %d' % (got.void_time, want.void_time)
        if not got.void_time:
            continue
        if 'ttl' in rule and not near(got.void_time, rule['ttl']):
            return 'record expires in %d s, expected about %d s' % (got.void_time - (time.time() - EPOCH_2010), rule['ttl'])
        if 'ttl_range' in rule:
            left = got.void_time - (time.time() - EPOCH_2010)
            if not rule['ttl_range'][0] - 4 <= left <= rule['ttl_range'][1] + 4:
                return 'record expires in %d s, expected %s' % (left, rule['ttl_range'])
    return None


def masked(data, rule):
    data = bytearray(data)
    for offset, length in rule.get('mask', ()):
        data[offset:offset + length] = bytes(len(data[offset:offset + length]))
    return bytes(data)


def without_module_path(message):
    """The message as comparable parts, file paths in front of a Lua module's name removed from FAILURE texts."""
    ops = []
    for part in message.ops:
        name, value = part[4:4 + part[3]], part[4 + part[3]:]
        if name == b'FAILURE':
            value = re.sub(rb'/[^ :]*/(?=[^/ :]+\.lua)', b'', value)
        ops.append((part[:4], name, value))
    return message.raw[:22], message.fields, ops


def compare_masked(rule, expected, actual):
    volatile = rule.get('volatile', ())
    if 'udf_path' in volatile:
        want, got = ([without_module_path(m) for m in all_messages(data)] for data in (expected, actual))
        return None if want == got else 'messages differ'
    if 'void_time' in volatile:
        want, got = all_messages(expected), all_messages(actual)
        if len(want) != len(got):
            return '%d messages, recorded %d' % (len(got), len(want))
        for number, (w, g) in enumerate(zip(want, got)):
            if without_void_time(w.raw) != without_void_time(g.raw):
                return 'message %d differs' % number
        return check_void_times(rule, want, got)
    if masked(expected, rule) != masked(actual, rule):
        return 'bytes differ outside the mask'
    return None


def compare_rows(rule, expected, actual):
    want, got = all_messages(expected), all_messages(actual)
    strip = without_void_time if 'void_time' in rule.get('volatile', ()) else (lambda raw: raw)
    last_want, last_got = [m for m in want if m.info3 & 1], [m for m in got if m.info3 & 1]
    if [m.raw for m in last_want] != [m.raw for m in last_got]:
        return 'end of stream: %s, recorded %s' % ([m.code for m in last_got], [m.code for m in last_want])
    if last_got and not got[-1].info3 & 1:
        return 'messages after the end marker'
    rows_want = sorted(strip(m.raw) for m in want if not m.info3 & 1)
    rows_got = sorted(strip(m.raw) for m in got if not m.info3 & 1)
    pick = rule.get('pick')
    if pick:
        allowed = collections.Counter(bytes.fromhex(x) for x in pick['from_hex'])
        if len(rows_got) != pick['count']:
            return '%d rows, expected %d' % (len(rows_got), pick['count'])
        if collections.Counter(rows_got) - allowed:
            return 'rows that are not in the pool (or repeated)'
        return None
    if rows_want != rows_got:
        missing = collections.Counter(rows_want) - collections.Counter(rows_got)
        surplus = collections.Counter(rows_got) - collections.Counter(rows_want)
        return '%d rows (recorded %d): %d missing, %d unexpected' % (len(rows_got), len(rows_want), sum(missing.values()), sum(surplus.values()))
    if strip is without_void_time:
        key = lambda m: without_void_time(m.raw)
        return check_void_times(rule, sorted(want, key=key), sorted(got, key=key))
    return None


def compare_info(rule, expected, actual):
    kinds = [kind for kind, _ in frames(actual)]
    if kinds != [1]:
        return 'not one info frame'
    want, got = expected[8:].decode('utf8', 'replace'), actual[8:].decode('utf8', 'replace')
    if rule.get('whole'):
        return None if re.match(rule['regex'], got) else 'text does not match %s' % rule['regex']
    if want.split('\t', 1)[0] != got.split('\t', 1)[0] or '\t' not in got or not got.endswith('\n'):
        return 'command echo differs'
    want, got = (x.split('\t', 1)[1][:-1] for x in (want, got))
    if 'value' in rule:
        return None if got == rule['value'] else 'value is %.120r, expected %r' % (got, rule['value'])
    if 'starts' in rule:
        return None if got.startswith(rule['starts']) else 'value does not start with %r' % rule['starts']
    if 'regex' in rule:
        return None if re.match(rule['regex'], got) else 'value does not match %s' % rule['regex']
    if 'entry_with' in rule:
        pick = lambda text: [e for e in text.split(rule['separator']) if rule['entry_with'] in e + ':']
        want, got = pick(want), pick(got)
        if len(got) != 1:
            return '%d entries contain %r' % (len(got), rule['entry_with'])
        want, got = want[0], got[0]
        if 'require' not in rule:
            return None if want == got else 'entry is %r, recorded %r' % (got, want)
    pairs = dict(p.split('=', 1) for p in re.split('[%s]' % re.escape(rule.get('sep', ';')), got) if '=' in p)
    missing = [k for k in rule.get('require', ()) if k not in pairs]
    if missing:
        return 'missing keys: %s' % ', '.join(missing)
    for key, value in rule.get('values', {}).items():
        if pairs.get(key) != value:
            return '%s=%s, expected %s' % (key, pairs.get(key), value)
    return None


def compare(step, actual, state):
    """None when the step passed, otherwise the reason."""
    rule, expected = step['compare'], unhex(step['reply_hex'])
    want_state = step.get('after', 'ok')
    if state != want_state:
        return 'connection: %s, expected %s' % (state, want_state)
    mode = rule['mode']
    try:
        if mode == 'exact':
            return None if actual == expected else 'bytes differ'
        if mode == 'masked':
            return compare_masked(rule, expected, actual)
        if mode == 'rows-unordered':
            return compare_rows(rule, expected, actual)
        if mode == 'info-keys':
            return compare_info(rule, expected, actual)
        if mode == 'result-code-only':
            got = [m.code for m in all_messages(actual)]
            if 'allow' in rule:
                return None if len(got) == 1 and got[0] in rule['allow'] else 'result codes %s, allowed %s' % (got, rule['allow'])
            want = [m.code for m in all_messages(expected)]
            return None if got == want else 'result codes %s, recorded %s' % (got, want)
    except Malformed as error:
        return 'malformed reply: %s' % error
    return 'unknown compare mode %r' % mode


# ------------------------------------------------------------------ running

def describe(data):
    try:
        lines = []
        for kind, body in frames(data):
            if kind == 1:
                lines.append('info %r' % body.decode('utf8', 'replace')[:300])
            elif kind == 3:
                for m in messages(body):
                    lines.append('rc %d gen %d void %d slot %d last %d fields %s ops %s' % (
                        m.code, m.generation, m.void_time, m.slot, m.info3 & 1,
                        ['%d:%s' % (t, v.hex()[:48]) for t, v in m.fields],
                        ['%d/%d %s=%s' % (o[0], o[1], o[4:4 + o[3]].decode('latin1'), o[4 + o[3]:].hex()[:80]) for o in m.ops]))
            else:
                lines.append('type %d %s' % (kind, body.hex()[:200]))
        return lines[:12] + (['... %d more' % (len(lines) - 12)] if len(lines) > 12 else [])
    except (Malformed, IndexError):
        return ['raw %s' % data.hex()[:400]]


def scenario_files(paths):
    out = []
    for path in paths:
        if os.path.isdir(path):
            for base, _, names in os.walk(path):
                out += [os.path.join(base, n) for n in names if n.endswith('.jsonl')]
        else:
            out.append(path)
    return sorted(out)


def run_scenario(path, options):
    with open(path, encoding='utf8') as source:
        head = json.loads(source.readline())
        steps = [json.loads(line) for line in source if line.strip()]
    link = Link(options.host, options.port, options.timeout)
    failures, counted = [], 0
    try:
        for step in steps:
            if step.get('pause_ms'):
                time.sleep(step['pause_ms'] / 1000)
            request, until, chunks = unhex(step['request_hex']), step.get('until', 'one'), step.get('chunks')
            if until == 'close':
                until = 'count:99'
            deadline = time.time() + step.get('poll_ms', 0) / 1000
            while True:
                try:
                    reply, state = link.exchange(request, until, chunks)
                    problem = compare(step, reply, state)
                except OSError as error:
                    reply, state, problem = b'', 'refused', 'cannot connect: %s' % error
                    link.close()
                if problem is None or time.time() >= deadline:
                    break
                time.sleep(0.05)
            cleaning = step['step'] <= head.get('clean_steps', 0)
            if not cleaning:
                counted += 1
            if problem is not None:
                failures.append((step, problem, reply))
                if options.verbose:
                    print('  FAIL %s step %d: %s\n       %s' % (head['scenario'], step['step'], step['op'], problem))
                    if options.verbose > 1:
                        print('       request  %s' % step['request_hex'][:400])
                    for title, data in (('recorded', unhex(step['reply_hex'])), ('received', reply)):
                        for line in describe(data) or ['nothing']:
                            print('       %s %s' % (title, line))
                if options.stop:
                    break
    finally:
        link.close()
    real = [f for f in failures if f[0]['step'] > head.get('clean_steps', 0)]
    return head, counted, len(real), len(failures) - len(real)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('node', metavar='HOST:PORT', help='node to test (IPv6 hosts in brackets)')
    parser.add_argument('paths', nargs='+', metavar='PATH', help='scenario files or folders')
    parser.add_argument('-v', '--verbose', action='count', default=0, help='print differences; twice: requests too')
    parser.add_argument('-t', '--topic', action='append', help='only this topic (may be repeated)')
    parser.add_argument('-s', '--scenario', help='only scenarios whose name matches this regular expression')
    parser.add_argument('--scenarios', action='store_true', help='print one line per scenario too')
    parser.add_argument('--timeout', type=float, default=10, help='seconds to wait for a reply (default 10)')
    parser.add_argument('--stop', action='store_true', help='leave a scenario at its first failure')
    parser.add_argument('--shuffle', type=int, metavar='SEED', help='run the scenarios in another order')
    parser.add_argument('--json', metavar='FILE', help='write the totals as JSON')
    options = parser.parse_args()
    host, _, port = options.node.rpartition(':')
    if not host or not port.isdigit():
        parser.error('expected HOST:PORT')
    options.host, options.port = host.strip('[]'), int(port)
    try:
        socket.create_connection((options.host, options.port), options.timeout).close()
    except OSError as error:
        print('cannot reach %s: %s' % (options.node, error), file=sys.stderr)
        return 2
    total, passed, clean, result, started = collections.Counter(), collections.Counter(), 0, {}, time.time()
    files = scenario_files(options.paths)
    if options.shuffle is not None:
        random.Random(options.shuffle).shuffle(files)
    for path in files:
        with open(path, encoding='utf8') as source:
            head = json.loads(source.readline())
        if options.topic and head['topic'] not in options.topic or options.scenario and not re.search(options.scenario, head['scenario']):
            continue
        head, count, failed, clean_failed = run_scenario(path, options)
        total[head['topic']] += count
        passed[head['topic']] += count - failed
        clean += clean_failed
        result[head['scenario']] = [count - failed, count]
        if options.scenarios:
            print('%-34s %5d / %d' % (head['scenario'], count - failed, count))
    for topic in sorted(total):
        print('%-14s %5d / %-5d %6.1f %%' % (topic, passed[topic], total[topic], 100 * passed[topic] / max(1, total[topic])))
    good, every = sum(passed.values()), sum(total.values())
    print('%-14s %5d / %-5d %6.1f %%   %d scenarios, %.1f s%s' % ('all', good, every, 100 * good / max(1, every), len(result), time.time() - started,
          '' if not clean else ', %d cleaning steps failed' % clean))
    if options.json:
        with open(options.json, 'w', encoding='utf8') as out:
            json.dump({'topics': {t: [passed[t], total[t]] for t in sorted(total)}, 'scenarios': result, 'passed': good, 'total': every}, out, indent=1)
    return 0 if good == every and every and not clean else 1


if __name__ == '__main__':
    sys.exit(main())
