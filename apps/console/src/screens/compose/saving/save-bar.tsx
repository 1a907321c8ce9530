import { Button, Group, Paper, Text } from '@mantine/core';
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../../api';
import { lately } from '../../../times';
import classes from './save-bar.module.css';
import { type Preflight, PreflightList } from '../preflight';
import type { Standing } from './use-saving';

/** Always visible: whether the form is saved, and the next step. */
export function SaveBar({
  standing,
  view,
  preflight,
  outdated,
  acts,
  onCompare,
}: {
  standing: Standing;
  view: Broadcast | null;
  /** Null: not checked yet. */
  preflight: Preflight | null;
  /** Whether the list is of an earlier content of the form. */
  outdated: boolean;
  acts: ReactNode;
  onCompare: () => void;
}) {
  const { t } = useTranslation();
  const list = useId();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useClearOf(bar);
  const counts = preflight && countsOf(preflight);
  return (
    <Paper
      ref={bar}
      withBorder
      p="sm"
      className={classes.bar}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        opener.current?.focus();
      }}
    >
      {open && preflight && (
        <section id={list} aria-label={t('preflight.title')} className={classes.list}>
          <PreflightList of={preflight} outdated={outdated} />
        </section>
      )}
      <Group justify="space-between" gap="sm">
        <Text size="sm" role="status" style={{ flex: '1 1 7rem' }}>
          {standing === 'saved' && view
            ? t('saving.saved', { when: lately(view.updatedAt) })
            : t(`saving.${standing}`)}
        </Text>
        <Group gap="xs">
          {counts !== null && (
            <Button
              // While something is missing this is the next step.
              variant={standing === 'saved' && preflight?.must.length ? 'light' : 'default'}
              ref={opener}
              aria-expanded={open}
              // The label is long: it takes two lines where there is no room.
              h="auto"
              mih={36}
              styles={{ label: { whiteSpace: 'normal', overflow: 'visible' } }}
              aria-controls={open ? list : undefined}
              onClick={() => setOpen(!open)}
            >
              {outdated ? t('preflight.checking') : counts}
            </Button>
          )}
          {acts}
          {standing === 'overtaken' ? (
            <Button onClick={onCompare}>{t('compose.compare')}</Button>
          ) : (
            // What is saved has nothing to save: the next step leads on.
            <Button
              type="submit"
              variant={standing === 'saved' ? 'default' : 'filled'}
              loading={standing === 'saving'}
            >
              {t('compose.save')}
            </Button>
          )}
        </Group>
      </Group>
    </Paper>
  );
  function countsOf({ must, look }: Preflight): string {
    if (must.length === 0 && look.length === 0) return t('preflight.ready');
    return [
      ...(must.length > 0 ? [t('preflight.must', { count: must.length })] : []),
      ...(look.length > 0 ? [t('preflight.look', { count: look.length })] : []),
    ].join(' · ');
  }
}

/** Keeps the focused element clear of the bar, whatever its height: its list opens and grows. */
function useClearOf(bar: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      style.setProperty('--save-bar', `${element.offsetHeight}px`);
      const focused = document.activeElement;
      if (!focused || element.contains(focused)) return;
      if (focused.getBoundingClientRect().top > element.getBoundingClientRect().top)
        focused.scrollIntoView({ block: 'nearest' });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      style.removeProperty('--save-bar');
    };
  }, [bar]);
}
