import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Of `mta-sts.bounce.siar.example` and no other name, until 2126; its own authority. It guards nothing. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIByzCCAXGgAwIBAgIUDhMiDRs+jLH7oIVszfO32y1EencwCgYIKoZIzj0EAwIw
JjEkMCIGA1UEAwwbbXRhLXN0cy5ib3VuY2Uuc2lhci5leGFtcGxlMCAXDTI2MTEy
OTE3MDExMVoYDzIxMjYxMTA1MTcwMTExWjAmMSQwIgYDVQQDDBttdGEtc3RzLmJv
dW5jZS5zaWFyLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASMeBFH
BPx7bc9iD0q1BpXE6YDsd5pH3XsGL4oWGJvNTb4IE0tmYCvuX0Qd77mxIDfsel5t
DIFaQEFMgdCyCrgRo3sweTAdBgNVHQ4EFgQU+Y+JDuZgYbsiJtdMYWUuLBV4I3cw
HwYDVR0jBBgwFoAU+Y+JDuZgYbsiJtdMYWUuLBV4I3cwDwYDVR0TAQH/BAUwAwEB
/zAmBgNVHREEHzAdghttdGEtc3RzLmJvdW5jZS5zaWFyLmV4YW1wbGUwCgYIKoZI
zj0EAwIDSAAwRQIhAJRh+TYlWC1t21IGJdwKSBfxHBynRyKpfwKb0RFwwIaQAiBt
4jYJs734lv/vYIzLOxKH9bvlyhSHoPBZz+a3dnrYEQ==
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqXI0FXwhEJu/kRUn
xY6+PUhJkmXHsgR6UztHWyKhL12hRANCAASMeBFHBPx7bc9iD0q1BpXE6YDsd5pH
3XsGL4oWGJvNTb4IE0tmYCvuX0Qd77mxIDfsel5tDIFaQEFMgdCyCrgR
-----END PRIVATE KEY-----
`;

/** A host of MTA-STS policies on loopback. */
export interface PolicyServer {
  https: { port: number; ca: string };
  /** What it answers; `hang`: it takes the request and is silent. */
  answer: { status: number; text: string } | 'hang';
  stop: () => Promise<void>;
}

/** Starts a host of policies on a free port of loopback. */
export async function policyServer(text: string): Promise<PolicyServer> {
  const made: Pick<PolicyServer, 'answer'> = { answer: { status: 200, text } };
  const server = createServer({ cert: CERTIFICATE, key: KEY }, (request, response) => {
    if (made.answer === 'hang') return;
    const here = request.url === '/.well-known/mta-sts.txt';
    response.writeHead(here ? made.answer.status : 404, { location: '/elsewhere' }).end(made.answer.text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(made, {
    https: { port: (server.address() as AddressInfo).port, ca: CERTIFICATE },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
