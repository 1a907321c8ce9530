import { List, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Expiring, Tally } from '../../api';
import { clock, instant, number } from '../../times';

/** Expiries shown one by one; the rest are only counted. */
const MOST_EXPIRIES = 4;

/** The same after an act, with the time: they stay while the page behind goes on. */
export function ActNumbers(props: Parameters<typeof StoppedNumbers>[0]) {
  const { t } = useTranslation();
  const [at] = useState(() => new Date());
  return (
    <div>
      <Text size="sm">{t('numbers.asOf', { at: clock(at) })}</Text>
      <StoppedNumbers {...props} />
    </div>
  );
}

/**
 * Numbers of sent, stopped, claimed and unknown copies, and when the stopped ones expire unless they are resumed.
 * @param ended whether the stopped copies never go out
 */
export function StoppedNumbers({
  of: { sent, stopped, unlisted, inHand, unknown = 0, paused = 0 },
  ended = false,
  expiring = [],
  children,
}: {
  of: Pick<Tally, 'stopped' | 'unlisted' | 'inHand'> & { sent?: number; unknown?: number; paused?: number };
  ended?: boolean;
  expiring?: readonly Expiring[];
  /** Further lines of the list. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const expiries = byMinute(expiring);
  const shown = expiries.slice(0, MOST_EXPIRIES);
  return (
    <List size="sm">
      {sent !== undefined && <List.Item>{t('numbers.sent', { messages: number(sent) })}</List.Item>}
      <List.Item>
        {t(ended ? 'numbers.neverSent' : 'numbers.waiting', { messages: number(stopped + unlisted) })}
        {unlisted > 0 && ` (${t('numbers.unlisted', { messages: number(unlisted) })})`}
      </List.Item>
      {paused > 0 && <List.Item>{t('numbers.paused', { messages: number(paused) })}</List.Item>}
      <List.Item>{t('numbers.inHand', { messages: number(inHand) })}</List.Item>
      {unknown > 0 && <List.Item>{t('numbers.unknown', { messages: number(unknown) })}</List.Item>}
      {shown.map(([at, messages]) => (
        <List.Item key={at}>{t('numbers.expire', { messages: number(messages), at })}</List.Item>
      ))}
      {expiries.length > shown.length && (
        <List.Item>{t('numbers.expireMore', { count: expiries.length - shown.length })}</List.Item>
      )}
      {children}
    </List>
  );
}

/**
 * Messages by the moment they expire, as it is shown: broadcasts that expire within one minute share a line. Where all
 * copies of a wave are on their way, nothing waits in it: its expiry changes nothing.
 */
function byMinute(expiring: readonly Expiring[]): [at: string, messages: number][] {
  const sums = new Map<string, number>();
  for (const { expiresAt, messages } of expiring) {
    const at = instant(expiresAt);
    if (messages > 0) sums.set(at, (sums.get(at) ?? 0) + messages);
  }
  return [...sums];
}
