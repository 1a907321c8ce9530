import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { deadlineAfter, moment } from '#platform/waiting';
import type { Handover } from './hand-over.js';
import { SmtpPool } from './pool.js';
import { smtpTarget } from './target.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** What a server makes of one connection. */
interface Manners {
  /** @returns the reply; null: none. @param behind commands that arrived with it and after it */
  answer: (command: string, behind: number, socket: Socket) => string | null;
}

/** A server that offers PIPELINING and CHUNKING, and behaves as told. */
async function server(manners: () => Manners, offers = ['PIPELINING', 'CHUNKING', 'SIZE 10000']) {
  const taken: string[] = [];
  const chunks: string[] = [];
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    const { answer } = manners();
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.setNoDelay(true).write('220 x\r\n');
    let input = '';
    let to = '';
    let left: 'commands' | 'data' | number = 'commands';
    const say = (text: string | null): void => {
      if (text !== null && socket.writable) socket.write(`${text}\r\n`);
    };
    const message = (text: string): void => {
      left = 'commands';
      const said = answer('message', 0, socket);
      if (said?.startsWith('2') || socket.writableEnded) taken.push(`${to} ${text.length}`);
      say(said);
    };
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      chunks.push(text);
      input += text;
      while (input !== '' && !socket.destroyed) {
        if (typeof left === 'number') {
          if (input.length < left) return;
          const [whole, rest] = [input.slice(0, left), input.slice(left)];
          input = rest;
          message(whole);
          continue;
        }
        const mark = left === 'data' ? '\r\n.\r\n' : '\r\n';
        const end = input.indexOf(mark);
        if (end < 0) return;
        const line = input.slice(0, end);
        input = input.slice(end + mark.length);
        if (left === 'data') {
          message(`${line}\r\n`);
          continue;
        }
        if (line.startsWith('EHLO')) {
          say(['250-x', ...offers.map((one) => `250-${one}`), '250 HELP'].join('\r\n'));
          continue;
        }
        if (line.startsWith('RCPT')) to = /<(.*)>/.exec(line)?.[1] ?? '';
        if (line.startsWith('BDAT')) left = Number(line.split(' ')[1]);
        else {
          const said = answer(line, input.split('\r\n').length - 1, socket);
          if (said?.startsWith('354')) left = 'data';
          say(said);
        }
      }
    });
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => listening.close(resolve));
  });
  return { port: (listening.address() as AddressInfo).port, taken, chunks };
}

function poolFor(port: number, query = '', timeoutMs = 2_000) {
  const simpler: string[] = [];
  const target = smtpTarget(`smtp://127.0.0.1:${port}?${query}`, timeoutMs);
  const made = new SmtpPool(target, (from, to) => simpler.push(`${from} → ${to}`));
  closers.push(() => made.close());
  return { made, simpler };
}

const parcel = (nth: number) => ({
  from: 'b.1-1-a@bounce.siar.go.id',
  to: `w${nth}@example.org`,
  envelopeId: '1-1-a',
  mime: `Subject: x\r\n\r\n${nth}\r\n`,
  startBy: deadlineAfter(moment(), 3600_000),
});
const sendAll = (pool: SmtpPool, count: number): Promise<Handover[]> =>
  Promise.all(Array.from({ length: count }, (_, nth) => pool.send(parcel(nth))));
const kinds = (handovers: readonly Handover[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const handover of handovers) {
    const kind = handover.kind === 'broken' ? `broken ${handover.at}` : handover.kind;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
};
const polite = (line: string): string => (line === 'DATA' ? '354 go on' : '250 ok');
const recipients = (taken: readonly string[]): string[] => taken.map((one) => one.split(' ')[0] ?? '');

describe('a pool of connections', () => {
  it.each([
    ['PIPELINING', ['PIPELINING'], '', /\r\n\.\r\nMAIL FROM:[^\r]+\r\nRCPT TO:[^\r]+\r\nDATA\r\n$/],
    [
      'CHUNKING',
      ['PIPELINING', 'CHUNKING'],
      '',
      /^RSET\r\nMAIL[^\r]+\r\nRCPT[^\r]+\r\nBDAT 1[67] LAST\r\nSubject/,
    ],
    ['CHUNKING with a window', ['PIPELINING', 'CHUNKING'], '&window=4', /(RSET\r\nMAIL.*){2,}/s],
  ])('makes use of %s', async (_name, offers, query, leaves) => {
    const { port, taken, chunks } = await server(() => ({ answer: polite }), offers);
    const { made, simpler } = poolFor(port, `maxConnections=2${query}`);
    expect(kinds(await sendAll(made, 40))).toEqual({ taken: 40 });
    expect(new Set(recipients(taken)).size).toBe(40);
    expect(taken.map((one) => one.split(' ')[1])).toEqual(
      taken.map((one) => `${parcel(Number(/\d+/.exec(one)?.[0])).mime.length}`),
    );
    expect(chunks.filter((chunk) => leaves.test(chunk)).length).toBeGreaterThan(3);
    expect(simpler).toEqual([]);
  });

  it.each<[string, string, () => Manners, string]>([
    [
      'closes on commands that come together',
      'broken at first, then simpler',
      () => ({
        answer: (line, behind, socket) => {
          if (behind > 0 && line !== 'message') socket.destroy();
          return polite(line);
        },
      }),
      'one-by-one',
    ],
    [
      'knows only one command at a time',
      'answered with 503',
      () => ({ answer: (line, behind) => (behind > 0 ? '503 5.5.1 one at a time' : polite(line)) }),
      'one-by-one',
    ],
    [
      'does not answer RSET',
      'out of step',
      () => ({ answer: (line) => (line === 'RSET' ? '500 5.5.2 what?' : polite(line)) }),
      'behind',
    ],
    [
      'asks for a message that is there',
      'out of step',
      () => ({
        answer: (line) => (line === 'message' ? '354 go on' : polite(line)),
      }),
      'one-by-one',
    ],
  ])('talks more simply to a server that %s: %s', async (_what, _how, manners, last) => {
    const { port, taken } = await server(manners);
    const { made, simpler } = poolFor(port, 'maxConnections=3', 600);
    const handovers: Handover[] = [];
    for (let round = 0; round < 6; round++) handovers.push(...(await sendAll(made, 10)));
    const counts = kinds(handovers);
    const sure = handovers.filter((one) => one.kind === 'taken').length;
    // Nothing twice: what is not known to be taken may have been, at most once.
    expect(taken.length).toBeGreaterThanOrEqual(sure);
    expect(taken.length).toBeLessThanOrEqual(sure + (counts['broken written'] ?? 0));
    expect(simpler.at(-1)?.split(' → ')[1]).toBe(last);
  });

  it('hands a copy over again, at no cost, when the server closes behind the one before', async () => {
    let messages = 0;
    const { port, taken } = await server(
      () => ({
        answer: (line, _behind, socket) => {
          if (line !== 'message') return polite(line);
          // Ends after the reply to every third message.
          if (++messages % 3 > 0) return polite(line);
          socket.end('250 ok\r\n');
          return null;
        },
      }),
      ['PIPELINING'],
    );
    const { made } = poolFor(port, 'maxConnections=1');
    expect(kinds(await sendAll(made, 30))).toEqual({ taken: 30 });
    expect(recipients(taken).toSorted()).toEqual(
      Array.from({ length: 30 }, (_, nth) => `w${nth}@example.org`).toSorted(),
    );
  });

  it('is not slowed down by what the relay repeats from a recipient’s own server', async () => {
    const { port } = await server(() => ({
      answer: (line) => (line.includes('<w5@') ? '503 5.5.1 from far away' : polite(line)),
    }));
    const { made, simpler } = poolFor(port, 'maxConnections=2&window=4');
    const handovers = await sendAll(made, 40);
    expect(kinds(handovers)).toEqual({ taken: 39, refused: 1 });
    expect(handovers[5]).toMatchObject({ kind: 'refused', stage: 'rcpt', reply: { code: 503 } });
    expect(simpler).toEqual([]);
  });

  it.each([
    ['one by one', [] as string[], ''],
    ['behind', ['PIPELINING'], ''],
    ['in chunks', ['PIPELINING', 'CHUNKING'], ''],
    ['in flight', ['PIPELINING', 'CHUNKING'], '&window=4'],
  ])('leaves a server before it drops a connection for its refusals: %s', async (_way, offers, query) => {
    const { port } = await server(() => {
      let refused = 0;
      let isRefused = false;
      return {
        // As Exim does: smtp_accept_max_nonmail.
        answer: (line, _behind, socket) => {
          if (line.startsWith('MAIL')) isRefused = false;
          if (isRefused && (line === 'DATA' || line === 'message')) return '503 5.5.1 no recipient';
          if (!/^RCPT TO:<w\d*[02468]@/.test(line)) return polite(line);
          if (++refused > 10) socket.destroy();
          isRefused = true;
          return '550 5.1.1 nobody';
        },
      };
    }, offers);
    const { made } = poolFor(port, `maxConnections=2${query}`);
    expect(kinds(await sendAll(made, 100))).toEqual({ taken: 50, refused: 50 });
  });

  it.each([
    ['452 4.5.3 Too many messages sent', [] as string[]],
    ['421 too many messages in this connection', []],
    ['452 4.5.3 Too many messages sent', ['PIPELINING', 'CHUNKING']],
  ])('goes on with another connection after %s', async (reply, offers) => {
    const { port } = await server(() => {
      let begun = 0;
      let isOver = false;
      return {
        answer: (line) => {
          if (line.startsWith('MAIL')) isOver = ++begun > 5;
          if (!isOver || line === 'RSET') return polite(line);
          return line.startsWith('MAIL') ? reply : '503 5.5.1 no sender';
        },
      };
    }, offers);
    const { made, simpler } = poolFor(port, 'maxConnections=3&window=4');
    expect(kinds(await sendAll(made, 60))).toEqual({ taken: 60 });
    expect(simpler).toEqual([]);
  });

  it('does not begin behind a copy what is too large for the server', async () => {
    const { port } = await server(() => ({ answer: polite }), ['PIPELINING', 'SIZE 30']);
    const { made } = poolFor(port, 'maxConnections=1');
    const large = { ...parcel(1), mime: 'x'.repeat(31) };
    const both = await Promise.all([made.send(parcel(0)), made.send(large), made.send(parcel(2))]);
    expect(both.map((one) => (one.kind === 'broken' ? one.code : one.kind))).toEqual([
      'taken',
      'EMESSAGE',
      'taken',
    ]);
  });
});
