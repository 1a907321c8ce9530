import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReviewView } from '../../api/reviews';
import { languageName } from '../../parts/texts/language-name';
import { Template } from '../../parts/texts/highlighted-text';
import { instant } from '../../times';
import { fieldId } from '../compose/field-focus';
import { pinnedInAll } from '../compose/texts/pinned.rules';
import { askedBefore } from './asked.rules';

/** What KPU asked for when it rejected the broadcast, and whether each passage is changed now. */
export function AskedBefore({ review: { submissions } }: { review: ReviewView }) {
  const { t } = useTranslation();
  const [current] = submissions;
  const asked = askedBefore(submissions);
  if (!current || !asked?.decidedBy || !asked.decidedAt) return null;
  const { contents } = current.document;
  const pinned = pinnedInAll(asked, (channel, language) => {
    const now = contents[channel]?.[language];
    return { subject: now?.subject ?? '', body: now?.text ?? '' };
  });
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
      </Stack>
    </Alert>
  );
}
