// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { Aerospike, connect, freshSet, ns, patient, until } from './cluster.mjs';

const { exp, filter, operations: op } = Aerospike;
// The client runs the last stage of an aggregation itself, with modules of this folder.
const folder = mkdtempSync(join(tmpdir(), 'peer'));
const client = await connect({ modlua: { userPath: folder } });
const set = freshSet();
const size = 500;

before(async () => {
    for (let i = 0; i < size; ++i) {
        const key = new Aerospike.Key(ns, set, `r${i}`);
        const point = { type: 'Point', coordinates: [i / 10, 10] };
        await client.put(key, { i, tag: i % 2 ? 'odd' : 'even', list: [i, i + 1], where: new Aerospike.GeoJSON(point) }, {},
            patient(Aerospike.WritePolicy, { key: Aerospike.policy.key.SEND }));
    }
});

async function results(query, policy) {
    return await query.results(policy);
}

test('a scan meets each record once', async () => {
    const records = await results(client.scan(ns, set));
    assert.equal(records.length, size);
    assert.equal(new Set(records.map((record) => record.bins.i)).size, size);
    assert.ok(records.every((record) => record.key.key === `r${record.bins.i}`));
});

test('a scan of chosen bins', async () => {
    const chosen = client.scan(ns, set);
    chosen.select('tag');
    assert.deepEqual(Object.keys((await results(chosen))[0].bins), ['tag']);
});

test('a scan in pages', async () => {
    const scan = client.scan(ns, set, { paginate: true });
    const seen = [];
    do {
        const stream = scan.foreach({ maxRecords: 120 });
        const page = [];
        stream.on('data', (record) => page.push(record.bins.i));
        scan.scanState = await new Promise((resolve, reject) => {
            stream.on('error', reject);
            stream.on('end', resolve);
        });
        assert.ok(page.length <= 120);
        seen.push(...page);
    } while (scan.scanState);
    assert.equal(new Set(seen).size, size);
    assert.equal(seen.length, size);
});

test('filters of scans', async () => {
    const policy = patient(Aerospike.ScanPolicy, { filterExpression: exp.lt(exp.binInt('i'), exp.int(50)) });
    assert.equal((await results(client.scan(ns, set), policy)).length, 50);
});

test('indexes of numbers, strings, list elements and places', async () => {
    const create = async (name, bin, datatype, type = Aerospike.indexType.DEFAULT) => {
        const job = await client.createIndex({ ns, set, bin, index: `${set}_${name}`, datatype, type });
        await job.wait(20);
    };
    await create('i', 'i', Aerospike.indexDataType.NUMERIC);
    await create('tag', 'tag', Aerospike.indexDataType.STRING);
    await create('list', 'list', Aerospike.indexDataType.NUMERIC, Aerospike.indexType.LIST);
    await create('where', 'where', Aerospike.indexDataType.GEO2DSPHERE);
    const count = async (where) => (await results(client.query(ns, set, { filters: [where] }))).length;
    assert.equal(await count(filter.range('i', 10, 19)), 10);
    assert.equal(await count(filter.equal('tag', 'odd')), size / 2);
    assert.equal(await count(filter.contains('list', 7, Aerospike.indexType.LIST)), 2);
    const area = new Aerospike.GeoJSON.Polygon([-0.05, 9], [5.05, 9], [5.05, 11], [-0.05, 11], [-0.05, 9]);
    assert.equal(await count(filter.geoWithinGeoJSONRegion('where', area)), 51);
    await client.indexRemove(ns, `${set}_i`);
});

test('indexes of map keys, map values and what lies inside', async () => {
    const inside = freshSet();
    const build = async (name, datatype, type, context) => {
        const options = { ns, set: inside, bin: 'm', index: `${inside}_${name}`, datatype, type };
        await (await client.createIndex(context ? { ...options, context } : options)).wait(20);
    };
    for (let i = 0; i < 40; ++i)
        await client.put(new Aerospike.Key(ns, inside, i), { m: { [`k${i % 4}`]: i, fixed: i % 10 } });
    const context = new Aerospike.cdt.Context().addMapKey('fixed');
    await build('keys', Aerospike.indexDataType.STRING, Aerospike.indexType.MAPKEYS);
    await build('values', Aerospike.indexDataType.NUMERIC, Aerospike.indexType.MAPVALUES);
    await build('inside', Aerospike.indexDataType.NUMERIC, Aerospike.indexType.DEFAULT, context);
    const count = async (where) => (await results(client.query(ns, inside, { filters: [where] }))).length;
    assert.equal(await count(filter.contains('m', 'k1', Aerospike.indexType.MAPKEYS)), 10);
    assert.equal(await count(filter.range('m', 30, 39, Aerospike.indexType.MAPVALUES)), 10);
    assert.equal(await count(filter.range('m', 3, 3, Aerospike.indexType.DEFAULT, context)), 4);
    const everything = await client.infoAny('sindex-list');
    assert.ok(everything.includes(`indexname=${inside}_inside`));
});

test('queries with a filter, chosen bins and a limit', async () => {
    const job = await client.createIndex({ ns, set, bin: 'i', index: `${set}_limit`, datatype: Aerospike.indexDataType.NUMERIC });
    await job.wait(20);
    const query = client.query(ns, set, { filters: [filter.range('i', 0, 99)], select: ['i'] });
    const odd = patient(Aerospike.QueryPolicy, { filterExpression: exp.eq(exp.binStr('tag'), exp.str('odd')) });
    const records = await results(query, odd);
    assert.equal(records.length, 50);
    assert.ok(records.every(({ bins }) => Object.keys(bins).join() === 'i' && bins.i % 2 === 1));
    const pages = client.query(ns, set, { filters: [filter.range('i', 0, 99)], paginate: true, maxRecords: 30 });
    const seen = new Set();
    do {
        const stream = pages.foreach();
        stream.on('data', ({ bins }) => seen.add(bins.i));
        pages.queryState = await new Promise((resolve, reject) => {
            stream.on('error', reject);
            stream.on('end', resolve);
        });
    } while (pages.queryState);
    assert.equal(seen.size, 100);
    await client.indexRemove(ns, `${set}_limit`);
});

test('a background query changes records', async () => {
    const query = client.query(ns, set);
    const job = await query.operate([op.write('seen', 1)]);
    await job.waitUntilDone();
    const marked = await results(client.scan(ns, set), patient(Aerospike.ScanPolicy, { filterExpression: exp.binExists('seen') }));
    assert.equal(marked.length, size);
});

test('modules: register, call, call in the background, aggregate', async () => {
    const file = join(folder, 'peer_udf.lua');
    writeFileSync(file, `
function plus(r, n)
    return r.i + n
end
function mark(r, text)
    r.mark = text
    aerospike:update(r)
end
local function number(r) return r.i end
local function add(a, b) return a + b end
function total(stream) return stream : map(number) : reduce(add) end
`);
    const registered = await client.udfRegister(file);
    await registered.wait(20);
    const key = new Aerospike.Key(ns, set, 'r5');
    assert.equal(await client.apply(key, { module: 'peer_udf', funcname: 'plus', args: [10] }), 15);
    const job = await client.query(ns, set).background('peer_udf', 'mark', ['m']);
    await job.waitUntilDone();
    await until(async () => (await client.get(key)).bins.mark === 'm', 'the background call reached its record');
    assert.equal(await client.query(ns, set).apply('peer_udf', 'total', []), size * (size - 1) / 2);
    const batch = await client.batchApply([key], { module: 'peer_udf', funcname: 'plus', args: [1] });
    assert.equal(batch[0].record.bins.SUCCESS, 6);
    const removed = await client.udfRemove('peer_udf.lua');
    await removed.wait(20);
});

test('info, set counts and truncate', async () => {
    const answers = await client.infoAll('node\nbuild\nnamespaces');
    assert.ok(answers.every(({ info }) => info.includes('build\t')));
    await client.truncate(ns, set, 0);
    await until(async () => (await results(client.scan(ns, set))).length === 0, 'the set is empty');
});
