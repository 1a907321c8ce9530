import { saidBy } from './said.rules.js';

it.each([
  ['smtp 5.7.26', 'domain'],
  ['smtp 5.7.23', 'spf'],
  ['smtp 5.1.8', 'address'],
  ['smtp 5.6.1', 'content'],
  ['smtp 5.7.8', 'password'],
  ['twilio 21606', 'number'],
  ['twilio 30042', 'content'],
  ['smpp 0x0a', 'number'],
  // Policy, and a route to one number: the code alone does not tell what of it is refused.
  ['smtp 5.7.1', null],
  ['twilio 21612', null],
  [null, null],
])('%s says %s', (code, said) => expect(saidBy(code)).toBe(said));
