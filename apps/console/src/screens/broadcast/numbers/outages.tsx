import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Course } from '../../../api';
import { answerWords } from '../../../parts/sending/answer-words';
import { lately, number } from '../../../times';
import { awayOf, whyOf } from '../../operations/troubles.rules';

/** Outages shown; a provider that came and went all night is one story. */
const SHOWN = 6;

/** What its providers did to a broadcast, each from its beginning to its end: what stands has a note of its own. */
export function Outages({ of }: { of: Course['outages'] }) {
  const { t } = useTranslation();
  const over = of.flatMap((one) => (one.to === null ? [] : [{ ...one, to: one.to }]));
  if (over.length === 0) return null;
  return (
    <Stack gap={4} component="section" aria-label={t('outages.title')}>
      <Text size="sm" fw={600}>
        {t('outages.title')}
      </Text>
      {over.slice(0, SHOWN).map(({ kind, channel, account, from, to, reason }) => (
        <Text key={`${kind} ${account ?? channel} ${from}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Text span fw={600} className="steady">
            {t('outages.span', { from: lately(from), to: lately(to) })}
          </Text>{' '}
          {t(
            kind === 'slow'
              ? 'outages.slow'
              : `outages.${awayOf(whyOf({ cause: 'away', brake: null, reason }))}`,
            {
              channel: account
                ? t('outages.ofAccount', { account, channel: t(`channels.${channel}`) })
                : t(`channels.${channel}`),
            },
          )}
          {reason !== null && (
            <Text span size="sm" c="dimmed">
              {' '}
              {answerWords(t, reason)}
            </Text>
          )}
        </Text>
      ))}
      {over.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {t('outages.more', { shown: number(over.length - SHOWN) })}
        </Text>
      )}
    </Stack>
  );
}
