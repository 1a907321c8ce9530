import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { sendRanged } from './ranged.js';

const BYTES = 20_000_000;
const read = async function* (from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at <= to; at += 65_536) yield Buffer.alloc(Math.min(65_536, to - at + 1));
};

describe('sendRanged', () => {
  it('disconnects a reader below the minimum pace, and no other', async () => {
    let disconnected = 0;
    const app = express();
    app.get('/', async (request, response) => {
      response.once('close', () => (disconnected += response.writableFinished ? 0 : 1));
      const file = { etag: '"x"', bytes: BYTES, type: 'audio/mpeg', read };
      await sendRanged(request, response, file, { bytes: 1_000, spanMs: 1_000 });
    });
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const open = (): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => get(url, { agent: false }, resolve).on('error', reject));

    const quick = await open();
    let taken = 0;
    quick.on('data', (piece: Buffer) => (taken += piece.length));
    await new Promise((resolve) => quick.once('close', resolve));
    expect([taken, disconnected]).toEqual([BYTES, 0]);

    const slow = await open();
    slow.pause();
    const gone = new Promise((resolve) => slow.once('close', resolve));
    slow.on('error', () => undefined);
    while (disconnected === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    slow.resume();
    await gone;
    expect(slow.complete).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });
});
