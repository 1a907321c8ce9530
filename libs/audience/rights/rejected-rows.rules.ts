import { type ChannelName, normaliseAddress } from '#channels';

const LINE_END = '\r\n';

/**
 * Removes the lines that contain an address from a file of rejected rows, and no others: a longer number or address
 * that contains it stays. It searches cell by cell, also in lines that are not valid rows. It finds a telephone number
 * with any separators, with or without its country code, and everything also in full-width letters and digits.
 * @param csv as an import keeps it: a row contains no line break
 * @param to in its channel's normal form
 * @returns the remaining lines; the same string if nothing was found
 */
export function linesWithout(csv: string, channel: ChannelName, to: string): string {
  const names = namesOf(channel, to);
  return csv
    .split(LINE_END)
    .filter((line) => !cellsOf(line).some(names))
    .join(LINE_END);
}

/** Cells as written, and in plain letters and digits without invisible characters. */
function cellsOf(line: string): string[] {
  const plain = line.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');
  return (plain === line ? [line] : [line, plain]).flatMap((one) => one.split(/[,;\t]/));
}

type Names = (cell: string) => boolean;

function namesOf(channel: ChannelName, to: string): Names {
  if (channel === 'sms') return namesPhone(to);
  const written = namesWritten(to);
  if (channel !== 'email') return written;
  return (cell) =>
    written(cell) || normaliseAddress('email', cell.replaceAll(/^["'\s]+|["'\s]+$/g, '')) === to;
}

const LETTERS = String.raw`\p{L}\p{N}`;

/** Matches the address as written, ignoring case, except within a longer one. */
function namesWritten(to: string): Names {
  const escaped = to.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const before = `(?<![${LETTERS}._+%-]|[${LETTERS}]')`;
  const pattern = new RegExp(`${before}${escaped}(?![${LETTERS}_-]|\\.[${LETTERS}])`, 'iu');
  return (cell) => pattern.test(cell);
}

/**
 * Digits with the separators of one number; and digits with any separators but letters, which may be several numbers.
 */
const NUMBERS = [/\d(?:[\s.()\p{Pd}\u2212]*\d)*/gu, /\d(?:[^\p{L}\p{N}]*\d)*/gu];
/** Maximum digits of a number (E.164): more are several numbers. */
const LONGEST = 15;
/** Maximum runs of digits in one number: one digit each, with a leading `00`. */
const MOST_RUNS = LONGEST + 2;

function namesPhone(to: string): Names {
  const digits = to.replaceAll(/\D/g, '');
  // Indonesians write 0812 for +62 812.
  const spellings = new Set([digits, digits.replace(/^62/, '')]);
  const isIt = (number: string): boolean =>
    [number, number.replace(/^0+/, ''), number.replace(/^(?:00)?620*/, '')].some((one) => spellings.has(one));
  return (cell) =>
    NUMBERS.flatMap((number) => [...cell.matchAll(number)]).some(([found]) => {
      const runs = found.split(/\D+/);
      const whole = runs.join('');
      if (whole.length <= LONGEST) return isIt(whole);
      // At most the length of a number with its prefix: an attacker's cell may contain hundreds of runs.
      return runs.some((_, from) => {
        let number = '';
        for (const run of runs.slice(from, from + MOST_RUNS)) {
          number += run;
          if (isIt(number)) return true;
        }
        return false;
      });
    });
}
