import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { deadlineAfter, moment } from '#platform/waiting';
import type { Parcel } from './hand-over.js';
import { smtpTarget } from './target.js';
import { SmtpThread } from './thread.js';

/** A mail server that records what it accepts, and the thread that connects to it. */
async function connected() {
  const taken: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, callback) => {
      stream.resume().on('end', () => {
        const nth = taken.push(session.envelope.rcptTo[0]?.address ?? '');
        callback(null, `queued as ${nth}`);
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const thread = new SmtpThread(smtpTarget(`smtp://127.0.0.1:${port}?maxConnections=2`, 2_000));
  closers.push(
    () => thread.close(),
    () => new Promise<void>((resolve) => server.close(() => resolve())),
  );
  return { thread, taken };
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const parcel = (to: string): Parcel => ({
  from: 'b.1-1-a@bounce.siar.go.id',
  to,
  envelopeId: '1-1-a',
  mime: 'Subject: x\r\n\r\nHalo\r\n',
  startBy: deadlineAfter(moment(), 3600_000),
});

describe('SmtpThread', () => {
  it('resolves each parcel with its own result when several are posted together', async () => {
    const { thread, taken } = await connected();
    const people = ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org', 'e@example.org'];
    const handovers = await Promise.all(people.map((to) => thread.send(parcel(to))));
    expect(taken.toSorted()).toEqual(people);
    const nth = handovers.map((handover) =>
      handover.kind === 'taken' ? handover.reply.split(' ').at(-1) : '',
    );
    expect(nth.map((n) => taken[Number(n) - 1])).toEqual(people);
  });

  it('rejects a parcel on an internal fault, and goes on with the next', async () => {
    const { thread, taken } = await connected();
    const faulty = { ...parcel('a@example.org'), mime: null as unknown as string };
    await expect(thread.send(faulty)).rejects.toThrow('null');
    expect(await thread.send(parcel('b@example.org'))).toMatchObject({ kind: 'taken' });
    expect(taken).toEqual(['b@example.org']);
  });

  it('completes its parcels before it closes, and restarts for another one', async () => {
    const { thread, taken } = await connected();
    const sent = ['a@example.org', 'b@example.org', 'c@example.org'].map((to) => thread.send(parcel(to)));
    const closed = thread.close();
    expect(await Promise.all(sent)).toEqual(Array(3).fill(expect.objectContaining({ kind: 'taken' })));
    await closed;
    expect(taken).toHaveLength(3);
    expect(await thread.send(parcel('d@example.org'))).toMatchObject({ kind: 'taken' });
  });
});
