import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS } from '../../api';
import type { ReviewView } from '../../api/reviews';
import { Template } from '../../parts/texts/highlighted-text';
import { languageName } from '../../parts/texts/language-name';
import { usePlainNames } from '../../parts/texts/plain-names';
import { instant } from '../../times';
import { fieldId } from '../compose/field-focus';
import { alsoElsewhere, pinnedInAll } from '../compose/texts/pinned.rules';
import { askedBefore } from './asked.rules';

/**
 * What KPU asked for when it rejected the broadcast, whether each passage is changed now, and where the same words stand in
 * texts that it did not mark.
 */
export function AskedBefore({ review: { submissions } }: { review: ReviewView }) {
  const { t } = useTranslation();
  const named = usePlainNames();
  const [current] = submissions;
  const asked = askedBefore(submissions);
  if (!current || !asked?.decidedBy || !asked.decidedAt) return null;
  const { contents } = current.document;
  const textOf = (channel: Channel, language: string) => {
    const now = contents[channel]?.[language];
    return { subject: now?.subject ?? '', body: now?.text ?? '' };
  };
  const pinned = pinnedInAll(asked, textOf);
  const used = CHANNELS.filter((channel) => channel in contents);
  const elsewhere = alsoElsewhere(pinned, used, textOf);
  return (
    <Alert
      color="yellow"
      role="note"
      title={t('asked.title', { at: instant(asked.decidedAt), name: asked.decidedBy.name })}
    >
      <Stack gap="xs">
        {asked.reason && (
          <Text size="sm" className="message">
            {asked.reason}
          </Text>
        )}
        {pinned.length > 0 && (
          <Stack
            component="ul"
            gap="xs"
            m={0}
            p={0}
            style={{ listStyle: 'none' }}
            aria-label={t('pins.list')}
          >
            {pinned.map(({ passage, at }) => (
              <Text
                key={`${fieldId(passage)} ${passage.start} ${passage.reason}`}
                component="li"
                size="sm"
                className="pin"
                style={{ overflowWrap: 'anywhere' }}
              >
                {t(`channels.${passage.channel}`)} · {languageName(passage.language)}: “
                <Template text={passage.quote} named />” – {passage.reason}{' '}
                <Text span size="sm" fw={600}>
                  {t(at ? 'asked.unchanged' : 'asked.changed')}
                </Text>
              </Text>
            ))}
          </Stack>
        )}
        {elsewhere.map(({ passage }) => (
          <Text key={`${fieldId(passage)} ${passage.start}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('sentBack.elsewhere', {
              quote: named(passage.quote),
              where: [t(`channels.${passage.channel}`), languageName(passage.language)].join(' · '),
            })}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
