import { Button, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Passage } from '../../api';
import { Dialog } from '../../parts/forms/dialog';
import { Template } from '../../parts/texts/highlighted-text';
import { onlyParagraph } from '../../parts/texts/highlights.rules';
import { ParagraphChoice } from '../../parts/texts/paragraph-choice';
import { Reason } from '../../parts/forms/reason';

/** A passage that is about to get a reason. */
export type Chosen = Omit<Passage, 'reason'>;

/**
 * Asks what is wrong with a passage; without a selection, first asks for the paragraph if there are several.
 * @param question of the automatic check, a hint: the author gets the reviewer's own words
 */
export function PinDialog({
  text,
  chosen,
  question,
  onPin,
  onClose,
}: {
  text: string;
  chosen: Chosen;
  question?: string;
  onPin: (passage: Passage) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [passage, setPassage] = useState<Chosen | null>(() => {
    if (chosen.quote !== '') return chosen;
    const only = onlyParagraph(text);
    return only && { ...chosen, ...only };
  });
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passage) onPin({ ...passage, reason: reason.trim() });
    onClose();
  };
  if (!passage) {
    return (
      <ParagraphChoice
        title={t('pins.which')}
        help={t('pins.choose')}
        text={text}
        language={chosen.language}
        onChoose={(paragraph) => setPassage({ ...chosen, ...paragraph })}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog title={t('pins.title')} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" fw={600} className="message" lang={chosen.language}>
            “<Template text={passage.quote} named />”
          </Text>
          {question !== undefined && (
            <Text size="sm" c="dimmed">
              {t('pins.question', { words: question })}
            </Text>
          )}
          <Reason label={t('pins.reason')} value={reason} onChange={setReason} required />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('actions.cancel')}
            </Button>
            <Button type="submit" disabled={reason.trim() === ''}>
              {t('pins.pin')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** The passages of one text with pinned reasons. @param onRemove absent where they can no longer be removed */
export function Pins({ of, onRemove }: { of: readonly Passage[]; onRemove?: (passage: Passage) => void }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('pins.list')}>
      {of.map((passage) => (
        <Group
          key={`${passage.field} ${passage.start} ${passage.quote}`}
          component="li"
          gap="xs"
          align="flex-start"
          className="pin"
        >
          <Stack gap={0} style={{ flex: '1 1 12rem' }}>
            <Text size="sm" lang={passage.language} className="message">
              “<Template text={passage.quote} named />”
            </Text>
            <Text size="sm" fw={600}>
              {passage.reason}
            </Text>
          </Stack>
          {onRemove && (
            <Button variant="subtle" size="compact-sm" onClick={() => onRemove(passage)}>
              {t('pins.remove')}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
