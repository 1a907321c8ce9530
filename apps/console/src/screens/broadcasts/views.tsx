import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BroadcastState } from '../../api';
import { number } from '../../times';
import classes from './views.module.css';
import { addressOf, countIn, inView, type Shown, VIEW_NAMES, viewOf } from './list.rules';

/** The parts of the list by what is left to do, each with its number of what is sought and filtered. */
export function Views({
  shown,
  byState,
  onShow,
}: {
  shown: Shown;
  /** null: not known yet. */
  byState: Partial<Record<BroadcastState, number>> | null;
  onShow: (shown: Shown) => void;
}) {
  const { t } = useTranslation();
  const here = viewOf(shown.filters);
  const strip = useRef<HTMLElement>(null);
  // On a phone the present one may stand outside the strip.
  useEffect(() => {
    const one = strip.current?.querySelector<HTMLElement>('[aria-current]');
    if (strip.current && one)
      strip.current.scrollLeft = one.offsetLeft - (strip.current.clientWidth - one.offsetWidth) / 2;
  }, [here]);
  return (
    <nav ref={strip} className={classes['views']} aria-label={t('list.views.title')}>
      {VIEW_NAMES.map((view) => {
        const there = inView(shown, view);
        return (
          <Link
            key={view}
            to={{ search: new URLSearchParams(addressOf(there)).toString() }}
            aria-current={view === here ? 'true' : undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              // As any other filter: no entry in the history, and the focus stays.
              event.preventDefault();
              onShow(there);
            }}
          >
            {t(`list.views.${view}`)}{' '}
            {byState && <span className={classes['count']}>{number(countIn(view, byState))}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
