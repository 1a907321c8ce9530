import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../api';
import { Confirm } from '../../../parts/forms/confirm';
import { tell } from '../../../parts/frame/toasts';
import { Template } from '../../../parts/texts/highlighted-text';
import { languageName } from '../../../parts/texts/language-name';
import { listed } from '../../../times';
import type { ChangeForm, ComposeForm } from '../form.rules';
import { copied, type Copied, takenBack } from '../outline/parts.rules';

const keyOf = ({ channel, language }: Copied): string => `${channel} ${language}`;

/** Puts a channel's texts in the place of those that other channels have: shows which, and can be undone. */
export function CopyAgain({
  texts,
  from,
  to,
  change,
}: {
  texts: ComposeForm['texts'];
  from: Channel;
  /** Those that differ. */
  to: readonly Copied[];
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
        <CopyDialog texts={texts} from={from} to={to} change={change} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

function CopyDialog({
  texts,
  from,
  to,
  change,
  onClose,
}: Parameters<typeof CopyAgain>[0] & { onClose: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>(() => to.map(keyOf));
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
                <span className="message" lang={one.language}>
                  <Template text={texts[one.channel][one.language]?.body ?? ''} named />
                </span>
              }
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </Confirm>
  );
}
