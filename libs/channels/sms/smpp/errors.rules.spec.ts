import { errors } from 'smpp/lib/defs.js';
import { outcomeOfBind, outcomeOfPart, outcomeOfStatus } from './errors.rules.js';

it.each([
  ['ESME_RTHROTTLED', { kind: 'slow_down', reason: 'smpp 0x58', afterMs: 1_000 }],
  ['ESME_RMSGQFUL', { kind: 'slow_down', reason: 'smpp 0x14', afterMs: 5_000 }],
  ['ESME_RINVDSTADR', { kind: 'dead', reason: 'smpp 0x0b' }],
  ['ESME_RINVSRCADR', { kind: 'sender_at_fault', reason: 'smpp 0x0a' }],
  ['ESME_RINVPASWD', { kind: 'own_fault', reason: 'smpp 0x0e' }],
  ['ESME_RSYSERR', { kind: 'away', reason: 'smpp 0x08' }],
  ['ESME_RX_T_APPN', { kind: 'retry', reason: 'smpp 0x64' }],
  ['ESME_RINVMSGLEN', { kind: 'failed', reason: 'smpp 0x01' }],
  ['ESME_RSUBMITFAIL', { kind: 'failed', reason: 'smpp 0x45' }],
])('%s refuses a message: %o', (name, outcome) => {
  expect(outcomeOfStatus(errors[name] ?? 0, {})).toEqual(outcome);
});

it("means what the account's table says", () => {
  const table = { '0x0401': 'opted_out', '0x45': 'retry', '0x0402': 'slow_down' } as const;
  expect(outcomeOfStatus(0x401, table)).toEqual({ kind: 'opted_out', reason: 'smpp 0x401: opted_out' });
  expect(outcomeOfStatus(0x45, table)).toMatchObject({ kind: 'retry' });
  expect(outcomeOfStatus(0x402, table)).toMatchObject({ kind: 'slow_down', afterMs: 1_000 });
  expect(outcomeOfStatus(0x403, table)).toMatchObject({ kind: 'failed' });
});

it.each([
  ['ESME_RINVPASWD', 'own_fault'],
  ['ESME_RINVSYSID', 'own_fault'],
  ['ESME_RBINDFAIL', 'away'],
  ['ESME_RALYBND', 'away'],
  ['ESME_RTHROTTLED', 'away'],
])('%s refuses a bind: %s', (name, kind) => {
  expect(outcomeOfBind(errors[name] ?? 0)).toMatchObject({ kind });
});

it('a text of which a part has left is unknown, whatever became of the next part', () => {
  for (const last of [
    { kind: 'dead', reason: 'smpp 0x0b' },
    { kind: 'away', reason: 'smpp ECONNRESET' },
    { kind: 'slow_down', reason: 'smpp 0x58', afterMs: 1 },
  ] as const) {
    expect(outcomeOfPart(0, last, 3)).toEqual(last);
    expect(outcomeOfPart(2, last, 3)).toEqual({ kind: 'unknown', reason: `${last.reason} in part 3 of 3` });
  }
});
