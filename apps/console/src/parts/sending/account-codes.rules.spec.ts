import { isOfAccount } from './account-codes.rules.js';

it.each([
  ['telegram 401', true],
  ['twilio 20003', true],
  ['smtp 5.7.8', true],
  ['smtp 5.7.26', false],
  ['smpp 0x0e', true],
  ['smpp 0x0a', false],
  ['twilio 21612', false],
  [null, false],
])('%s refuses the account: %s', (code, refused) => expect(isOfAccount(code)).toBe(refused));
