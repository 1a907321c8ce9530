import { Button, Checkbox, Group, List, Stack, Text } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../../api/reviews';
import { brief } from '../../parts/texts/brief';
import { languageName } from '../../parts/texts/language-name';
import { usePlainNames } from '../../parts/texts/plain-names';
import { Template } from '../../parts/texts/highlighted-text';
import { useFindingWords } from '../../parts/refusals/finding-words';
import { type Marking, passageOf } from './marking.rules';
import { PinDialog } from './pins';

/**
 * The marks of one text by their numbers: a check-list for the reviewer.
 * @param marking null: nothing can be decided here
 */
export function Marks({
  of,
  from,
  text,
  marking,
}: {
  of: readonly Mark[];
  from: number;
  text: string;
  marking: Marking | null;
}) {
  const say = useFindingWords();
  if (of.length === 0) return null;
  return (
    <List size="sm" type="ordered" start={from} spacing="xs">
      {of.map((mark, index) => (
        <List.Item key={mark.id}>
          <Text span fw={600} size="sm">
            “<Template text={mark.quote} named />”
          </Text>{' '}
          {say(mark)}
          {marking && (
            <Decide mark={mark} no={from + index} text={text} sentence={say(mark)} marking={marking} />
          )}
        </List.Item>
      ))}
    </List>
  );
}

/**
 * Acknowledges one mark, or sends it back with a reason.
 * @param sentence its description, a hint beside the reason
 */
function Decide({
  mark,
  no,
  text,
  sentence,
  marking,
}: {
  mark: Mark;
  no: number;
  text: string;
  sentence: string;
  marking: Marking;
}) {
  const { t } = useTranslation();
  const named = usePlainNames();
  const [pinning, setPinning] = useState(false);
  const [pinned, setPinned] = useState(false);
  const state = marking.stateOf(mark);
  const passage = passageOf(mark);
  const where = [
    mark.channel === 'easy' ? t('marks.easy') : t(`channels.${mark.channel}`),
    ...(mark.field === 'subject' ? [t('compose.subject')] : []),
    languageName(mark.language),
  ].join(', ');
  // Offered once one of them is judged: a person decides about the words once, not for each language and channel.
  const alike = state === 'acknowledged' ? marking.alike(mark) : [];
  if (state === 'sentBack') return <SentBack focused={pinned} />;
  return (
    <Stack gap={4} mt={4}>
      <Group gap="sm">
        <Checkbox
          size="sm"
          label={t('marks.acknowledge')}
          // Several are on one page: each names its subject.
          aria-label={t('marks.acknowledgeOf', { no, quote: named(mark.quote), where })}
          data-mark={state}
          checked={state === 'acknowledged'}
          onChange={(event) => marking.acknowledge([mark], event.currentTarget.checked)}
        />
        {passage && state === 'open' && (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={t('marks.sendBackOf', { no, quote: named(mark.quote), where })}
            onClick={() => setPinning(true)}
          >
            {t('marks.sendBack')}
          </Button>
        )}
        {alike.length > 0 && (
          <Button variant="default" size="compact-sm" onClick={() => marking.acknowledge(alike, true)}>
            {t('marks.alike', { count: alike.length })}
          </Button>
        )}
      </Group>
      {pinning && passage && (
        <PinDialog
          text={text}
          chosen={passage}
          question={t('preflight.found', { quote: brief(named(mark.quote)), words: sentence })}
          sameWords={marking.sameWords}
          onPin={(pins) => {
            setPinned(true);
            marking.pin(pins);
          }}
          onClose={() => setPinning(false)}
        />
      )}
    </Stack>
  );
}

/** @param focused whether a dialog opened here sent it back: its button is gone, so the mark takes the focus */
function SentBack({ focused }: { focused: boolean }) {
  const { t } = useTranslation();
  const place = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    if (focused) place.current?.focus();
  }, [focused]);
  return (
    <Text ref={place} size="sm" fw={600} tabIndex={-1}>
      {t('marks.sentBack')}
    </Text>
  );
}
