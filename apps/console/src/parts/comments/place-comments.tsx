import { Button, Group } from '@mantine/core';
import IconMessage from '@tabler/icons-react/icons/IconMessage';
import IconMessagePlus from '@tabler/icons-react/icons/IconMessagePlus';
import { type ReactNode, type RefObject, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommentThread } from '../../api/comments';
import { CommentForm, type Marked } from './comment-form';
import { type CommentedPart, openIn, type Spot } from './comments.rules';
import classes from './comments.module.css';
import { useKeep, useTalk } from './discussion';
import { type Beside, Threads } from './threads';

/**
 * The comments on one place of a screen: a button with their number unfolds them, another adds one. Those on a part
 * stand in the row of its title, and unfold below it.
 * @param threads those of this place
 * @param about the name of the place
 * @param passage where words of a text can be marked
 * @param unfolds unfolds the comments, from another place of the screen
 * @param lead what else stands in the row of buttons
 */
export function PlaceComments({
  part,
  about,
  threads,
  passage,
  beside,
  unfolds,
  lead,
}: {
  part: CommentedPart;
  about: string;
  threads: readonly CommentThread[];
  passage?: { spot: Spot; text: string; select: () => { start: number; quote: string } | null };
  beside?: (thread: CommentThread) => Beside;
  unfolds?: RefObject<(() => void) | null>;
  lead?: ReactNode;
}) {
  const { t } = useTranslation();
  const talk = useTalk();
  const keep = useKeep(talk?.id ?? '');
  const adds = useRef<HTMLButtonElement>(null);
  const [unfolded, setUnfolded] = useState(false);
  const [asked, setAsked] = useState<{ marked: Marked | null } | null>(null);
  const open = openIn(threads);
  const counted =
    open > 0 ? t('comments.count', { count: open }) : t('comments.resolvedOnes', { count: threads.length });
  const ask = (): void => {
    const at = passage?.select() ?? { start: 0, quote: '' };
    setAsked({ marked: passage ? { ...passage.spot, ...at } : null });
  };
  useImperativeHandle(unfolds, () => () => setUnfolded(true));
  const close = (): void => {
    setAsked(null);
    adds.current?.focus();
  };
  if (!talk && !lead) return null;
  return (
    // The same before there is a discussion: the first save closes no menu in the row.
    <Group gap="xs" {...(!passage && { className: classes['ofPart'] })}>
      <Group gap="xs">
        {lead}
        {talk?.open && (!passage || passage.text.trim() !== '') && (
          <Button
            ref={adds}
            variant="subtle"
            size="compact-sm"
            leftSection={<IconMessagePlus size={16} aria-hidden />}
            aria-label={passage ? `${t('comments.add')}: ${about}` : t('comments.addTo', { part: about })}
            aria-expanded={asked !== null}
            // Pressing the button must not clear the selection.
            onMouseDown={(event) => event.preventDefault()}
            onClick={ask}
          >
            {t('comments.add')}
          </Button>
        )}
        {threads.length > 0 && (
          <Button
            variant={open > 0 ? 'light' : 'subtle'}
            size="compact-sm"
            leftSection={<IconMessage size={16} aria-hidden />}
            aria-label={`${counted}: ${about}`}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {counted}
          </Button>
        )}
      </Group>
      {talk && unfolded && threads.length > 0 && (
        <div className={classes['below']}>
          <Threads
            talk={talk}
            of={threads}
            {...(beside && { beside })}
            onSettled={() => adds.current?.focus()}
          />
        </div>
      )}
      {talk && asked && (
        <CommentForm
          talk={talk}
          part={part}
          about={about}
          marked={asked.marked}
          text={passage?.text ?? ''}
          onSaid={(discussion) => {
            keep(discussion);
            setUnfolded(true);
          }}
          onClose={close}
        />
      )}
    </Group>
  );
}
