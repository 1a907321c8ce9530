import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommentThread } from '../../api/comments';
import classes from './comments.module.css';
import type { Talk } from './discussion';
import { placedCards } from './margin.rules';
import { Thread } from './threads';

const GAP_PX = 8;

/** A thread on words of a text, with the number that both have. */
export interface MarginThread {
  thread: CommentThread;
  no: string;
}

/**
 * Threads beside the text that they are about, each at the height of its words.
 * @param of in the order of their words
 * @param text the element with the marks, which begins where the margin does
 * @param onSettled after one is resolved and gone: moves the focus
 */
export function Margin({
  talk,
  of,
  text,
  onSettled,
}: {
  talk: Talk;
  of: readonly MarginThread[];
  text: RefObject<HTMLElement | null>;
  onSettled: () => void;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const [placed, setPlaced] = useState<{ tops: readonly number[]; end: number }>({ tops: [], end: 0 });
  const numbers = of.map(({ no }) => no).join(' ');
  useLayoutEffect(() => {
    const cards = list.current;
    const words = text.current;
    if (!cards || !words) return;
    const place = (): void => {
      const above = cards.getBoundingClientRect().top;
      const sizes = numbers.split(' ').map((no, index) => {
        const mark = words.querySelector(`[data-of~="${no}"]`)?.getClientRects()[0];
        const height = cards.children[index]?.getBoundingClientRect().height ?? 0;
        return { at: mark ? mark.top - above : 0, height };
      });
      const tops = placedCards(sizes, GAP_PX);
      const end = (tops.at(-1) ?? 0) + (sizes.at(-1)?.height ?? 0);
      setPlaced((now) => (now.end === end && now.tops.join() === tops.join() ? now : { tops, end }));
    };
    place();
    // An answer that is being written makes its card higher, and a narrower window the text longer.
    const sized = new ResizeObserver(place);
    for (const one of [words, ...cards.children]) sized.observe(one);
    return () => sized.disconnect();
  }, [numbers, text]);
  return (
    <ul
      ref={list}
      className={classes['margin']}
      style={{ minHeight: placed.end }}
      aria-label={t('comments.title')}
    >
      {of.map(({ thread, no }, index) => (
        <Thread
          key={thread.id}
          talk={talk}
          thread={thread}
          no={no}
          top={placed.tops[index] ?? 0}
          onSettled={onSettled}
        />
      ))}
    </ul>
  );
}
