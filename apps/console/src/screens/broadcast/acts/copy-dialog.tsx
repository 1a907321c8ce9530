import { Alert, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Broadcast, broadcasts } from '../../../api';
import { Asking } from '../../../parts/frame/asking';
import { languageName } from '../../../parts/texts/language-name';
import { ChainLinks, CompletesLine } from '../../../parts/broadcasts/chain';
import {
  asksWhichText,
  besides,
  correctedText,
  takenBackIn,
  unsettledBy,
} from '../../../parts/broadcasts/chain.rules';
import { instant } from '../../../times';
import { differing } from '../correcting/differing.rules';
import { Confirm } from './confirm';
import { type ShownBroadcast, shownOf } from '../content/shown.rules';
import { Changed } from '../content/texts';

type Texts = 'corrected' | 'own';

/** Asks which text to copy from a broadcast that is corrected, withdrawn or in doubt, and shows its faults. */
export function CopyDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, chain, doubt, withdrawal, copyMark, submission } = broadcast;
  const by = chain?.correctedBy ?? null;
  const takenBack = copyMark === 'withdrawn';
  // Of any other, citizens can look up nothing.
  const approved = submission?.decision === 'approved';
  const fell = chain?.completes?.stands === false;
  const wrong = takenBackIn(chain) !== undefined;
  // Where neither text holds, nobody takes one by leaving a choice as it was.
  const unsettled = unsettledBy(chain);
  const [texts, setTexts] = useState<Texts | null>(by ? (unsettled ? null : 'corrected') : 'own');
  const correction = useQuery({
    queryKey: ['broadcast', by?.id],
    queryFn: () => broadcasts.get(by?.id ?? ''),
    enabled: typeof by?.id === 'string',
  });
  return (
    <Confirm
      id={id}
      title={t(takenBack ? 'copy.withdrawnTitle' : copyTitle(chain, withdrawal !== null))}
      go={t(by && texts ? `copy.go.${texts}` : 'copy.go.only')}
      ready={texts !== null}
      size="xl"
      danger={by !== null && texts === 'own'}
      onGo={async () => {
        const made = await broadcasts.copyTexts(id, texts ?? 'own');
        await navigate(`/tulis/${made.id}`);
        return made;
      }}
      told={({ draft }) => ({ text: t(draft.schedule ? 'done.copy' : 'done.copyTimeless') })}
      onClose={onClose}
    >
      {withdrawal && (
        <Alert color="orange" role="note" title={t('copy.withdrawn')}>
          <Text size="sm">
            {t('broadcast.withdrawnBy', { name: withdrawal.by.name, when: instant(withdrawal.at) })}
          </Text>
          {withdrawal.reason && (
            <Text size="sm">{t('broadcast.withdrawnWhy', { reason: withdrawal.reason })}</Text>
          )}
          <Text size="sm">{t('copy.withdrawnMarked')}</Text>
        </Alert>
      )}
      {takenBack && !withdrawal && (
        <Alert color="orange" role="note" title={t('copy.takenBack')}>
          {approved && <Text size="sm">{t('citizensRead.withdrawn')}</Text>}
          {fell && chain.completes && <CompletesLine link={chain.completes} plain />}
          {doubt?.reason && <Text size="sm">{t('liftDoubt.why', { reason: doubt.reason })}</Text>}
          <Text size="sm">{t(doubt ? 'copy.doubtedMarked' : 'copy.withdrawnMarked')}</Text>
        </Alert>
      )}
      {/* A correction that holds has decided the doubt. */}
      {(doubt !== null || copyMark === 'doubted') && !by && !takenBack && (
        <Alert color="orange" role="note" title={t('copy.doubted')}>
          {!doubt && chain?.completes && <CompletesLine link={chain.completes} plain />}
          {doubt?.reason && <Text size="sm">{t('liftDoubt.why', { reason: doubt.reason })}</Text>}
          <Text size="sm">{t('copy.doubtedMarked')}</Text>
        </Alert>
      )}
      {by && (
        <Radio.Group
          label={t('copy.which')}
          description={unsettled && t('copy.neither')}
          value={texts}
          onChange={(value) => setTexts(value as Texts)}
        >
          <Stack mt="xs" gap="md">
            <Choice
              value="corrected"
              label={t(correctedText(chain))}
              help={t('copy.from', {
                title: by.title ?? t('chain.other', { code: by.publicCode }),
                when: instant(by.approvedAt ?? by.updatedAt),
              })}
              warning={
                unsettled === 'fallen'
                  ? t('copy.fallen')
                  : by.doubtedAt && t('chain.doubted', { when: instant(by.doubtedAt) })
              }
            />
            <Choice value="own" label={t('copy.own')} help={t('copy.ownHelp')} />
          </Stack>
        </Radio.Group>
      )}
      {!by && chain && asksWhichText(chain) && (
        <Alert color="orange" role="note" title={t(wrong ? 'copy.wrong' : 'copy.beingCorrected')}>
          <ChainLinks of={besides(chain)} plain />
        </Alert>
      )}
      {correction.data && <Differences old={shownOf(broadcast)} now={shownOf(correction.data)} />}
      {correction.isLoading && <Asking of={correction} />}
      <Text size="sm">{t('copy.rest')}</Text>
    </Confirm>
  );
}

/** The words of the title, by what is known of the text. @param withdrawn whether it was taken back */
function copyTitle(
  chain: Broadcast['chain'],
  withdrawn: boolean,
): `copy.${'title' | 'wrongTitle' | 'doubtedTitle' | 'withdrawnTitle'}` {
  if (takenBackIn(chain)) return 'copy.wrongTitle';
  if (chain?.correctedBy) return 'copy.title';
  return withdrawn && !asksWhichText(chain) ? 'copy.withdrawnTitle' : 'copy.doubtedTitle';
}

function Choice({
  value,
  label,
  help,
  warning,
}: {
  value: Texts;
  label: string;
  help: string;
  warning?: string | null;
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
    </Stack>
  );
}

/** The texts in which the two versions differ, with their differences, as a basis for the choice. */
function Differences({ old, now }: { old: ShownBroadcast; now: ShownBroadcast }) {
  const { t } = useTranslation();
  const found = differing(old.contents, now.contents);
  if (found.length === 0) return <Text size="sm">{t('copy.same')}</Text>;
  return (
    <Stack gap="xs" component="section" aria-label={t('copy.differs')}>
      <Text size="sm" fw={600}>
        {t('copy.differs')}
      </Text>
      {found.map((one) => (
        <Stack gap={2} key={`${one.channel} ${one.language}`}>
          <Text size="sm" fw={500}>
            {t(`channels.${one.channel}`)} · {languageName(one.language)}
          </Text>
          {one.old && one.now ? (
            <div lang={one.language}>
              {one.old.subject !== one.now.subject && (
                <Text size="sm" fw={600}>
                  <Changed from={one.old.subject ?? ''} to={one.now.subject ?? ''} brief />
                </Text>
              )}
              <Text size="sm" className="message">
                <Changed from={one.old.text} to={one.now.text} brief />
              </Text>
            </div>
          ) : (
            <Text size="sm">{t(one.now ? 'copy.onlyCorrected' : 'copy.onlyOwn')}</Text>
          )}
        </Stack>
      ))}
      <Text size="sm" c="dimmed">
        {t('copy.differsHelp')}
      </Text>
    </Stack>
  );
}
