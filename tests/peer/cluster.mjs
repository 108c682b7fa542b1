// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What the tests share: the client, a connection to the cluster that run.sh started, keys nobody used before.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';

const require = createRequire(process.env.NODE_PATH + '/');
export const Aerospike = require('aerospike');

/** What the cluster said about itself: lines of "word value". */
const said = new Map(readFileSync(process.env.PEER_CLUSTER, 'utf8').trim().split('\n').map((line) => {
    const end = line.indexOf(' ');
    return [line.slice(0, end), line.slice(end + 1)];
}));

/** The nodes' addresses, 'host:port' each. */
export const nodes = said.get('serving').split(',');

/** The same for TLS, and where the certificates are; empty without TLS. */
export const tls = { nodes: (said.get('tls') ?? '').split(','), name: said.get('tls-name'), folder: said.get('certificates') };

export const ns = 'test';

/** A policy with time-outs that a busy machine does not reach. */
export function patient(Policy, fields = {}) {
    return new Policy({ totalTimeout: 30000, socketTimeout: 30000, ...fields });
}

function patientPolicies() {
    const make = (Policy) => patient(Policy);
    return {
        apply: make(Aerospike.ApplyPolicy), batch: make(Aerospike.BatchPolicy), info: make(Aerospike.InfoPolicy),
        operate: make(Aerospike.OperatePolicy), query: make(Aerospike.QueryPolicy), read: make(Aerospike.ReadPolicy),
        remove: make(Aerospike.RemovePolicy), scan: make(Aerospike.ScanPolicy), write: make(Aerospike.WritePolicy),
    };
}

const clients = [];
after(() => {
    for (const client of clients)
        client.close();
    Aerospike.releaseEventLoop();
});

/** Connects; closes again after the last test of the file. */
export async function connect(options = {}) {
    const [host, port] = nodes[0].split(':');
    const client = await Aerospike.connect({
        hosts: [{ addr: host, port: Number(port) }],
        policies: patientPolicies(),
        connTimeoutMs: 20000,
        loginTimeoutMs: 30000,
        log: { level: Aerospike.log.OFF },
        ...options,
    });
    clients.push(client);
    return client;
}

let count = 0;
export function freshSet() {
    return `peer${process.pid}x${++count}`;
}

export function freshKey(set = freshSet()) {
    return new Aerospike.Key(ns, set, `key${++count}`);
}

export async function until(question, what) {
    for (let i = 0; i < 200; ++i) {
        if (await question())
            return;
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${what}: not so after 5 s`);
}

/** The code of the error with which a promise fails. */
export async function codeOf(promise) {
    try {
        await promise;
    } catch (error) {
        return error.code;
    }
    return Aerospike.status.OK;
}
