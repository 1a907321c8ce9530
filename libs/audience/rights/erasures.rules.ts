import { type ChannelName, normaliseAddress } from '#channels';

const LINE_END = '\r\n';

/**
 * Takes the lines that name an address out of a file of rejected rows, and no others: not those of a longer number or
 * address in which this one stands. A line is looked at cell by cell, as lines are that were no rows: a telephone number is
 * found however its digits are set apart, also with its country code or without; and everything also in letters and digits of
 * another width.
 * @param csv as an import keeps it: a row has no line break in it
 * @param to in its channel's one spelling
 * @returns what is left, which is the same where nothing was found
 */
export function linesWithout(csv: string, channel: ChannelName, to: string): string {
  const names = namesOf(channel, to);
  return csv
    .split(LINE_END)
    .filter((line) => !cellsOf(line).some(names))
    .join(LINE_END);
}

/** Cells as they are written, and in plain letters and digits, without what is not seen. */
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

/** As it is written, in whatever case, not as a part of something longer. */
function namesWritten(to: string): Names {
  const escaped = to.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const before = `(?<![${LETTERS}._+%-]|[${LETTERS}]')`;
  const pattern = new RegExp(`${before}${escaped}(?![${LETTERS}_-]|\\.[${LETTERS}])`, 'iu');
  return (cell) => pattern.test(cell);
}

/** Digits that people set apart within one number; and set apart by anything but letters, which may be several numbers. */
const NUMBERS = [/\d(?:[\s.()\p{Pd}\u2212]*\d)*/gu, /\d(?:[^\p{L}\p{N}]*\d)*/gu];
/** Digits of a number at most (E.164): more are several numbers. */
const LONGEST = 15;
/** Runs of digits in one number at most: a digit each, with `00` before it. */
const MOST_RUNS = LONGEST + 2;

function namesPhone(to: string): Names {
  const digits = to.replaceAll(/\D/g, '');
  // In Indonesia people write 0812 for +62 812.
  const spellings = new Set([digits, digits.replace(/^62/, '')]);
  const isIt = (number: string): boolean =>
    [number, number.replace(/^0+/, ''), number.replace(/^(?:00)?620*/, '')].some((one) => spellings.has(one));
  return (cell) =>
    NUMBERS.flatMap((number) => [...cell.matchAll(number)]).some(([found]) => {
      const runs = found.split(/\D+/);
      const whole = runs.join('');
      if (whole.length <= LONGEST) return isIt(whole);
      // No longer than a number with its prefix: a cell may hold hundreds of runs, made to cost.
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
