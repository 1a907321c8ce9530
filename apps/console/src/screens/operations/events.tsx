import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CHANNELS, type OperationsView } from '../../api';
import { answerWords } from '../../parts/sending/answer-words';
import { carrierName } from '../../parts/sending/carriers';
import { brakeWords, isFinding } from '../../parts/sending/brake-words';
import { useRegions } from '../../parts/regions/regions';
import { nameOf } from '../../parts/regions/regions.rules';
import { titled } from '../../parts/broadcasts/titled';
import { instant, lately, number, rupiah } from '../../times';
import { fraction, isMoved } from './account-words.rules';
import classes from './cards.module.css';
import { copiesOf, folded, wordsOf } from './events.rules';

type Event = OperationsView['events'][number];

/** Number of events shown at once, and with those behind the fold; the rest are in the audit trail. */
const SHOWN = 8;
const KNOWN = 20;
/** Placeholder of the title until it becomes a link: titles may contain anything. */
const HERE = '\u0000';

/** The latest events, in sentences. */
export function Events({ of, parts }: { of: readonly Event[]; parts: OperationsView['chainParts'] }) {
  const { t } = useTranslation();
  if (of.length === 0) return <Text size="sm">{t('operations.noEvents')}</Text>;
  const all = folded(of).slice(0, KNOWN);
  const older = all.slice(SHOWN);
  return (
    <>
      <Lines of={all.slice(0, SHOWN)} parts={parts} />
      {older.length > 0 && (
        <details>
          <Text component="summary" size="sm" mb="xs">
            {t('operations.olderEvents', { count: older.length })}
          </Text>
          <Lines of={older} parts={parts} />
        </details>
      )}
    </>
  );
}

function Lines({ of, parts }: { of: readonly Event[]; parts: OperationsView['chainParts'] }) {
  return (
    <ul className={classes.events} role="list">
      {of.map((event) => (
        <Text size="sm" component="li" key={event.id} style={{ overflowWrap: 'anywhere' }}>
          <Text span size="sm" c="dimmed" className="steady">
            {lately(event.at)}
          </Text>{' '}
          <span>
            <Sentence of={event} parts={parts} />
          </span>
        </Text>
      ))}
    </ul>
  );
}

function Sentence({ of, parts }: { of: Event; parts: OperationsView['chainParts'] }) {
  const { act, actor, subject, broadcast, detail, unsent } = of;
  const { t } = useTranslation();
  const regions = useRegions();
  const name = subject.split(':')[1];
  const channel = CHANNELS.find((one) => one === (detail['channel'] ?? name));
  const count = (key: string): string => number(Number(detail[key] ?? 0));
  const region = typeof detail['regionCode'] === 'string' ? detail['regionCode'] : null;
  const copies = copiesOf(of);
  const since = detail['pausedSince'];
  const summedSince = detail['summedSince'];
  const found = detail['brake'];
  const given = detail['reason'] ?? detail['note'];
  const reason = isFinding(found)
    ? brakeWords(t, found)
    : (act === 'provider.away' || act === 'channel.slow') && typeof given === 'string'
      ? answerWords(t, given)
      : act === 'account.share'
        ? null
        : given;
  const moved = isMoved(given) ? t(`operations.account.moved.${given}`) : null;
  const [before = '', after = ''] = t(`operations.events.${wordsOf(of)}`, {
    who: actor?.name ?? 'Siar',
    title: HERE,
    channel: channel ? t(`channels.${channel}`) : (name ?? ''),
    account: name ?? '',
    from: fraction(Number(detail['from'])),
    to: fraction(Number(detail['to'])),
    part: [
      region && t('operations.inRegion', { region: nameOf(regions, region) }),
      channel && t('operations.onChannel', { channel: t(`channels.${channel}`) }),
      copies !== null &&
        t(act === 'broadcast.pause' ? 'operations.copiesThen' : 'operations.copies', {
          messages: number(copies),
        }),
      detail['by'] === 'correction' && t('operations.forCorrection'),
    ]
      .filter(Boolean)
      .join(''),
    carrier: typeof detail['carrier'] === 'string' ? carrierName(t, detail['carrier']) : '',
    since: typeof since === 'string' ? instant(since) : '',
    batches: count('batches'),
    broadcasts: count('broadcasts'),
    unknown: count('unknown'),
    resent: count('resent'),
    missed: number(unsent?.messages ?? 0),
    total: number(unsent?.all ?? 0),
    failed: count('failed'),
    handed: count('handed'),
    seconds: number(Math.max(1, Number(detail['seconds'] ?? 0))),
    spent: rupiah(Number(detail['spent'] ?? 0)),
    ceiling: rupiah(Number(detail['ceiling'] ?? 0)),
    job: typeof detail['job'] === 'string' ? detail['job'] : '',
  }).split(HERE);
  return (
    <>
      {before}
      {broadcast && after !== '' && (
        <Anchor component={Link} to={`/siaran/${broadcast.id}`} underline="always" size="sm">
          {titled(t, broadcast.title, parts[broadcast.id])}
        </Anchor>
      )}
      {after}
      {typeof summedSince === 'string' && ` ${t('operations.summed', { at: lately(summedSince) })}`}
      {act === 'account.share' && moved && ` ${t('operations.account.why', { why: moved })}`}
      {typeof reason === 'string' && ` ${t('operations.reason', { reason })}`}
    </>
  );
}
