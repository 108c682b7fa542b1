// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Expressions that the client builds: as filters of single records, and as operations that read and write.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Aerospike, codeOf, connect, freshSet, ns, patient } from './cluster.mjs';

const { exp, hll, lists, maps, operations: op, status } = Aerospike;
const L = lists.returnType;
const M = maps.returnType;
const client = await connect();
const set = freshSet();
const key = new Aerospike.Key(ns, set, 'the key');
await client.put(key, {
    i: 7, f: 2.5, s: 'Grüße', bool: true, blob: Buffer.from([1, 2, 255]), l: [3, 1, 2], m: { a: 1, b: 2, c: 3 },
    here: new Aerospike.GeoJSON({ type: 'Point', coordinates: [8.69, 49.41] }),
}, { ttl: 1000 }, patient(Aerospike.WritePolicy, { key: Aerospike.policy.key.SEND }));
await client.operate(key, [hll.add('h', ['a', 'b', 'c'], 10)], { ttl: 1000 });

const area = new Aerospike.GeoJSON({ type: 'AeroCircle', coordinates: [[8.7, 49.4], 20000] });
const between = (value, low, high) => exp.and(exp.ge(value, exp.int(low)), exp.le(value, exp.int(high)));

/** Filters that let the record through; each fails when it is turned round. */
const truths = {
    'comparison of integers': exp.and(exp.eq(exp.binInt('i'), exp.int(7)), exp.ne(exp.binInt('i'), exp.int(8)),
        exp.gt(exp.binInt('i'), exp.int(6)), exp.ge(exp.binInt('i'), exp.int(7)), exp.lt(exp.binInt('i'), exp.int(8)),
        exp.le(exp.binInt('i'), exp.int(7))),
    'comparison of other types': exp.and(exp.eq(exp.binFloat('f'), exp.float(2.5)), exp.eq(exp.binStr('s'), exp.str('Grüße')),
        exp.binBool('bool'), exp.eq(exp.binBlob('blob'), exp.bytes(Buffer.from([1, 2, 255]))),
        exp.eq(exp.binList('l'), exp.list([3, 1, 2])), exp.eq(exp.binMap('m'), exp.map({ a: 1, b: 2, c: 3 }))),
    'logic': exp.and(exp.or(exp.bool(false), exp.bool(true)), exp.not(exp.bool(false)),
        exp.exclusive(exp.bool(true), exp.bool(false))),
    'regular expression': exp.cmpRegex(2, '^gr.*e$', exp.binStr('s')),
    'region': exp.cmpGeo(exp.binGeo('here'), exp.geo(area)),
    'bins': exp.and(exp.binExists('i'), exp.not(exp.binExists('x')), exp.eq(exp.binType('s'), exp.int(3))),
    'metadata': exp.and(exp.eq(exp.setName(), exp.str(set)), between(exp.ttl(), 900, 1000), exp.gt(exp.recordSize(), exp.int(50)),
        exp.gt(exp.lastUpdate(), exp.int(0)), exp.gt(exp.voidTime(), exp.int(0)), between(exp.sinceUpdate(), 0, 600000)),
    'key': exp.and(exp.keyExist(), exp.eq(exp.keyStr(), exp.str('the key'))),
    'lists': exp.and(exp.eq(exp.lists.size(exp.binList('l')), exp.int(3)),
        exp.eq(exp.lists.getByValue(exp.binList('l'), exp.int(1), L.COUNT), exp.int(1)),
        exp.eq(exp.lists.getByRank(exp.binList('l'), exp.int(-1), exp.type.INT, L.VALUE), exp.int(3))),
    'maps': exp.and(exp.eq(exp.maps.size(exp.binMap('m')), exp.int(3)),
        exp.eq(exp.maps.getByKey(exp.binMap('m'), exp.str('b'), exp.type.INT, M.VALUE), exp.int(2))),
    'bits': exp.eq(exp.bit.count(exp.binBlob('blob'), exp.int(24), exp.int(0)), exp.int(10)),
    'HyperLogLog': exp.eq(exp.hll.getCount(exp.binHll('h')), exp.int(3)),
};
for (const [name, filter] of Object.entries(truths)) {
    test(`filter: ${name}`, async () => {
        const policy = (expression) => patient(Aerospike.ReadPolicy, { filterExpression: expression });
        assert.equal((await client.get(key, policy(filter))).bins.i, 7);
        assert.equal(await codeOf(client.get(key, policy(exp.not(filter)))), status.FILTERED_OUT);
    });
}

/** Expressions and what they come to; of those that this client encodes as a server reads them. */
const values = {
    'integer arithmetic': [exp.add(exp.binInt('i'), exp.mul(exp.int(3), exp.int(4)), exp.sub(exp.int(1), exp.int(2))), 18],
    'division': [exp.div(exp.binInt('i'), exp.int(2)), 3],
    'double arithmetic': [exp.mul(exp.binFloat('f'), exp.float(2.5)), 6.25],
    'smallest and largest': [exp.sub(exp.max(exp.int(3), exp.binInt('i')), exp.min(exp.int(3), exp.binInt('i'))), 4],
    'bits of integers': [exp.intOr(exp.intAnd(exp.int(12), exp.int(10)), exp.intXor(exp.int(5), exp.int(4))), 9],
    'conditions': [exp.cond(exp.gt(exp.binInt('i'), exp.int(100)), exp.str('high'), exp.gt(exp.binInt('i'), exp.int(5)), exp.str('middle'),
        exp.str('low')), 'middle'],
    'variables': [exp.let(exp.def('x', exp.binInt('i')), exp.mul(exp.var('x'), exp.var('x'))), 49],
    'a changed list': [exp.lists.append(exp.binList('l'), exp.int(9)), [3, 1, 2, 9]],
    'a changed map': [exp.maps.removeByKey(exp.binMap('m'), exp.str('a')), { b: 2, c: 3 }],
};
for (const [name, [expression, wanted]] of Object.entries(values)) {
    test(`value: ${name}`, async () => {
        const { bins } = await client.operate(key, [exp.operations.read('result', expression, 0)]);
        assert.deepEqual(bins.result, wanted);
    });
}

test('write the result into a bin', async () => {
    await client.operate(key, [exp.operations.write('sum', exp.add(exp.binInt('i'), exp.int(1)), 0)]);
    assert.equal((await client.get(key)).bins.sum, 8);
    await client.operate(key, [op.incr('sum', 1), exp.operations.write('sum', exp.mul(exp.binInt('sum'), exp.int(2)), 0)]);
    assert.equal((await client.get(key)).bins.sum, 18);
});

test('flags of expression operations', async () => {
    const flags = exp.expWriteFlags;
    const absent = exp.binInt('absent');
    assert.equal(await codeOf(client.operate(key, [exp.operations.write('x', absent, 0)])), status.ERR_OP_NOT_APPLICABLE);
    await client.operate(key, [exp.operations.write('x', absent, flags.EVAL_NO_FAIL)]);
    assert.equal(await codeOf(client.operate(key, [exp.operations.write('i', exp.int(1), flags.CREATE_ONLY)])),
        status.ERR_BIN_EXISTS);
    assert.equal(await codeOf(client.operate(key, [exp.operations.write('new', exp.int(1), flags.UPDATE_ONLY)])),
        status.ERR_BIN_NOT_FOUND);
    assert.equal((await client.get(key)).bins.i, 7);
});

test('a filtered write, removal and batch leave the record', async () => {
    const never = exp.gt(exp.binInt('i'), exp.int(1000));
    assert.equal(await codeOf(client.put(key, { i: 1 }, {}, patient(Aerospike.WritePolicy, { filterExpression: never }))),
        status.FILTERED_OUT);
    assert.equal(await codeOf(client.remove(key, patient(Aerospike.RemovePolicy, { filterExpression: never }))), status.FILTERED_OUT);
    const rows = await client.batchRead([{ key, readAllBins: true }], patient(Aerospike.BatchPolicy, { filterExpression: never }));
    assert.equal(rows[0].status, status.FILTERED_OUT);
    assert.equal((await client.get(key)).bins.i, 7);
});
