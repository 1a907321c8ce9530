import type { ChannelName } from '#channels';
import { type Config, shortUrl } from '#platform/config';
import type { FrozenDocument, FrozenSender } from './freeze.js';

/** The settings that become part of an approved document: the sender, and the places of our own links. */
export type SenderSettings = Pick<
  Config,
  'PUBLIC_URL' | 'SHORT_URL' | 'MINISTRY_NAME' | 'COMMISSION_NAME' | 'TRAINING' | 'SENDER_NAME' | 'EMAIL_FROM'
>;

/** A setting of a program that differs from the approved document. */
export interface Difference {
  setting: keyof SenderSettings | 'ACCOUNTS_FILE';
  here: string;
  approved: string;
}

/** The sender by these settings. */
export const senderOf = (config: SenderSettings): Omit<FrozenSender, 'organisation'> => ({
  ministry: config.MINISTRY_NAME,
  commission: config.COMMISSION_NAME,
  name: config.SENDER_NAME,
  from: config.EMAIL_FROM,
  ...(config.TRAINING && { training: true }),
});

/** The hosts of our own links: of e-mail and Telegram, then the short one of an SMS. */
const hostsOf = (config: SenderSettings): [string, string] => [
  new URL(config.PUBLIC_URL).host,
  shortUrl(config),
];

/** The same hosts without duplicates. */
export const ownHosts = (config: SenderSettings): string[] => [...new Set(hostsOf(config))];

/**
 * The settings of a program that differ from an approved document: with them it would send as another sender, with
 * another footer, or with links to other places.
 */
export function differences(
  { sender, links }: Pick<FrozenDocument, 'sender' | 'links'>,
  config: SenderSettings,
): Difference[] {
  const own = senderOf(config);
  const [host, short] = hostsOf(config);
  const hosts = links.hosts.join(' ');
  const compared: [Difference['setting'], string, string][] = [
    ['SENDER_NAME', own.name, sender.name],
    ['EMAIL_FROM', own.from, sender.from],
    ['MINISTRY_NAME', own.ministry, sender.ministry],
    ['COMMISSION_NAME', own.commission, sender.commission],
    ['TRAINING', String(own.training ?? false), String(sender.training ?? false)],
    ['PUBLIC_URL', host, links.hosts.includes(host) ? host : hosts],
    ['SHORT_URL', short, links.hosts.includes(short) ? short : hosts],
  ];
  return compared.flatMap(([setting, here, approved]) =>
    here === approved ? [] : [{ setting, here, approved }],
  );
}

/**
 * The kinds of a channel's accounts that may carry a document's copies.
 * @param here the kinds of this program's accounts
 * @param forEverybody those of its accounts without routes, which must be able to carry all copies
 * @returns those that are approved, or the difference: none of the latter is
 */
export function permittedKinds(
  { accountKinds }: Pick<FrozenDocument, 'accountKinds'>,
  channel: ChannelName,
  here: readonly string[],
  forEverybody: readonly string[] = here,
): { kinds: string[]; differences: Difference[] } {
  const approved = accountKinds[channel] ?? [];
  const kinds = here.filter((kind) => approved.includes(kind));
  if (forEverybody.some((kind) => approved.includes(kind))) return { kinds, differences: [] };
  return {
    kinds,
    differences: [{ setting: 'ACCOUNTS_FILE', here: forEverybody.join(' '), approved: approved.join(' ') }],
  };
}
