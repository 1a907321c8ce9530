import { Problem } from '#platform';

/** Days and hours, as people write them: 24.11.2026, 2026-11-24 09:00, pukul 10.30. */
const TIMES =
  /(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?:[T ,]+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?)?(?!\d)/g;
/** The id of a broadcast: longer than any telephone number of Indonesia, shorter than an identity number. */
const BROADCASTS = /(?<!\d)[1-9]\d{14}(?!\d)/g;
/** An e-mail address, a name at Telegram, or as many digits as a telephone number has, whatever stands between them. */
const ADDRESS = /\S@\S|(?<!\w)@\w{4,}|\d(?:[^\p{L}\d\n,;:%]{0,4}\d){8,}/u;

/** Whether a text that staff wrote names somebody's address: it is kept for ever, and outlives an erasure. */
export function namesAddress(text: string): boolean {
  // A digit of any script counts; which one does not matter here.
  const plain = text.normalize('NFKC').replaceAll(/(?![0-9])\p{Nd}/gu, '0');
  return ADDRESS.test(plain.replaceAll(TIMES, ' x ').replaceAll(BROADCASTS, 'x'));
}

/** @throws Problem invalid where a reason names an address, without repeating it */
export function mustNameNobody(text: string, path: string): void {
  if (namesAddress(text))
    throw new Problem(
      'invalid',
      'What you write here is kept for ever: leave addresses and numbers out of it.',
      [
        {
          path,
          message: 'It has an e-mail address, a telephone number or an identity number in it.',
          code: 'names-address',
        },
      ],
    );
}
