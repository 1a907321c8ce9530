import { z } from 'zod';
import { type Config, ConfigError, refuseRealProvider, type SettingsFile } from '#platform/config';
import type { Account, Kind } from './account.js';
import { LONG_SMS_SEGMENTS } from '#contract/lists';
import { type Channel, type ChannelName, CHANNELS } from '../channel.js';
import { REGISTRY } from '../registry.js';

// The accounts of each channel: its contracts with providers. One for each channel stands in the environment; several
// stand in the file that ACCOUNTS_FILE names, and replace that of the environment (docs/accounts.md).

export type Accounts = Readonly<Record<ChannelName, readonly Account[]>>;

/** The settings from which accounts are read. */
export type AccountsConfig = Pick<
  Config,
  'ACCOUNTS' | 'EMAIL_RATE' | 'TELEGRAM_RATE' | 'SMS_RATE' | 'TRAINING' | 'SANDBOX_URL'
>;

const accountsRead = new WeakMap<AccountsConfig, Accounts>();

/**
 * Returns the accounts of every channel, each channel's in the order of the file. Validates a configuration once.
 * @throws ConfigError with one line: the place in the file, and what is wrong
 */
export function accountsOf(config: AccountsConfig): Accounts {
  let accounts = accountsRead.get(config);
  if (!accounts) accountsRead.set(config, (accounts = readAccounts(config)));
  return accounts;
}

/**
 * What all accounts of a channel take together, in messages a second; null: no limit.
 * @param segments of an SMS
 * @param out names of accounts that are not counted
 */
export function channelRate(
  channel: ChannelName,
  config: AccountsConfig,
  segments = 1,
  out: readonly string[] = [],
): number | null {
  const rates = accountsOf(config)
    [channel].filter(({ name }) => !out.includes(name))
    .map(({ rate, unit }) => (rate !== null && unit === 'segments' ? rate / segments : rate));
  return rates.reduce<number | null>((sum, rate) => (sum === null || rate === null ? null : sum + rate), 0);
}

/** The large carriers of a channel whose copies are kept apart: they have accounts of their own, or an account warms up. */
export const routesOf = (channel: ChannelName, config: AccountsConfig): string[] => [
  ...new Set(
    accountsOf(config)[channel].flatMap(({ routes, warmUp }) =>
      warmUp ? REGISTRY[channel].largeCarriers : routes,
    ),
  ),
];

/** As channelRate, of every channel. */
export const channelRates = (config: AccountsConfig, segments = 1): Record<ChannelName, number | null> =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, channelRate(channel, config, segments)])) as Record<
    ChannelName,
    number | null
  >;

/** The kinds of each channel's accounts, sorted. */
export const accountKinds = (config: AccountsConfig): Record<ChannelName, string[]> =>
  Object.fromEntries(
    CHANNELS.map((channel) => [
      channel,
      [...new Set(accountsOf(config)[channel].map(({ kind }) => kind))].sort(),
    ]),
  ) as Record<ChannelName, string[]>;

/** Whether this program has what an account needs. */
export const isConfigured = (account: Account, config: Config): boolean =>
  account.lacks === null && (account.settings !== null || missing(account, config) === undefined);

/** Opens an account without connecting. @throws ConfigError that names the missing or invalid setting */
export async function openAccount(account: Account, config: Config): Promise<Channel> {
  return kindOf(account).open({ ...account, settings: settingsOf<never>(account, config) }, config);
}

/**
 * Returns what an account's kind needs.
 * @throws ConfigError that names the missing setting
 */
export function settingsOf<Settings>(account: Account, config: Config): Settings {
  if (account.lacks !== null) throw new ConfigError(account.lacks);
  const lacking = account.settings === null ? missing(account, config) : undefined;
  if (lacking !== undefined) throw new ConfigError(`${lacking} is missing; see .env.example`);
  return (account.settings ?? fromEnvironment(account, config)) as Settings;
}

/** What a provider may refuse of an account, as far as this program has its settings. Neither holds a secret. */
export interface Identity {
  /** The sender that the provider and the recipients see. */
  sender: string | null;
  /** The host, with its port where the settings name one. */
  server: string | null;
}

/** Returns how an account appears to its provider. */
export function identityOf(account: Account, config: Config): Identity {
  const settings = isConfigured(account, config) ? settingsOf<never>(account, config) : null;
  const kind = kindOf(account);
  return {
    sender: kind.sender(settings, config),
    server: settings === null ? null : new URL(kind.endpoint(settings)).host,
  };
}

/** Returns the known senders of every channel, each once. */
export const sendersOf = (config: Config): { channel: ChannelName; sender: string }[] =>
  CHANNELS.flatMap((channel) =>
    [
      ...new Set(accountsOf(config)[channel].flatMap((account) => identityOf(account, config).sender ?? [])),
    ].map((sender) => ({ channel, sender })),
  );

function kindOf({ channel, kind: name }: Account): Kind {
  const kind = REGISTRY[channel].kinds[name];
  if (!kind) throw new Error(`${channel} has no kind ${name}`);
  return kind;
}

const environmentOf = (account: Account): [string, keyof Config][] =>
  Object.entries(kindOf(account).environment ?? {});

const missing = (account: Account, config: Config): keyof Config | undefined =>
  environmentOf(account).find(([, setting]) => config[setting] === undefined)?.[1];

const fromEnvironment = (account: Account, config: Config): object =>
  Object.fromEntries(environmentOf(account).map(([name, setting]) => [name, config[setting]]));

/** The most segments of a text. */
const LONGEST = Math.max(...LONG_SMS_SEGMENTS);

/** The units that a worker may take from a ceiling at once: a chunk of the longest texts. */
const LARGEST_CHUNK = 100 * LONGEST;

/** What is common to all accounts in the file. */
const common = z.object({
  name: z
    .string('is missing: the name of the account')
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be at most 31 of a-z, 0-9 and -, and begin with a letter'),
  rate: z.number('must be a number of messages a second; 0: no limit').min(0),
  unit: z.enum(['messages', 'segments'], 'must be messages or segments').default('messages'),
  share: z.number('must be a number').positive('must be more than 0').max(1000).default(1),
  warmUp: z
    .strictObject({
      from: z.iso.date('must be a date, as 2026-12-01'),
      daily: z.array(z.int('must be a number of e-mails').positive()).min(1).max(90),
    })
    .optional(),
  routes: z.array(z.string()).min(1, 'must name at least one carrier').default([]),
  cost: z.number('must be a number of rupiah').positive('must be more than 0').max(1_000_000).optional(),
  ceiling: z
    .number('must be a number of rupiah a month')
    .positive('must be more than 0')
    .max(1_000_000_000_000)
    .optional(),
});

function readAccounts(config: AccountsConfig): Accounts {
  const file = config.ACCOUNTS();
  const listed = file ? readFile(file, config) : [];
  const accounts = Object.fromEntries(
    CHANNELS.map((channel): [ChannelName, readonly Account[]] => {
      const own = listed.filter((account) => account.channel === channel);
      return [channel, own.length > 0 ? own : [environmentAccount(channel, config)]];
    }),
  ) as Record<ChannelName, readonly Account[]>;
  return accounts;
}

function environmentAccount(channel: ChannelName, config: AccountsConfig): Account {
  const { kinds, rate } = REGISTRY[channel];
  const [kind = ''] = Object.keys(kinds);
  return {
    name: channel,
    channel,
    kind,
    rate: config[rate] || null,
    unit: 'messages',
    share: 1,
    routes: [],
    warmUp: null,
    cost: null,
    ceiling: null,
    settings: null,
    lacks: null,
  };
}

/** Where a fault is, and what it is. */
type Fault = (path: readonly PropertyKey[], what: string) => ConfigError;

function readFile(file: SettingsFile, config: AccountsConfig): Account[] {
  const fault: Fault = (path, what) => new ConfigError(`${file.place(path)}: ${what}`);
  const whole = z.strictObject({ accounts: z.array(z.unknown()).min(1) }).safeParse(file.value);
  if (!whole.success) throw fault(['accounts'], 'must hold a list named accounts, and nothing else');
  const accounts = whole.data.accounts.map((entry, n) => readEntry(entry, ['accounts', n], file, fault));
  for (const [n, account] of accounts.entries()) {
    const at = ['accounts', n, 'name'];
    if (accounts.slice(0, n).some(({ name }) => name === account.name))
      throw fault(at, `there is an account ${account.name} already`);
    if (account.unit === 'segments' && (account.channel !== 'sms' || (account.rate ?? LONGEST) < LONGEST))
      throw fault(
        ['accounts', n, 'unit'],
        `segments are those of SMS, at a rate of at least ${LONGEST}: a text may have so many`,
      );
    if (account.ceiling !== null && account.ceiling < (account.cost ?? Infinity) * LARGEST_CHUNK)
      throw fault(
        ['accounts', n, 'ceiling'],
        `a ceiling needs a cost, and must be at least ${LARGEST_CHUNK} times that: messages are paid for in groups`,
      );
    const carriers = REGISTRY[account.channel].largeCarriers;
    const strange = account.routes.findIndex(
      (route, i) => !carriers.includes(route) || account.routes.indexOf(route) < i,
    );
    if (strange >= 0)
      throw fault(['accounts', n, 'routes', strange], `must be one of ${carriers.join(', ')}, each once`);
    if (account.warmUp && account.channel !== 'email')
      throw fault(['accounts', n, 'warmUp'], 'only senders of e-mail warm up');
    const others = accounts.filter(({ channel }) => channel === account.channel);
    if (others.every(({ routes }) => routes.length > 0))
      throw fault(['accounts', n, 'routes'], 'another account of this channel must be without routes');
    const channel = CHANNELS.find((name) => name === account.name);
    if (channel && channel !== account.channel)
      throw fault(at, `${account.name} names a channel, and this account is of another`);
    if (account.lacks === null)
      refuseRealProvider(
        config,
        file.place(['accounts', n]),
        kindOf(account).endpoint(account.settings as never),
      );
  }
  return accounts;
}

function readEntry(entry: unknown, path: readonly PropertyKey[], file: SettingsFile, fault: Fault): Account {
  const kinds = CHANNELS.flatMap((channel) =>
    Object.entries(REGISTRY[channel].kinds).flatMap(([name, { settings }]) =>
      settings ? [{ channel, name, settings }] : [],
    ),
  );
  const named = z.looseObject({ kind: z.unknown() }).safeParse(entry);
  const kind = kinds.find(({ name }) => named.success && name === named.data.kind);
  if (!kind) throw fault([...path, 'kind'], `kind must be ${kinds.map(({ name }) => name).join(' or ')}`);
  const filled = file.filled(path);
  // Without its secrets an entry cannot be judged whole: the program that opens the account does.
  const [given, schema] =
    'lacks' in filled
      ? [entry, z.looseObject(common.shape)]
      : [filled.value, z.strictObject({ kind: z.string(), ...common.shape, ...kind.settings.shape })];
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path ?? [];
    throw fault([...path, ...where], `${where.join('.')} ${issue?.message ?? 'is not valid'}`.trim());
  }
  const { name, rate, unit, share, routes, warmUp = null, cost = null, ceiling = null } = common.parse(entry);
  return {
    name,
    channel: kind.channel,
    kind: kind.name,
    rate: rate || null,
    unit,
    share,
    routes,
    warmUp,
    cost,
    ceiling,
    settings: 'lacks' in filled ? null : kind.settings.parse(given),
    lacks: 'lacks' in filled ? filled.lacks : null,
  };
}
