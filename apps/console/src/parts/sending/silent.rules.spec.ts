import { isError, isSilent } from './silent.rules.js';

it.each([
  ['smtp ETIMEDOUT', true],
  ['twilio ABORT_ERR', true],
  ['twilio http 503', true],
  ['telegram 502', true],
  ['smpp 0x08', true],
  ['smpp bind held elsewhere', true],
  ['no answer', true],
  ['twilio 20503', true],
  ['twilio 20500', true],
  ['twilio 20003', false],
  ['smtp 5.7.26', false],
  ['smpp 0x0e', false],
  ['smpp 0x0401: away', true],
  ['smpp 0x08: dead', false],
])('%s is no answer: %s', (reason, silent) => expect(isSilent(reason)).toBe(silent));

it.each([
  ['telegram 502', true],
  ['twilio http 503', true],
  ['twilio 20503', true],
  ['smtp ETIMEDOUT', false],
  ['no answer', false],
  ['twilio 20003', false],
  ['smtp 5.7.26', false],
])('%s is an error of the provider: %s', (reason, error) => expect(isError(reason)).toBe(error));
