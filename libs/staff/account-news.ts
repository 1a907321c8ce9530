import { record } from '#audit';
import type { ChannelName } from '#channels';
import type { NoticeMessage } from '#notices';
import { type Keys, row, type Tx } from '#platform';
import { countAttempt } from './attempts.js';
import { tellAdmins } from './appointment-news.js';
import type { Actor, Organisation } from './staff.rules.js';

/** What one admin alone has done to an account. */
export type AccountEvent = 'reset' | 'second-factor-reset';

/** Whose account it is. */
interface Owner {
  id: string;
  name: string;
  organisation: Organisation;
}

/**
 * Writes into the trail what an admin has done to an account, and tells the person and all admins of their office and of
 * those above. In the caller's transaction.
 * @throws Problem too-many after 30 in 15 minutes, for each is a message to all
 */
export async function noteAccount(
  tx: Tx,
  keys: Keys,
  actor: Actor,
  event: AccountEvent,
  { id: personId, name, organisation }: Owner,
): Promise<void> {
  await countAttempt(tx, keys, { appointment: actor.personId });
  const by = await row<{ name: string }>(tx, 'SELECT name FROM people WHERE id = $1', [actor.personId]);
  const { act, says } = EVENTS[event];
  const what = `${says(`${name} (${organisation.name})`)} oleh ${by?.name ?? ''}`;
  const told = await tellAdmins(tx, keys, { personId, organisation, national: false }, (channel) =>
    accountMessage(channel, what),
  );
  await record(tx, {
    actorId: actor.personId,
    act,
    subject: `person:${personId}`,
    detail: { ...told },
  });
}

const EVENTS: Record<AccountEvent, { act: string; says: (who: string) => string }> = {
  reset: { act: 'person.reset', says: (who) => `Kata sandi dan autentikator ${who} diatur ulang` },
  'second-factor-reset': {
    act: 'person.second-factor-reset',
    says: (who) => `Autentikator ${who} dilepas`,
  },
};

const OBJECT = 'Bila ini tidak wajar, periksa halaman Orang pada konsol Siar dan hubungi admin lain.';

/** The notice for one channel. It carries no link: nobody shall learn to follow one in a message about accounts. */
function accountMessage(channel: ChannelName, what: string): NoticeMessage {
  return channel === 'sms'
    ? { text: `Siar: ${what}. ${OBJECT}` }
    : { subject: `[SIAR] ${what}`, text: `${what}.\n\n${OBJECT}` };
}
