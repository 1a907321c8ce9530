import { Button, CloseButton, Group, Paper, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { createPortal } from 'react-dom';
import { type FocusEvent, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from './error-note';
import classes from './toasts.module.css';

/**
 * How long a result is shown, in s; longer with an undo, and well within UNDO_SECONDS: the clock stops while the pointer
 * or the focus is in it.
 */
const SHOWN_S = 8;
const UNDO_S = 30;
/** Only the newest results are shown. */
const MOST = 4;

/** The result of an act. */
export interface Told {
  text: string;
  /** The title of the broadcast that the act was on: the page may be of another one by then. */
  title?: string;
  /** What the act was on: a newer result on the same replaces this one, which can no longer be undone. */
  about?: string;
  /** What it is true of: once a screen reads another state of the broadcast, it is withdrawn. */
  holds?: { id: string; state: string };
  /** Undoes the act, where the API still can; resolves to the sentence to show then. */
  undo?: () => Promise<string>;
}

interface Toast extends Told {
  id: number;
  leftS: number;
  /** When it was told, in ms. */
  at: number;
}

let toasts: readonly Toast[] = [];
let last = 0;
/** Where the screen keeps a line free for results; null: they lie over its lower edge. */
let place: HTMLElement | null = null;
const listeners = new Set<() => void>();

function put(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows the result of an act without taking the focus. For results that no dialog and no part of the screen shows. */
export function tell(told: string | Told): void {
  const given = typeof told === 'string' ? { text: told } : told;
  const toast = { ...given, id: ++last, leftS: given.undo ? UNDO_S : SHOWN_S, at: Date.now() };
  const stays = ({ text, title, about }: Toast): boolean =>
    (text !== given.text || title !== given.title) && (about === undefined || about !== given.about);
  put([...toasts.filter(stays), toast].slice(-MOST));
}

const drop = (id: number): void => put(toasts.filter((one) => one.id !== id));
const elapse = (): void =>
  put(toasts.map((one) => ({ ...one, leftS: one.leftS - 1 })).filter(({ leftS }) => leftS > 0));

/** Withdraws the results that what was read since has overtaken. */
function withdrawOvertaken(client: QueryClient): void {
  const isOvertaken = ({ holds, at }: Toast): boolean =>
    holds !== undefined &&
    [['broadcast', holds.id], ['calendar']]
      .flatMap((queryKey) => client.getQueryCache().findAll({ queryKey }))
      .filter(({ state: { dataUpdatedAt } }) => dataUpdatedAt > at)
      .flatMap(({ state: { data } }) => (data as { entries?: Read[] }).entries ?? [data as Read])
      .some(({ id, state }) => id === holds.id && state !== holds.state);
  const left = toasts.filter((one) => !isOvertaken(one));
  if (left.length < toasts.length) put(left);
}

/** A broadcast as a screen has read it. */
interface Read {
  id?: string;
  state?: string;
}

/** Keeps a line free for the newest result, on a screen where a note would cover what a person works on. */
export function ToastPlace({ className }: { className?: string | undefined }) {
  const own = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const here = own.current;
    place = here;
    put(toasts.slice());
    return () => {
      // The next screen may have its place before this one is gone.
      if (place === here) place = null;
      put(toasts.slice());
    };
  }, []);
  return <div ref={own} className={className} />;
}

/**
 * The line in a bar that sticks to the lower edge: a note over the page would cover the bar's buttons, or what is above
 * them. In a window so low that no bar sticks, it may be out of sight.
 */
export function BarToastPlace() {
  const sticks = useMediaQuery('(min-height: 30rem)', true, { getInitialValueInEffect: false });
  return sticks && <ToastPlace className={classes['bar']} />;
}

/** The region of results, once on a page. F8 moves the focus there, Escape back. */
export function Toasts() {
  const { t } = useTranslation();
  const all = useSyncExternalStore(subscribe, () => toasts);
  const docked = useSyncExternalStore(subscribe, () => place);
  // One line has room for one; the others come back where there is more.
  const shown = docked ? all.slice(-1) : all;
  const [pointed, setPointed] = useState(false);
  const [inside, setInside] = useState(false);
  const [up, setUp] = useState(false);
  const region = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  const any = shown.length > 0;
  // The results are this person's: the next person at this screen sees none.
  useEffect(() => () => put([]), []);
  const client = useQueryClient();
  useEffect(() => {
    if (!any) return;
    return client.getQueryCache().subscribe(({ type }) => {
      // The cache tells it in the middle of an update.
      if (type === 'updated') queueMicrotask(() => withdrawOvertaken(client));
    });
  }, [any, client]);
  useEffect(() => {
    if (!any || pointed || inside) return;
    const timer = setInterval(() => document.hidden || elapse(), 1000);
    return () => clearInterval(timer);
  }, [any, pointed, inside]);
  // An element that is removed sends no event of the pointer leaving it.
  useEffect(() => {
    if (!any) setPointed(false);
  }, [any]);
  useEffect(() => {
    const lead = (event: KeyboardEvent): void => {
      if (event.key === 'F8') region.current?.querySelector('button')?.focus();
    };
    document.addEventListener('keydown', lead);
    return () => document.removeEventListener('keydown', lead);
  }, []);
  // The focused element and a dialog's buttons stay visible: results that would cover them move to the other end of the screen.
  useLayoutEffect(() => {
    if (!any || docked) {
      setUp(false);
      return undefined;
    }
    const giveWay = (): void => setUp((now) => (region.current && covers(region.current) ? !now : now));
    giveWay();
    const events = ['focusin', 'scroll'] as const;
    for (const event of events) document.addEventListener(event, giveWay, { capture: true, passive: true });
    return () => {
      for (const event of events) document.removeEventListener(event, giveWay, { capture: true });
    };
  }, [any, all, docked]);
  const enter = ({ relatedTarget }: FocusEvent): void => {
    setInside(true);
    if (!region.current?.contains(relatedTarget as Node | null))
      before.current = relatedTarget as Element | null;
  };
  const leave = (): void => {
    setInside(false);
    const place = before.current?.isConnected ? before.current : document.querySelector('main');
    if (place instanceof HTMLElement) place.focus();
  };
  const close = (id: number): void => {
    const had = region.current?.contains(document.activeElement) ?? false;
    drop(id);
    if (had) leave();
  };
  const told = (
    <section
      ref={region}
      className={`${docked ? classes['docked'] : classes['toasts']} unprinted`}
      data-up={up || undefined}
      aria-label={t('toasts.name')}
      aria-live="polite"
      aria-relevant="additions"
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={enter}
      onBlur={({ relatedTarget }) => {
        if (!region.current?.contains(relatedTarget)) setInside(false);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') leave();
      }}
    >
      {shown.map((toast) => (
        <One key={toast.id} toast={toast} onClose={() => close(toast.id)} />
      ))}
    </section>
  );
  return docked ? createPortal(told, docked) : told;
}

/** Whether the results cover the focused element or a button that ends a dialog, and would not at the other end of the screen. */
function covers(region: HTMLElement): boolean {
  const focused = document.activeElement;
  if (!focused || focused === document.body || region.contains(focused)) return false;
  const needed = [focused, ...document.querySelectorAll('[role=dialog] .dialog-acts button')].map((one) =>
    one.getBoundingClientRect(),
  );
  const boxes = [...region.children].map((toast) => toast.getBoundingClientRect());
  const own = region.getBoundingClientRect();
  const over = (shift: number): boolean =>
    boxes.some(({ left, right, top, bottom }) =>
      needed.some(
        (at) => left < at.right && at.left < right && top + shift < at.bottom && at.top < bottom + shift,
      ),
    );
  return over(0) && !over(window.innerHeight - own.bottom - own.top);
}

function One({ toast: { id, text, title, undo, leftS }, onClose }: { toast: Toast; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: async () => undo?.(),
    onSuccess: async (said) => {
      await client.invalidateQueries();
      onClose();
      if (said !== undefined) tell({ text: said, ...(title !== undefined && { title }) });
    },
  });
  return (
    <Paper withBorder shadow="md" className={classes['toast'] ?? ''}>
      <Group gap="sm" wrap="nowrap" align="flex-start" justify="space-between">
        <Stack gap="xs" className={classes['said'] ?? ''}>
          <div id={`toast-${id}`} className={classes['words']}>
            {title !== undefined && (
              <Text size="sm" fw={600} lineClamp={2}>
                {t('toasts.of', { title })}
              </Text>
            )}
            <Text size="sm">{text}</Text>
          </div>
          {back.error && <ErrorNote error={back.error} title={t('toasts.notUndone')} />}
          {undo && !back.error && (
            <Group gap="sm">
              <Button
                size="xs"
                variant="default"
                loading={back.isPending}
                aria-describedby={`toast-${id}`}
                onClick={() => back.mutate()}
              >
                {t('toasts.undo')}
              </Button>
              <Text size="xs" c="dimmed" className="steady" aria-hidden>
                {t('toasts.left', { count: leftS })}
              </Text>
            </Group>
          )}
        </Stack>
        <CloseButton
          aria-label={t('toasts.close', { text: title === undefined ? text : `${title}: ${text}` })}
          onClick={onClose}
        />
      </Group>
    </Paper>
  );
}
