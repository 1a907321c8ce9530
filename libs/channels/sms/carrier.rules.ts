import type { Carrier } from '../channel.js';

/** Indonesia's operators by the digits after +62. There is no porting: a number stays with its operator. */
const OPERATORS: readonly (readonly [RegExp, string])[] = [
  [/^\+628(?:1[123]|2[123]|5[123])/, 'telkomsel'],
  [/^\+628(?:1[456]|5[5678])/, 'indosat'],
  [/^\+628(?:1[789]|3[1238]|59|7[789])/, 'xlsmart'],
  [/^\+6288/, 'smartfren'],
  [/^\+6289/, 'tri'],
];

/** The names of Indonesia's operators. */
export const SMS_CARRIERS: readonly string[] = OPERATORS.map(([, operator]) => operator);

/**
 * Returns the operator of a number. Foreign numbers count as one carrier: whether operators abroad accept our messages
 * depends on one permission. So do Indonesian numbers of no known operator. No citizen answers for any of them, as the
 * owner of a mail domain could: all are judged as large. Pure.
 * @param number in E.164
 */
export function smsCarrier(number: string): Carrier {
  const operator = OPERATORS.find(([prefix]) => prefix.test(number))?.[1];
  return { name: operator ?? (number.startsWith('+62') ? 'domestic' : 'abroad'), large: true };
}
