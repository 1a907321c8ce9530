import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Submission } from '../../api';
import { languageName } from '../../parts/texts/language-name';
import { fieldId } from './field-focus';
import { Template } from '../../parts/texts/marked-text';
import { useShowField } from './outline/use-place';
import { pathOfPassage, type Pinned } from './texts/pinned.rules';

/** Why KPU sent it back, and what is left to mend: each passage leads to its place in its field. */
export function SentBackNote({
  submission,
  pinned,
}: {
  submission: Submission;
  /** Its passages in the present texts. */
  pinned: readonly Pinned[];
}) {
  const { t } = useTranslation();
  const { decidedBy, reason, passages } = submission;
  const left = pinned.filter(({ at }) => at !== null).length;
  return (
    <Alert color="red" title={t('broadcast.rejectedTitle', { name: decidedBy?.name ?? '' })}>
      <Stack gap="xs">
        {reason !== null && (
          <Text size="sm" className="message">
            {reason}
          </Text>
        )}
        {passages.length > 0 && (
          <Text size="sm" fw={600} role="status">
            {left > 0 ? t('sentBack.left', { count: left }) : t('sentBack.allChanged')}
          </Text>
        )}
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('pins.list')}>
          {pinned.map((one) => (
            <Place key={`${fieldId(one.passage)} ${one.passage.start} ${one.passage.reason}`} {...one} />
          ))}
        </Stack>
      </Stack>
    </Alert>
  );
}

function Place({ passage, at }: Pinned) {
  const { t } = useTranslation();
  const showField = useShowField();
  const { channel, language, field, quote, reason } = passage;
  const where = [
    t(`channels.${channel}`),
    languageName(language),
    ...(field === 'subject' ? [t('compose.subject')] : []),
  ].join(' · ');
  return (
    <Group component="li" gap="xs" align="baseline" className="pin">
      <Text size="sm" style={{ flex: '1 1 12rem', overflowWrap: 'anywhere' }}>
        {where}: “<Template text={quote} named />” – {reason}
      </Text>
      {at ? (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={`${t('sentBack.go')}: ${where}`}
          onClick={() => showField(pathOfPassage(passage), at)}
        >
          {t('sentBack.go')}
        </Button>
      ) : (
        <Text size="sm" fw={600}>
          {t('sentBack.changed')}
        </Text>
      )}
    </Group>
  );
}
