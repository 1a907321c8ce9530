import { Anchor } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import type { Passage, Submission } from '../../api';
import { ReturnedNote } from '../../parts/broadcasts/returned-note';
import { useShowField } from './outline/use-place';
import { pathOfPassage, type Pinned, samePassage } from './texts/pinned.rules';

/** Why KPU sent it back, and what is left to mend: each passage leads to its place in its field. */
export function SentBackNote({
  submission,
  pinned,
}: {
  submission: Submission;
  /** Its passages in the present texts. */
  pinned: readonly Pinned[];
}) {
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
