// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What the tests share: the client, a connection to the cluster that run.sh started, keys nobody used before.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';

const require = createRequire(process.env.NODE_PATH + '/');
export const Aerospike = require('aerospike');

/** What the cluster said about itself: lines of "word value…". */
export const cluster = readFileSync(process.env.PEER_CLUSTER, 'utf8').trim().split('\n').map((line) => line.split(' '));

export function fact(name) {
    return cluster.filter(([word]) => word === name).map(([, value]) => value);
}

export const ns = 'test';

const clients = [];
after(() => {
    for (const client of clients)
        client.close();
    Aerospike.releaseEventLoop();
});

/** Connects; closes again after the last test of the file. */
export async function connect(options = {}) {
    const [host, port] = fact('node')[0].split(':');
    const client = await Aerospike.connect({
        hosts: [{ addr: host, port: Number(port) }],
        policies: { info: new Aerospike.InfoPolicy({ totalTimeout: 10000 }) },
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
