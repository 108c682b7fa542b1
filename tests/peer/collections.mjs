// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Every operation on lists, maps, bits and HyperLogLogs that the client has: what it answers and what it leaves.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Aerospike, codeOf, connect, freshKey } from './cluster.mjs';

const { lists, maps, bitwise, hll, operations: op, status } = Aerospike;
const L = lists.returnType;
const M = maps.returnType;
const client = await connect();

/** Runs each operation on a fresh copy of the bin: [name, operation, answer, what the bin holds then]. */
function table(title, start, rows) {
    for (const [name, operation, answer, after = start] of rows) {
        test(`${title}: ${name}`, async () => {
            const key = freshKey();
            await client.put(key, { b: start });
            const { bins } = await client.operate(key, [operation]);
            if (answer !== undefined)
                assert.deepEqual(bins.b, answer);
            assert.deepEqual((await client.get(key)).bins.b, after);
        });
    }
}

table('lists', [4, 1, 3, 1], [
    ['append', lists.append('b', 9), 5, [4, 1, 3, 1, 9]],
    ['append items', lists.appendItems('b', [8, 9]), 6, [4, 1, 3, 1, 8, 9]],
    ['insert', lists.insert('b', 1, 9), 5, [4, 9, 1, 3, 1]],
    ['insert items', lists.insertItems('b', 1, [8, 9]), 6, [4, 8, 9, 1, 3, 1]],
    ['set', lists.set('b', -1, 9), undefined, [4, 1, 3, 9]],
    ['increment', lists.increment('b', 0, 5), 9, [9, 1, 3, 1]],
    ['pop', lists.pop('b', 0), 4, [1, 3, 1]],
    ['pop range', lists.popRange('b', 1, 2), [1, 3], [4, 1]],
    ['remove', lists.remove('b', 0), 1, [1, 3, 1]],
    ['remove range', lists.removeRange('b', 0, 2), 2, [3, 1]],
    ['trim', lists.trim('b', 1, 2), 2, [1, 3]],
    ['clear', lists.clear('b'), undefined, []],
    ['sort', lists.sort('b', lists.sortFlags.DEFAULT), undefined, [1, 1, 3, 4]],
    ['sort without duplicates', lists.sort('b', lists.sortFlags.DROP_DUPLICATES), undefined, [1, 3, 4]],
    ['set order', lists.setOrder('b', lists.order.ORDERED), undefined, [1, 1, 3, 4]],
    ['size', lists.size('b'), 4],
    ['get', lists.get('b', 2), 3],
    ['get range', lists.getRange('b', 1, 2), [1, 3]],
    ['get by index', lists.getByIndex('b', -1).andReturn(L.RANK), 0],
    ['get by index range', lists.getByIndexRange('b', 2).andReturn(L.VALUE), [3, 1]],
    ['get by value', lists.getByValue('b', 1).andReturn(L.INDEX), [1, 3]],
    ['get by value, reversed', lists.getByValue('b', 1).andReturn(L.REVERSE_INDEX), [2, 0]],
    ['get by values', lists.getByValueList('b', [1, 4]).andReturn(L.COUNT), 3],
    ['get by values, inverted', lists.getByValueList('b', [1, 4]).invertSelection().andReturn(L.VALUE), [3]],
    ['get by interval', lists.getByValueRange('b', 2, 5).andReturn(L.VALUE), [4, 3]],
    ['get by relative rank', lists.getByValueRelRankRange('b', 3, 0, 2).andReturn(L.VALUE), [3, 4]],
    ['get by rank', lists.getByRank('b', -1).andReturn(L.VALUE), 4],
    ['get by ranks', lists.getByRankRange('b', 0, 2).andReturn(L.VALUE), [1, 1]],
    ['exists', lists.getByValue('b', 7).andReturn(L.EXISTS), false],
    ['remove by index', lists.removeByIndex('b', 0).andReturn(L.VALUE), 4, [1, 3, 1]],
    ['remove by index range', lists.removeByIndexRange('b', 0, 2).andReturn(L.VALUE), [4, 1], [3, 1]],
    ['remove by value', lists.removeByValue('b', 1).andReturn(L.COUNT), 2, [4, 3]],
    ['remove by values', lists.removeByValueList('b', [3, 4]).andReturn(L.COUNT), 2, [1, 1]],
    ['remove by interval', lists.removeByValueRange('b', 1, 3).andReturn(L.COUNT), 2, [4, 3]],
    ['remove all but an interval', lists.removeByValueRange('b', 1, 3).invertSelection().andReturn(L.COUNT), 2, [1, 1]],
    ['remove by relative rank', lists.removeByValueRelRankRange('b', 3, 0).andReturn(L.VALUE), [3, 4], [1, 1]],
    ['remove by rank', lists.removeByRank('b', 0).andReturn(L.VALUE), 1, [4, 3, 1]],
    ['remove by ranks', lists.removeByRankRange('b', -2, 2).andReturn(L.COUNT), 2, [1, 1]],
]);

test('lists: unique values, partial success, and places outside', async () => {
    const key = freshKey();
    await client.put(key, { b: [1, 2] });
    const unique = { writeFlags: lists.writeFlags.ADD_UNIQUE };
    assert.equal(await codeOf(client.operate(key, [lists.append('b', 1, unique)])), status.ERR_FAIL_ELEMENT_EXISTS);
    const partial = { writeFlags: lists.writeFlags.ADD_UNIQUE | lists.writeFlags.NO_FAIL | lists.writeFlags.PARTIAL };
    const { bins } = await client.operate(key, [lists.appendItems('b', [2, 3], partial)]);
    assert.equal(bins.b, 3);
    assert.equal(await codeOf(client.operate(key, [lists.get('b', 9)])), status.ERR_OP_NOT_APPLICABLE);
    assert.equal(await codeOf(client.operate(key, [lists.append('absent', 1).withContext(
        new Aerospike.cdt.Context().addMapKey('x'))])), status.ERR_OP_NOT_APPLICABLE);
});

test('lists and maps: made where they are missing', async () => {
    const key = freshKey();
    const inside = new Aerospike.cdt.Context().addMapKeyCreate('list', lists.order.UNORDERED);
    await client.operate(key, [
        maps.create('m', maps.order.KEY_ORDERED),
        lists.append('m', 7).withContext(inside),
        lists.create('l', lists.order.ORDERED),
        lists.appendItems('l', [3, 1]),
    ]);
    assert.deepEqual((await client.get(key)).bins, { m: { list: [7] }, l: [1, 3] });
});

table('maps', { a: 3, b: 1, c: 2 }, [
    ['put', maps.put('b', 'd', 4), 4, { a: 3, b: 1, c: 2, d: 4 }],
    ['put items', maps.putItems('b', { a: 9, e: 5 }), 4, { a: 9, b: 1, c: 2, e: 5 }],
    ['increment', maps.increment('b', 'a', 4), 7, { a: 7, b: 1, c: 2 }],
    ['decrement', maps.decrement('b', 'a', 4), -1, { a: -1, b: 1, c: 2 }],
    ['clear', maps.clear('b'), undefined, {}],
    ['set policy', maps.setPolicy('b', new Aerospike.MapPolicy({ order: maps.order.KEY_VALUE_ORDERED })), undefined],
    ['size', maps.size('b'), 3],
    ['get by key', maps.getByKey('b', 'c').andReturn(M.VALUE), 2],
    ['get by key, rank', maps.getByKey('b', 'c').andReturn(M.RANK), 1],
    ['get by keys', maps.getByKeyList('b', ['a', 'c', 'x']).andReturn(M.VALUE), [3, 2]],
    ['get by key interval', maps.getByKeyRange('b', 'b').andReturn(M.KEY), ['b', 'c']],
    ['get by relative index', maps.getByKeyRelIndexRange('b', 'b', 1).andReturn(M.KEY), ['c']],
    ['get by value', maps.getByValue('b', 1).andReturn(M.KEY), ['b']],
    ['get by values', maps.getByValueList('b', [1, 3]).andReturn(M.COUNT), 2],
    ['get by value interval', maps.getByValueRange('b', 2, 4).andReturn(M.KEY), ['a', 'c']],
    ['get by relative rank', maps.getByValueRelRankRange('b', 2, 0).andReturn(M.COUNT), 2],
    ['get by index', maps.getByIndex('b', 0).andReturn(M.KEY_VALUE), ['a', 3]],
    ['get by index range', maps.getByIndexRange('b', -2).andReturn(M.KEY), ['b', 'c']],
    ['get by rank', maps.getByRank('b', 0).andReturn(M.KEY), 'b'],
    ['get by ranks', maps.getByRankRange('b', 0, 2).andReturn(M.VALUE), [1, 2]],
    ['exists', maps.getByKey('b', 'x').andReturn(M.EXISTS), false],
    ['remove by key', maps.removeByKey('b', 'a').andReturn(M.VALUE), 3, { b: 1, c: 2 }],
    ['remove by keys', maps.removeByKeyList('b', ['a', 'b']).andReturn(M.COUNT), 2, { c: 2 }],
    ['remove by key interval', maps.removeByKeyRange('b', 'a', 'c').andReturn(M.COUNT), 2, { c: 2 }],
    ['remove by relative index', maps.removeByKeyRelIndexRange('b', 'b', 0, 1).andReturn(M.KEY), ['b'], { a: 3, c: 2 }],
    ['remove by value', maps.removeByValue('b', 1).andReturn(M.COUNT), 1, { a: 3, c: 2 }],
    ['remove by values', maps.removeByValueList('b', [1, 2]).andReturn(M.COUNT), 2, { a: 3 }],
    ['remove by value interval', maps.removeByValueRange('b', 2, 4).andReturn(M.COUNT), 2, { b: 1 }],
    ['remove by relative rank', maps.removeByValueRelRankRange('b', 3, -1, 1).andReturn(M.KEY), ['c'], { a: 3, b: 1 }],
    ['remove by index', maps.removeByIndex('b', 0).andReturn(M.KEY), 'a', { b: 1, c: 2 }],
    ['remove by index range', maps.removeByIndexRange('b', 1).andReturn(M.COUNT), 2, { a: 3 }],
    ['remove by rank', maps.removeByRank('b', -1).andReturn(M.KEY), 'a', { b: 1, c: 2 }],
    ['remove by ranks', maps.removeByRankRange('b', 0, 2).andReturn(M.COUNT), 2, { a: 3 }],
]);

test('maps: rules of writing', async () => {
    const key = freshKey();
    await client.put(key, { b: { a: 1 } });
    const create = new Aerospike.MapPolicy({ writeFlags: maps.writeFlags.CREATE_ONLY });
    assert.equal(await codeOf(client.operate(key, [maps.put('b', 'a', 2, create)])), status.ERR_FAIL_ELEMENT_EXISTS);
    const update = new Aerospike.MapPolicy({ writeFlags: maps.writeFlags.UPDATE_ONLY });
    assert.equal(await codeOf(client.operate(key, [maps.put('b', 'x', 2, update)])), status.ERR_FAIL_ELEMENT_NOT_FOUND);
    const quiet = new Aerospike.MapPolicy({ writeFlags: maps.writeFlags.CREATE_ONLY | maps.writeFlags.NO_FAIL });
    await client.operate(key, [maps.put('b', 'a', 2, quiet)]);
    assert.deepEqual((await client.get(key)).bins.b, { a: 1 });
});

const bytes = (...values) => Buffer.from(values);
table('bits', bytes(0b00000001, 0b01000010, 0b00000011), [
    ['resize', bitwise.resize('b', 4), undefined, bytes(1, 0x42, 3, 0)],
    ['insert', bitwise.insert('b', 1, bytes(255)), undefined, bytes(1, 255, 0x42, 3)],
    ['remove', bitwise.remove('b', 0, 2), undefined, bytes(3)],
    ['set', bitwise.set('b', 4, 8, bytes(0xff)), undefined, bytes(0x0f, 0xf2, 3)],
    ['or', bitwise.or('b', 0, 8, bytes(0xa0)), undefined, bytes(0xa1, 0x42, 3)],
    ['xor', bitwise.xor('b', 0, 8, bytes(0xff)), undefined, bytes(0xfe, 0x42, 3)],
    ['and', bitwise.and('b', 8, 8, bytes(0x40)), undefined, bytes(1, 0x40, 3)],
    ['not', bitwise.not('b', 0, 8), undefined, bytes(0xfe, 0x42, 3)],
    ['left shift', bitwise.lshift('b', 0, 8, 3), undefined, bytes(8, 0x42, 3)],
    ['right shift', bitwise.rshift('b', 8, 8, 1), undefined, bytes(1, 0x21, 3)],
    ['add', bitwise.add('b', 0, 8, 5, false), undefined, bytes(6, 0x42, 3)],
    ['subtract', bitwise.subtract('b', 16, 8, 3, false), undefined, bytes(1, 0x42, 0)],
    ['get', bitwise.get('b', 8, 8), bytes(0x42)],
    ['get integer', bitwise.getInt('b', 0, 16, false), 0x0142],
    ['scan from the right', bitwise.rscan('b', 0, 24, false), 21],
]);

test('bits: too much is refused, wrapped or held', async () => {
    const key = freshKey();
    await client.put(key, { b: bytes(250) });
    const add = () => bitwise.add('b', 0, 8, 10, false);
    assert.equal(await codeOf(client.operate(key, [add()])), status.ERR_OP_NOT_APPLICABLE);
    await client.operate(key, [add().onOverflow(bitwise.overflow.SATURATE)]);
    assert.deepEqual((await client.get(key)).bins.b, bytes(255));
    await client.operate(key, [add().onOverflow(bitwise.overflow.WRAP)]);
    assert.deepEqual((await client.get(key)).bins.b, bytes(9));
});

test('HyperLogLog: all of it', async () => {
    const key = freshKey();
    const names = (first, count) => Array.from({ length: count }, (_, i) => `v${first + i}`);
    const about = (value, wanted) => assert.ok(Math.abs(value - wanted) <= wanted * 0.1, `${value} is not about ${wanted}`);
    await client.operate(key, [hll.init('a', 12, 20), hll.add('a', names(0, 1000)), hll.add('b', names(500, 1000), 12, 20)]);
    const { bins } = await client.get(key);
    const read = async (operation) => (await client.operate(key, [operation])).bins.a;
    about(await read(hll.getCount('a')), 1000);
    assert.deepEqual(await read(hll.describe('a')), [12, 20]);
    about(await read(hll.getUnionCount('a', [bins.b])), 1500);
    about(await read(hll.getIntersectCount('a', [bins.b])), 500);
    assert.ok(Math.abs(await read(hll.getSimilarity('a', [bins.b])) - 1 / 3) < 0.1);
    assert.ok((await read(hll.getUnion('a', [bins.b]))) instanceof Buffer);
    await client.operate(key, [hll.setUnion('a', [bins.b])]);
    about(await read(hll.refreshCount('a')), 1500);
    await client.operate(key, [hll.init('c', 12), hll.add('c', names(0, 100)), hll.fold('c', 6)]);
    assert.deepEqual((await client.operate(key, [hll.describe('c')])).bins.c, [6, 0]);
});

test('operate: many operations, the last reads what the first wrote', async () => {
    const key = freshKey();
    const { bins } = await client.operate(key, [
        op.write('l', [1]), lists.append('l', 2), op.write('m', { a: 1 }), maps.put('m', 'b', 2),
        op.read('l'), op.read('m'),
    ]);
    assert.deepEqual(bins.m, { a: 1, b: 2 });
    assert.deepEqual((await client.get(key)).bins.l, [1, 2]);
});
