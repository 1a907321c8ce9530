import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../api';
import { Confirm } from '../../../parts/forms/confirm';
import { tell } from '../../../parts/frame/toasts';
import { Template } from '../../../parts/texts/highlighted-text';
import { languageName } from '../../../parts/texts/language-name';
import type { SampleCitizen } from '../../../parts/texts/samples.rules';
import { listed, number } from '../../../times';
import type { ChangeForm, ComposeForm } from '../form.rules';
import { copied, type Copied, copiesOf, takenBack } from '../outline/parts.rules';
import { type TextSetting, useLook, type Written } from './use-look';

const keyOf = ({ channel, language }: Copied): string => `${channel} ${language}`;

/** Puts a channel's texts in the place of those that other channels have: shows which, and can be undone. */
export function CopyAgain({
  texts,
  from,
  to,
  setting,
  sample,
  change,
}: {
  texts: ComposeForm['texts'];
  from: Channel;
  /** Those that differ. */
  to: readonly Copied[];
  setting: TextSetting;
  sample: SampleCitizen;
  change: ChangeForm;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="subtle" size="xs" onClick={() => setAsking(true)}>
        {t('texts.copyAgain')}
      </Button>
      {asking && (
        <CopyDialog
          texts={texts}
          from={from}
          to={to}
          setting={setting}
          sample={sample}
          change={change}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function CopyDialog({
  texts,
  from,
  to,
  setting,
  sample,
  change,
  onClose,
}: Parameters<typeof CopyAgain>[0] & { onClose: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>(() => copiesOf(texts, from, to).map(keyOf));
  const nameOf = ({ channel, language }: Copied): string =>
    `${t(`channels.${channel}`)} · ${languageName(language)}`;
  const replace = async (): Promise<void> => {
    const places = to.filter((one) => chosen.includes(keyOf(one)));
    const copies = copied(texts, from, places);
    change({ texts: copies });
    tell({
      text: t('texts.spread', { channels: listed(places.map(nameOf)) }),
      undo: async () => {
        change((now) => ({ texts: takenBack(now.texts, copies, texts, places) }));
        return t('texts.copyUndone');
      },
    });
  };
  return (
    <Confirm
      touches={[]}
      title={t('texts.copyAgainTitle', { channel: t(`channels.${from}`) })}
      go={t('texts.replace')}
      ready={chosen.length > 0}
      onGo={replace}
      onClose={onClose}
    >
      <Text size="sm">{t('texts.copyAgainHelp')}</Text>
      <Checkbox.Group value={[...chosen]} onChange={setChosen} aria-label={t('texts.replaced')}>
        <Stack gap="sm">
          {to.map((one) => (
            <Checkbox
              key={keyOf(one)}
              value={keyOf(one)}
              label={nameOf(one)}
              description={
                <>
                  <span className="message" lang={one.language}>
                    <Template text={texts[one.channel][one.language]?.body ?? ''} named />
                  </span>
                  {one.channel === 'sms' && (
                    <NewLength
                      channel={one.channel}
                      language={one.language}
                      text={copied(texts, from, to)[one.channel][one.language]}
                      setting={setting}
                      sample={sample}
                    />
                  )}
                </>
              }
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </Confirm>
  );
}

/** How long an SMS would become; nothing until the server has counted it. */
function NewLength(written: Written) {
  const { t } = useTranslation();
  const { look } = useLook(written);
  const sms = look.data?.lengths.find(({ path }) => path === 'body')?.sms;
  if (!sms) return null;
  const allowed = written.setting.smsOverride?.segments ?? 1;
  const over = sms.segments > allowed;
  return (
    <Text span display="block" size="sm" mt={4} fw={600} c={over ? 'red.9' : undefined}>
      {t(over ? 'texts.becomesOver' : 'texts.becomes', {
        characters: number(sms.characters),
        segments: number(sms.segments),
        allowed: number(allowed),
      })}
    </Text>
  );
}
