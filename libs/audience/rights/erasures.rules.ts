import { type ChannelName, normaliseAddress } from '#channels';

const LINE_END = '\r\n';

/**
 * Takes the lines that name an address out of a file of rejected rows. A line is looked at cell by cell, as lines are that
 * were no rows: a number is found however its digits are set apart, also with its country code or without.
 * @param csv as an import keeps it: a row has no line break in it
 * @param to in its channel's one spelling
 * @returns what is left, which is the same where nothing was found
 */
export function linesWithout(csv: string, channel: ChannelName, to: string): string {
  const names = channel === 'email' ? namesMailbox(to) : namesNumber(to, channel);
  return csv
    .split(LINE_END)
    .filter((line) => !line.split(/[,;\t]/).some(names))
    .join(LINE_END);
}

const namesMailbox =
  (to: string) =>
  (cell: string): boolean =>
    cell.toLowerCase().includes(to.toLowerCase()) ||
    normaliseAddress('email', cell.replaceAll(/^["'\s]+|["'\s]+$/g, '')) === to;

const namesNumber = (to: string, channel: ChannelName) => {
  const digits = to.replaceAll(/\D/g, '');
  // In Indonesia people write 0812 for +62 812.
  const national = channel === 'sms' ? digits.replace(/^62/, '') : digits;
  return (cell: string): boolean => cell.replaceAll(/\D/g, '').includes(national);
};
