// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Aerospike, codeOf, connect, freshKey, freshSet, ns, patient } from './cluster.mjs';

const { operations: op, lists, maps, bitwise, hll, exp, status } = Aerospike;
const client = await connect();

test('every kind of value comes back as it was put', async () => {
    const key = freshKey();
    await client.put(key, {
        integer: 42,
        large: 9007199254740993n,
        double: new Aerospike.Double(1),
        string: 'grün',
        blob: Buffer.from([0, 1, 255]),
        bool: true,
        list: [1, 'two', [3.5], { four: 4 }],
        map: { a: 1, b: { c: [2] } },
        point: new Aerospike.GeoJSON({ type: 'Point', coordinates: [8.69, 49.41] }),
    });
    const { bins, gen } = await client.get(key);
    assert.equal(gen, 1);
    assert.equal(bins.integer, 42);
    assert.equal(bins.large, 9007199254740993n);
    assert.equal(bins.double, 1);
    assert.equal(bins.string, 'grün');
    assert.deepEqual(bins.blob, Buffer.from([0, 1, 255]));
    assert.equal(bins.bool, true);
    assert.deepEqual(bins.list, [1, 'two', [3.5], { four: 4 }]);
    assert.deepEqual(bins.map, { a: 1, b: { c: [2] } });
    assert.deepEqual(JSON.parse(bins.point), { type: 'Point', coordinates: [8.69, 49.41] });
});

test('keys may be integers, strings and blobs', async () => {
    const set = freshSet();
    for (const user of [7, 'seven', Buffer.from([7])]) {
        const key = new Aerospike.Key(ns, set, user);
        await client.put(key, { n: 1 });
        assert.equal((await client.get(key)).bins.n, 1);
    }
});

test('exists, select and remove', async () => {
    const key = freshKey();
    assert.equal(await client.exists(key), false);
    await client.put(key, { a: 1, b: 2 });
    assert.equal(await client.exists(key), true);
    assert.deepEqual((await client.select(key, ['b', 'c'])).bins, { b: 2 });
    await client.remove(key);
    assert.equal(await client.exists(key), false);
    assert.equal(await codeOf(client.get(key)), status.ERR_RECORD_NOT_FOUND);
});

test('rules of writing: create only, update only, generation, stored key', async () => {
    const key = freshKey();
    const update = patient(Aerospike.WritePolicy, { exists: Aerospike.policy.exists.UPDATE });
    assert.equal(await codeOf(client.put(key, { a: 1 }, {}, update)), status.ERR_RECORD_NOT_FOUND);
    await client.put(key, { a: 1 });
    const create = patient(Aerospike.WritePolicy, { exists: Aerospike.policy.exists.CREATE });
    assert.equal(await codeOf(client.put(key, { a: 2 }, {}, create)), status.ERR_RECORD_EXISTS);
    const generation = patient(Aerospike.WritePolicy, { gen: Aerospike.policy.gen.EQ });
    assert.equal(await codeOf(client.put(key, { a: 3 }, { gen: 9 }, generation)), status.ERR_RECORD_GENERATION);
    await client.put(key, { a: 3 }, { gen: 1 }, generation);
    assert.equal((await client.get(key)).gen, 2);
});

test('time to live', async () => {
    const key = freshKey();
    await client.put(key, { a: 1 }, { ttl: 100 });
    const { ttl } = await client.get(key);
    assert.ok(ttl > 90 && ttl <= 100, `ttl ${ttl}`);
    await client.put(key, { a: 2 }, { ttl: Aerospike.ttl.NEVER_EXPIRE });
    assert.equal((await client.get(key)).ttl, Aerospike.ttl.NEVER_EXPIRE);
});

test('operate: scalars in order', async () => {
    const key = freshKey();
    await client.put(key, { n: 5, s: 'b' });
    const { bins } = await client.operate(key, [op.incr('n', 2), op.append('s', 'c'), op.prepend('s', 'a'), op.read('n'), op.read('s')]);
    assert.deepEqual(bins, { n: 7, s: 'abc' });
});

test('operate: lists', async () => {
    const key = freshKey();
    await client.put(key, { l: [5, 1, 4] });
    const { bins } = await client.operate(key, [
        lists.append('l', 9),
        lists.sort('l', 0),
        lists.getByRankRange('l', -2, 2).andReturn(lists.returnType.VALUE),
    ]);
    assert.deepEqual(bins.l, [5, 9]);
    assert.deepEqual((await client.get(key)).bins.l, [1, 4, 5, 9]);
    const nested = new Aerospike.cdt.Context().addListIndex(-1);
    await client.put(key, { l: [1, [2, 3]] });
    await client.operate(key, [lists.append('l', 4).withContext(nested)]);
    assert.deepEqual((await client.get(key)).bins.l, [1, [2, 3, 4]]);
});

test('operate: maps', async () => {
    const key = freshKey();
    const policy = new Aerospike.MapPolicy({ order: maps.order.KEY_ORDERED });
    await client.operate(key, [maps.putItems('m', { c: 3, a: 1, b: 2 }, policy)]);
    const { bins } = await client.operate(key, [
        maps.increment('m', 'a', 10),
        maps.getByRankRange('m', -1, 1, maps.returnType.KEY_VALUE),
    ]);
    assert.deepEqual(bins.m, ['a', 11]);
    const removed = await client.operate(key, [maps.removeByKey('m', 'c', maps.returnType.VALUE)]);
    assert.equal(removed.bins.m, 3);
    assert.deepEqual((await client.get(key)).bins.m, { a: 11, b: 2 });
});

test('operate: bits', async () => {
    const key = freshKey();
    await client.put(key, { b: Buffer.from([0b00001111, 0b11110000]) });
    await client.operate(key, [bitwise.or('b', 0, 4, Buffer.from([0b10100000]))]);
    const { bins } = await client.operate(key, [bitwise.getInt('b', 0, 12, false)]);
    assert.equal(bins.b, 0b101011111111);
    assert.deepEqual((await client.get(key)).bins.b, Buffer.from([0b10101111, 0b11110000]));
});

test('operate: HyperLogLog', async () => {
    const key = freshKey();
    const values = Array.from({ length: 100 }, (_, i) => `v${i}`);
    await client.operate(key, [hll.add('h', values, 12)]);
    const { bins } = await client.operate(key, [hll.getCount('h')]);
    assert.ok(bins.h > 90 && bins.h < 110, `count ${bins.h}`);
});

test('expressions: filters, reads and writes', async () => {
    const key = freshKey();
    await client.put(key, { a: 3, s: 'abc' });
    const policyOf = (filter) => patient(Aerospike.ReadPolicy, { filterExpression: filter });
    const greater = (n) => exp.gt(exp.binInt('a'), exp.int(n));
    assert.equal((await client.get(key, policyOf(greater(2)))).bins.a, 3);
    assert.equal(await codeOf(client.get(key, policyOf(greater(3)))), status.FILTERED_OUT);
    const matches = exp.cmpRegex(0, '^a.c$', exp.binStr('s'));
    assert.equal((await client.get(key, policyOf(matches))).bins.s, 'abc');
    const product = exp.mul(exp.binInt('a'), exp.int(7));
    const read = await client.operate(key, [exp.operations.read('product', product, 0)]);
    assert.equal(read.bins.product, 21);
    await client.operate(key, [exp.operations.write('a', product, 0)]);
    assert.equal((await client.get(key)).bins.a, 21);
});

test('batches: reads, writes, removals and failures in one', async () => {
    const set = freshSet();
    const keys = Array.from({ length: 20 }, (_, i) => new Aerospike.Key(ns, set, i));
    const written = await client.batchWrite(keys.slice(0, 10).map((key, i) => (
        { type: Aerospike.batchType.BATCH_WRITE, key, ops: [op.write('i', i), op.write('t', `text ${i}`)] })));
    assert.deepEqual(written.map((result) => result.status), Array(10).fill(status.OK));
    const read = await client.batchRead(keys.map((key) => ({ key, readAllBins: true })));
    assert.equal(read.filter((result) => result.status === status.OK).length, 10);
    assert.equal(read[3].record.bins.t, 'text 3');
    assert.equal(read[15].status, status.ERR_RECORD_NOT_FOUND);
    const exist = await client.batchExists(keys);
    assert.equal(exist.filter((result) => result.status === status.OK).length, 10);
    await client.batchRemove(keys.slice(0, 5));
    assert.equal((await client.batchExists(keys)).filter((result) => result.status === status.OK).length, 5);
});

test('batches: operations with rules of their own', async () => {
    const set = freshSet();
    const keys = [1, 2, 3].map((id) => new Aerospike.Key(ns, set, id));
    await client.put(keys[0], { n: 1, l: [] });
    const rows = await client.batchWrite([
        { type: Aerospike.batchType.BATCH_WRITE, key: keys[0], ops: [op.incr('n', 5), lists.append('l', 1), op.read('n')] },
        { type: Aerospike.batchType.BATCH_WRITE, key: keys[1], ops: [op.write('n', 1)],
            policy: new Aerospike.BatchWritePolicy({ exists: Aerospike.policy.exists.UPDATE }) },
        { type: Aerospike.batchType.BATCH_REMOVE, key: keys[2] },
    ]);
    assert.deepEqual(rows.map((row) => row.status), [status.OK, status.ERR_RECORD_NOT_FOUND, status.ERR_RECORD_NOT_FOUND]);
    assert.equal(rows[0].record.bins.n, 6);
    assert.deepEqual((await client.get(keys[0])).bins, { n: 6, l: [1] });
});

test('a touch, a removed bin, and a removal that asks for the generation', async () => {
    const key = freshKey();
    await client.put(key, { a: 1, b: 2 }, { ttl: 100 });
    await client.operate(key, [op.touch(1000)]);
    const { gen, ttl } = await client.get(key);
    assert.equal(gen, 2);
    assert.ok(ttl > 900);
    await client.put(key, { b: null });
    assert.deepEqual((await client.get(key)).bins, { a: 1 });
    const policy = patient(Aerospike.RemovePolicy, { gen: Aerospike.policy.gen.EQ, generation: 1 });
    assert.equal(await codeOf(client.remove(key, policy)), status.ERR_RECORD_GENERATION);
    assert.equal(await client.exists(key), true);
});
