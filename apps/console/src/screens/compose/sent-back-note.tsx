import { Anchor, List, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import type { Passage, Submission } from '../../api';
import { ReturnedNote } from '../../parts/broadcasts/returned-note';
import { Template } from '../../parts/texts/highlighted-text';
import { languageName } from '../../parts/texts/language-name';
import { useShowField } from './outline/use-place';
import { type Elsewhere, pathOfPassage, type Pinned, samePassage } from './texts/pinned.rules';

/** Why KPU sent it back, and what is left to mend: each passage leads to its place in its field. */
export function SentBackNote({
  submission,
  pinned,
  elsewhere,
}: {
  submission: Submission;
  /** Its passages in the present texts. */
  pinned: readonly Pinned[];
  /** The same words in texts that KPU did not mark. */
  elsewhere: readonly Elsewhere[];
}) {
  const { t } = useTranslation();
  const showField = useShowField();
  const show = ({ passage, at }: Pinned): void => showField(pathOfPassage(passage), at ?? undefined);
  // A link of the broadcast's own page names the passage.
  const { passage: named } = (useLocation().state ?? {}) as { passage?: Passage };
  const wanted = useRef(named);
  useEffect(() => {
    const one = pinned.find(({ passage }) => wanted.current && samePassage(passage, wanted.current));
    if (!one) return;
    // Its part may have to be shown first, which an effect must not do.
    const frame = requestAnimationFrame(() => {
      wanted.current = undefined;
      showField(pathOfPassage(one.passage), one.at ?? undefined);
    });
    return () => cancelAnimationFrame(frame);
  }, [pinned, showField]);
  return (
    <ReturnedNote
      submission={submission}
      pinned={pinned}
      also={
        elsewhere.length > 0 && (
          <>
            <Text size="sm" fw={600} mt="xs">
              {t('sentBack.alsoTitle')}
            </Text>
            <List size="sm" mt={4} spacing={4}>
              {elsewhere.map(({ passage, at }) => (
                <List.Item
                  key={`${pathOfPassage(passage)} ${passage.quote}`}
                  style={{ overflowWrap: 'anywhere' }}
                >
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    underline="always"
                    ta="start"
                    onClick={() => showField(pathOfPassage(passage), at)}
                  >
                    {[
                      t(`channels.${passage.channel}`),
                      languageName(passage.language),
                      ...(passage.field === 'subject' ? [t('compose.subject')] : []),
                    ].join(' · ')}
                    : “<Template text={passage.quote} named />”
                  </Anchor>
                </List.Item>
              ))}
            </List>
          </>
        )
      }
      lead={(one, words) => (
        <Anchor
          component="button"
          type="button"
          size="sm"
          underline="always"
          ta="start"
          onClick={() => show(one)}
        >
          {words}
        </Anchor>
      )}
    />
  );
}
