import type { AddressInfo } from 'node:net';
import express from 'express';

// The simplest server of a page that never changes, and the least that Express does for any page: it answers a
// constant.

const page = Buffer.alloc(Number(process.argv[2]), 'x');
const app = express();
app.set('etag', false);
app.get('/verify/:code', (_request, response) => {
  response.type('html').set('Cache-Control', 'public, max-age=1').send(page);
});
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
