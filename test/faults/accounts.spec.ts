import {
  endWhole,
  startTwoAccounts,
  strike,
  type Struck,
  TROUBLES,
  type TwoAccounts,
} from './scenarios/accounts.js';

/** Of them 80 % have e-mail and half a phone: 20,000 copies by e-mail, and as many segments and more of SMS. */
const CONTACTS = Number(process.env['ACCOUNTS_CONTACTS'] ?? 25_000);
/** How long each trouble lasts, in seconds. */
const LASTS_S = 6;

describe('two accounts for each channel, in trouble in turn and together', () => {
  let accounts: TwoAccounts;
  beforeAll(async () => {
    accounts = await startTwoAccounts({ contacts: CONTACTS, rates: { email: 150, sms: 150 } });
  }, 180_000);
  afterAll(() => accounts?.stop());

  const which: Struck[] = ['first', 'second', 'both'];
  const rounds = which.flatMap((struck) => TROUBLES.map((trouble) => [trouble, struck] as const));
  it.each(rounds)('%s: %s', (trouble, struck) => strike(accounts, trouble, struck, LASTS_S), 300_000);

  it(
    'loses and doubles nothing, and keeps each limit',
    () => endWhole(accounts, { seconds: 900, limits: true }),
    1_000_000,
  );
});
