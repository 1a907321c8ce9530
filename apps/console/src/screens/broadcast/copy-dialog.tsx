import { Alert, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Broadcast, broadcasts, CHANNELS } from '../../api';
import { byLanguage } from '../../parts/language-name';
import { ChainLinks } from '../../parts/chain';
import { besides } from '../../parts/chain.rules';
import { instant } from '../../times';
import { Confirm } from './confirm';
import { type ShownBroadcast, shownOf } from './shown.rules';

type Texts = 'corrected' | 'own';

/** Before a text is copied that was corrected, or is being corrected: which text, and what is wrong with the other. */
export function CopyDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, chain } = broadcast;
  const by = chain?.correctedBy ?? null;
  const [texts, setTexts] = useState<Texts>(by ? 'corrected' : 'own');
  const correction = useQuery({
    queryKey: ['broadcast', by?.id],
    queryFn: () => broadcasts.get(by?.id ?? ''),
    enabled: typeof by?.id === 'string',
  });
  return (
    <Confirm
      id={id}
      title={t('copy.title')}
      go={t(by ? `copy.go.${texts}` : 'copy.go.only')}
      size="xl"
      danger={by !== null && texts === 'own'}
      onGo={async () => {
        const made = await broadcasts.copyTexts(id, texts);
        await navigate(`/tulis/${made.id}`);
      }}
      told={t('done.copy')}
      onClose={onClose}
    >
      {by ? (
        <Radio.Group label={t('copy.which')} value={texts} onChange={(value) => setTexts(value as Texts)}>
          <Stack mt="xs" gap="md">
            <Choice
              value="corrected"
              label={t('copy.corrected')}
              help={t('copy.from', {
                title: by.title ?? t('chain.other', { code: by.publicCode }),
                when: instant(by.approvedAt ?? by.updatedAt),
              })}
              warning={by.doubtedAt && t('chain.doubted', { when: instant(by.doubtedAt) })}
              text={correction.data && sampleOf(shownOf(correction.data))}
            />
            <Choice
              value="own"
              label={t('copy.own')}
              help={t('copy.ownHelp')}
              text={sampleOf(shownOf(broadcast))}
            />
          </Stack>
        </Radio.Group>
      ) : (
        <Alert color="orange" role="note" title={t('copy.beingCorrected')}>
          {chain && <ChainLinks of={besides(chain)} plain />}
        </Alert>
      )}
      <Text size="sm">{t('copy.rest')}</Text>
    </Confirm>
  );
}

function Choice({
  value,
  label,
  help,
  warning,
  text,
}: {
  value: Texts;
  label: string;
  help: string;
  warning?: string | null;
  text: { language: string; text: string } | null | undefined;
}) {
  return (
    <Stack gap={4}>
      <Radio
        value={value}
        label={label}
        description={help}
        data-autofocus={value === 'corrected' || undefined}
      />
      {warning && (
        <Text size="sm" fw={600} ps="xl">
          {warning}
        </Text>
      )}
      {text && (
        <Text size="sm" className="message" lang={text.language} lineClamp={4} ps="xl">
          {text.text}
        </Text>
      )}
    </Stack>
  );
}

/** One of its texts, to know it again by: the shortest channel's, Indonesian first. */
function sampleOf({ contents }: ShownBroadcast): { language: string; text: string } | null {
  for (const channel of CHANNELS.toReversed()) {
    const [first] = Object.entries(contents[channel] ?? {}).sort(([a], [b]) => byLanguage(a, b));
    if (first) return { language: first[0], text: first[1].text };
  }
  return null;
}
