// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Aerospike, codeOf, connect, freshKey, nodes, ns, tls, until } from './cluster.mjs';

const { status } = Aerospike;
const clear = { user: 'admin', password: 'admin' };
const [tlsHost, tlsPort] = tls.nodes[0].split(':');
const encrypted = {
    hosts: [{ addr: tlsHost, port: Number(tlsPort), tlsname: tls.name }],
    tls: { enable: true, cafile: `${tls.folder}/ca.pem` },
};

test('without a log-in nothing is served', async () => {
    assert.notEqual(await codeOf(connect()), status.OK);
    assert.equal(await codeOf(connect({ user: 'admin', password: 'wrong' })), status.INVALID_CREDENTIAL);
    assert.equal(await codeOf(connect({ user: 'nobody', password: 'x' })), status.INVALID_USER);
});

test('a user that may write, and one that may read only', async () => {
    const admin = await connect(clear);
    const key = freshKey();
    await admin.put(key, { a: 1 });
    const reader = await connect({ user: 'reader', password: 'reader' });
    assert.equal((await reader.get(key)).bins.a, 1);
    assert.equal(await codeOf(reader.put(key, { a: 2 })), status.ROLE_VIOLATION);
    assert.equal(await codeOf(reader.remove(key)), status.ROLE_VIOLATION);
    assert.equal((await admin.get(key)).bins.a, 1);
});

test('users and roles can be made and shown', async () => {
    const admin = await connect(clear);
    const inSet = new Aerospike.admin.Privilege(Aerospike.privilegeCode.READ_WRITE, { namespace: ns, set: 'peerset' });
    await admin.createRole('peerrole', [inSet]);
    await admin.createUser('peeruser', 'secret', ['peerrole']);
    await until(async () => (await admin.queryUsers()).some(({ name }) => name === 'peeruser'), 'the user is shown');
    const role = await admin.queryRole('peerrole');
    assert.equal(role.privileges[0].code, Aerospike.privilegeCode.READ_WRITE);
    assert.equal(role.privileges[0].set, 'peerset');
    const user = await connect({ user: 'peeruser', password: 'secret' });
    await user.put(new Aerospike.Key(ns, 'peerset', 1), { a: 1 });
    assert.equal(await codeOf(user.put(new Aerospike.Key(ns, 'other', 1), { a: 1 })), status.ROLE_VIOLATION);
    await admin.dropUser('peeruser');
    await admin.dropRole('peerrole');
    assert.notEqual(await codeOf(connect({ user: 'peeruser', password: 'secret' })), status.OK);
});

test('TLS: with the right authority, without it, and to all nodes', async () => {
    const client = await connect({ ...clear, ...encrypted });
    assert.equal(client.getNodes().length, nodes.length);
    for (let i = 0; i < 50; ++i) {
        const key = freshKey();
        await client.put(key, { text: 'x'.repeat(100000) });
        assert.equal((await client.get(key)).bins.text.length, 100000);
    }
    assert.notEqual(await codeOf(connect({ ...clear, ...encrypted, tls: { enable: true } })), status.OK);
    const wrongName = [{ ...encrypted.hosts[0], tlsname: 'elsewhere' }];
    assert.notEqual(await codeOf(connect({ ...clear, ...encrypted, hosts: wrongName })), status.OK);
});

test('log-in by certificate', async () => {
    const client = await connect({
        ...encrypted,
        tls: { ...encrypted.tls, certfile: `${tls.folder}/admin.pem`, keyfile: `${tls.folder}/admin.key` },
        authMode: Aerospike.auth.AUTH_PKI,
    });
    const key = freshKey();
    await client.put(key, { a: 1 });
    assert.equal((await client.get(key)).bins.a, 1);
});

test('passwords, roles, allowed addresses and quotas change', async () => {
    const admin = await connect(clear);
    await admin.createUser('changing', 'first', ['read']);
    await until(async () => (await admin.queryUsers()).some(({ name }) => name === 'changing'), 'the user is shown');
    const before = await connect({ user: 'changing', password: 'first' });
    await before.changePassword('changing', 'second');
    assert.notEqual(await codeOf(connect({ user: 'changing', password: 'first' })), status.OK);
    const user = await connect({ user: 'changing', password: 'second' });
    const key = freshKey();
    assert.equal(await codeOf(user.put(key, { a: 1 })), status.ROLE_VIOLATION);
    await admin.grantRoles('changing', ['read-write']);
    await user.put(key, { a: 1 });
    await admin.revokeRoles('changing', ['read-write']);
    assert.equal(await codeOf(user.put(key, { a: 2 })), status.ROLE_VIOLATION);
    await admin.createRole('elsewhere', [new Aerospike.admin.Privilege(Aerospike.privilegeCode.READ)]);
    await admin.setWhitelist('elsewhere', ['10.0.0.0/8']);
    await admin.setQuotas('elsewhere', 100, 200);
    const role = await admin.queryRole('elsewhere');
    assert.deepEqual(role.whitelist, ['10.0.0.0/8']);
    assert.deepEqual([role.readQuota, role.writeQuota], [100, 200]);
    await admin.createUser('distant', 'secret', ['elsewhere']);
    assert.notEqual(await codeOf(connect({ user: 'distant', password: 'secret' })), status.OK);
    await admin.dropUser('distant');
    await admin.dropUser('changing');
    await admin.dropRole('elsewhere');
});
