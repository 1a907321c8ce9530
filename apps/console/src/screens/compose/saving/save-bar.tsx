import { Button, Paper, Text } from '@mantine/core';
import IconCloudCheck from '@tabler/icons-react/icons/IconCloudCheck';
import IconCloudUp from '@tabler/icons-react/icons/IconCloudUp';
import { Fragment, type ReactNode, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../../api';
import { BarToastPlace } from '../../../parts/frame/toasts';
import { usePerson } from '../../../session';
import { lately } from '../../../times';
import classes from './save-bar.module.css';
import { ShowField, useShowField } from '../outline/use-place';
import { isSettled, type Preflight, PreflightList } from '../preflight';
import { leftOf, type Place } from '../preflight.rules';
import type { Overtaken, Standing } from './use-saving';

/** Standings that come and go by themselves: a few words in a place of their own, which moves nothing. */
const PASSING: readonly Standing[] = ['saved', 'waiting', 'saving', 'untitled'];

/**
 * Always visible: whether the form is saved, and the next step. While the draft saves itself the buttons stay where they
 * are, and as they are: only the words beside them change.
 */
export function SaveBar({
  standing,
  view,
  overtaken,
  preflight,
  outdated,
  listed,
  acts,
  onMend,
  onCheck,
  onCompare,
}: {
  standing: Standing;
  view: Broadcast | null;
  /** The version that was saved elsewhere; null: none. */
  overtaken: Overtaken | null;
  /** Null: not checked yet. */
  preflight: Preflight | null;
  /** Whether the list is of an earlier content of the form. */
  outdated: boolean;
  /** Whether the list itself is on the screen: then its number is not repeated. */
  listed: boolean;
  /** Acts on the saved draft, the next step last. */
  acts: { test: ReactNode; onward: ReactNode } | null;
  onMend: (places: readonly Place[]) => void;
  /** Leads to the part that checks and submits; null: the acts stand here. */
  onCheck: (() => void) | null;
  onCompare: () => void;
}) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const list = useId();
  const [open, setOpen] = useState(false);
  const showField = useShowField();
  const opener = useRef<HTMLButtonElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useClearOf(bar);
  const counts = preflight && countsOf(preflight);
  const passing = PASSING.includes(standing);
  const Sign = standing === 'saved' ? IconCloudCheck : IconCloudUp;
  return (
    <Paper
      ref={bar}
      withBorder
      className={classes.bar}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        opener.current?.focus();
      }}
    >
      {open && preflight && !listed && (
        <section id={list} aria-label={t('preflight.title')} className={classes.list}>
          {/* What was chosen is in the page: the list would lie over it. */}
          <ShowField
            value={(path, span) => {
              setOpen(false);
              showField(path, span);
            }}
          >
            <PreflightList of={preflight} outdated={outdated} onMend={onMend} />
          </ShowField>
        </section>
      )}
      <BarToastPlace />
      <div className={classes.row}>
        <Text
          size="sm"
          role="status"
          className={classes.standing}
          data-passing={passing || undefined}
          data-signed={(passing && standing !== 'untitled') || undefined}
        >
          {passing && standing !== 'untitled' && (
            <Sign size={18} stroke={1.75} aria-hidden className={classes.sign} />
          )}
          <span>{said()}</span>
        </Text>
        <div className={classes.acts}>
          {counts !== null && !listed && onCheck && counts.length === 0 && (
            <Button px="sm" onClick={onCheck}>
              {t('compose.toCheck')}
            </Button>
          )}
          {counts !== null && !listed && !(onCheck && counts.length === 0) && (
            <Button
              className={classes.counts}
              // While something is missing this is the next step.
              variant={preflight && !isSettled(preflight) ? 'light' : 'default'}
              ref={opener}
              px="sm"
              aria-expanded={open}
              aria-busy={outdated || undefined}
              // The label is long: it takes two lines where there is no room.
              h="auto"
              mih={36}
              py={4}
              styles={{ label: { whiteSpace: 'normal', overflow: 'visible', lineHeight: 1.3 } }}
              aria-controls={open ? list : undefined}
              onClick={() => setOpen(!open)}
            >
              <span>
                {(counts.length === 0 ? [t('preflight.ready')] : counts).map((one, at) => (
                  <Fragment key={one}>
                    {at > 0 && ' · '}
                    <span className={classes.count}>{one}</span>
                  </Fragment>
                ))}
              </span>
            </Button>
          )}
          {acts?.test}
          {standing === 'overtaken' ? (
            <Button onClick={onCompare} px="sm">
              {t('compose.compare')}
            </Button>
          ) : (
            <Button type="submit" px="sm" variant={passing ? 'default' : 'filled'}>
              {t('compose.save')}
            </Button>
          )}
          {acts?.onward}
        </div>
      </div>
    </Paper>
  );

  function said(): string {
    if (standing === 'saved' && view) return t('saving.saved', { when: lately(view.updatedAt) });
    if (standing === 'overtaken' && overtaken?.theirs.edited?.by.id === personId)
      return t('saving.overtakenHere');
    // Between two keys there is always a moment in which nothing is sent yet.
    return t(`saving.${standing === 'waiting' ? 'saving' : standing}`);
  }

  function countsOf({ must, back, look }: Preflight): string[] {
    const count = leftOf({ must, back }).length;
    const words = must.length === 0 ? 'back' : back.length === 0 ? 'must' : 'mustBack';
    return [
      ...(count > 0 ? [t(`preflight.${words}`, { count, back: back.length })] : []),
      ...(look.length > 0 ? [t('preflight.look', { count: look.length })] : []),
    ];
  }
}

/** What must be in sight of a focused element, in px. */
const FIRST_LINES = 40;

/** Keeps the focused element clear of the bar, whatever its height: its list opens and grows. */
function useClearOf(bar: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      style.setProperty('--save-bar', `${element.offsetHeight}px`);
      keepClear();
    });
    /** A field taller than the room above the bar would else stay where its first line is barely in sight. */
    const keepClear = (): void => {
      const focused = document.activeElement;
      if (!focused || element.contains(focused)) return;
      const { top, height } = focused.getBoundingClientRect();
      const edge = element.getBoundingClientRect().top;
      // Whole where there is room for it.
      const fits = height < edge / 2;
      if (top + (fits ? height : Math.min(height, FIRST_LINES)) > edge)
        focused.scrollIntoView({ block: fits ? 'nearest' : 'start' });
    };
    // After the browser's own scrolling.
    const onFocus = (): void => void requestAnimationFrame(keepClear);
    document.addEventListener('focusin', onFocus);
    observer.observe(element);
    return () => {
      document.removeEventListener('focusin', onFocus);
      observer.disconnect();
      style.removeProperty('--save-bar');
    };
  }, [bar]);
}
