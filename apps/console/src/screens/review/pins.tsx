import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Passage } from '../../api';
import { languageName } from '../../parts/texts/language-name';
import { Dialog } from '../../parts/forms/dialog';
import { Template } from '../../parts/texts/highlighted-text';
import { onlyParagraph } from '../../parts/texts/highlights.rules';
import { ParagraphChoice } from '../../parts/texts/paragraph-choice';
import { Reason } from '../../parts/forms/reason';

/** A passage that is about to get a reason. */
export type Chosen = Omit<Passage, 'reason'>;

/** The text that a passage is in, in words. */
const whereWords = (t: TFunction, { channel, language, field }: Chosen): string =>
  [
    t(`channels.${channel}`),
    languageName(language),
    ...(field === 'subject' ? [t('compose.subject')] : []),
  ].join(' · ');

/**
 * Asks what is wrong with a passage; without a selection, first asks for the paragraph if there are several.
 * @param written the reason so far, where it is changed
 * @param sameWords where the words of a passage stand in other texts: each can get the same reason
 * @param question of the automatic check, a hint: the author gets the reviewer's own words
 */
export function PinDialog({
  text,
  chosen,
  written = '',
  question,
  sameWords = () => [],
  onPin,
  onClose,
}: {
  text: string;
  chosen: Chosen;
  written?: string;
  question?: string;
  sameWords?: (passage: Chosen) => readonly Passage[];
  onPin: (passages: readonly Passage[]) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [passage, setPassage] = useState<Chosen | null>(() => {
    if (chosen.quote !== '') return chosen;
    const only = onlyParagraph(text);
    return only && { ...chosen, ...only };
  });
  const [reason, setReason] = useState(written);
  const [also, setAlso] = useState<readonly string[]>([]);
  const elsewhere = passage ? sameWords(passage) : [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passage) {
      const those = elsewhere.filter((one) => also.includes(whereWords(t, one)));
      onPin([passage, ...those].map((one) => ({ ...one, reason: reason.trim() })));
    }
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
          {elsewhere.length > 0 && (
            <Checkbox.Group
              label={t('pins.elsewhere')}
              description={t('pins.elsewhereHelp')}
              value={[...also]}
              onChange={setAlso}
            >
              <Stack gap="xs" mt="xs">
                {elsewhere.map((one) => (
                  <Checkbox
                    key={whereWords(t, one)}
                    value={whereWords(t, one)}
                    label={t('pins.alsoIn', { where: whereWords(t, one) })}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('actions.cancel')}
            </Button>
            <Button type="submit" disabled={reason.trim() === ''}>
              {t(written === '' ? 'pins.pin' : 'pins.edit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/**
 * The passages with pinned reasons.
 * @param placed whether each names its text: they are of several
 * @param onRemove and `onEdit` are absent where nothing can be changed any more
 */
export function Pins({
  of,
  placed = false,
  onRemove,
  onEdit,
}: {
  of: readonly Passage[];
  placed?: boolean;
  onRemove?: (passage: Passage) => void;
  onEdit?: (passage: Passage, reason: string) => void;
}) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Passage | null>(null);
  if (of.length === 0) return null;
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('pins.list')}>
      {of.map((passage) => (
        <Group
          key={`${passage.channel} ${passage.language} ${passage.field} ${passage.start} ${passage.quote}`}
          component="li"
          gap="xs"
          align="flex-start"
          className="pin"
        >
          <Stack gap={0} style={{ flex: '1 1 12rem' }}>
            {placed && (
              <Text size="xs" c="dimmed">
                {whereWords(t, passage)}
              </Text>
            )}
            <Text size="sm" lang={passage.language} className="message">
              “<Template text={passage.quote} named />”
            </Text>
            <Text size="sm" fw={600}>
              {passage.reason}
            </Text>
          </Stack>
          {onEdit && (
            <Button variant="subtle" size="compact-sm" onClick={() => setEdited(passage)}>
              {t('pins.edit')}
            </Button>
          )}
          {onRemove && (
            <Button variant="subtle" size="compact-sm" onClick={() => onRemove(passage)}>
              {t('pins.remove')}
            </Button>
          )}
        </Group>
      ))}
      {edited && onEdit && (
        <PinDialog
          text=""
          chosen={edited}
          written={edited.reason}
          onPin={([changed]) => {
            if (changed) onEdit(edited, changed.reason);
          }}
          onClose={() => setEdited(null)}
        />
      )}
    </Stack>
  );
}
