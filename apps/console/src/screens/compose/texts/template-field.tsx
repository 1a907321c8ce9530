import {
  ActionIcon,
  Button,
  Group,
  Mentions,
  Menu,
  Stack,
  Text,
  Tooltip,
  VisuallyHidden,
} from '@mantine/core';
import IconHeading from '@tabler/icons-react/icons/IconHeading';
import IconList from '@tabler/icons-react/icons/IconList';
import { Fragment, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextFault } from '../../../api';
import { locate, type Spot, threadsIn } from '../../../parts/comments/comments.rules';
import { useTalk } from '../../../parts/comments/discussion';
import { PlaceComments } from '../../../parts/comments/place-comments';
import './mantine-parts.css';
import { FaultList } from '../fault-list';
import type { Marked } from '../preflight';
import { isPut, type Mendable, mendedText } from '../preflight.rules';
import { LookList } from './look-list';
import {
  finished,
  letterHighlights,
  offeredFor,
  OPENS,
  placed,
  placeOf,
  putRight,
  tagOf,
  variableTags,
} from './variable-tags.rules';
import { VARIABLE_GROUPS, VARIABLES } from '../../../parts/texts/variables';
import { PinList } from './pin-list';
import type { Pinned } from './pinned.rules';
import { continued, type LineMark, toggled } from './text-marks.rules';
import classes from './template-field.module.css';

const NO_FAULTS: readonly TextFault[] = [];
const NO_PINS: readonly Pinned[] = [];
const NO_LOOKS: readonly Marked[] = [];
const NO_NAMES: readonly string[] = [];
/** Faults are only marked: no completion is offered for them. */
const NEVER = /(?!)()()$/;

/**
 * A text with variables, offered after `{{` is typed or by the button below it. Faults, and passages that KPU sent
 * back, are marked in the text and listed below it with their places; each place leads there.
 * @param id of the field on the page, by which it gets the focus
 * @param looks what KPU would see marked in it: marked and listed too, with the right words where they are known
 * @param spot the text of a draft that this is, which can be commented on
 * @param lacks variables that the chosen election has no value for
 * @param marked whether lines can be made headings and entries of a list
 * @param lines shown at least; absent: the text is one line
 * @param error of the text as a whole, in addition to the faults in it
 */
export function TemplateField({
  id: given,
  label,
  brief,
  language,
  value,
  onChange,
  faults: found = NO_FAULTS,
  pins = NO_PINS,
  looks = NO_LOOKS,
  spot = null,
  lacks = NO_NAMES,
  error,
  marked = false,
  lines,
}: {
  id?: string;
  label: string;
  /** The beginning of its label that is shown, where the tabs above say the rest. */
  brief?: string | undefined;
  language: string;
  value: string;
  onChange: (value: string) => void;
  faults?: readonly TextFault[];
  pins?: readonly Pinned[];
  looks?: readonly Marked[];
  spot?: Spot | null;
  lacks?: readonly string[];
  error: string | null;
  marked?: boolean;
  lines?: number;
}) {
  const { t } = useTranslation();
  const own = useId();
  const id = given ?? own;
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const touched = useRef(false);
  const offer = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [mended, setMended] = useState<readonly { was: string; is: string }[]>([]);
  const offered = useMemo(
    () => VARIABLES.map((id) => ({ id, display: tagOf(id), label: t(`variables.${id}`) })),
    [t],
  );
  const faults = useMemo(() => finished(found, value, caret, offered), [found, value, caret, offered]);
  useEffect(() => {
    const focused = field.current !== null && document.activeElement === field.current;
    const right = putRight(found, value, focused ? (field.current?.selectionStart ?? 0) : 0);
    if (!right) return;
    setMended(right.done);
    onChange(right.text);
    // The caret can be placed only after the new text is on the page.
    if (focused) requestAnimationFrame(() => field.current?.setSelectionRange(right.caret, right.caret));
  }, [found, value, onChange]);
  const wrongHighlights = useMemo(
    () => letterHighlights(faults.flatMap(({ spans = [] }) => spans)),
    [faults],
  );
  const pinHighlights = useMemo(() => letterHighlights(pins.flatMap(({ at }) => (at ? [at] : []))), [pins]);
  // The text may have changed since the check: what is not there any more is not shown.
  const looked = useMemo(
    () =>
      looks
        .flatMap((look) => {
          const at = look.quote === undefined ? null : placed(value, look.quote, look.span?.start ?? 0);
          return at && !isPut(look, value) ? [{ ...look, at }] : [];
        })
        .toSorted((a, b) => a.at.start - b.at.start),
    [looks, value],
  );
  const lookHighlights = useMemo(() => letterHighlights(looked.map(({ at }) => at)), [looked]);
  const talk = useTalk();
  const threads = useMemo(() => (talk && spot ? threadsIn(talk.threads, spot) : []), [talk, spot]);
  const said = useMemo(() => new Map(threads.map((one) => [one.id, locate(one, value)])), [threads, value]);
  const saidHighlights = useMemo(
    () => letterHighlights([...said.values()].flatMap((at) => at ?? [])),
    [said],
  );
  const go = (start: number, end: number): void => {
    field.current?.focus();
    field.current?.setSelectionRange(start, end);
  };
  const replace = (places: readonly Mendable[]): void => {
    onChange(mendedText(value, places));
    const first = places.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))[0];
    const start = first?.span?.start ?? 0;
    // The caret can be placed only after the new text is on the page.
    requestAnimationFrame(() => go(start, start + (first?.mend?.length ?? 0)));
  };
  const insert = (variable: string): void => {
    const tag = tagOf(variable);
    // Where nobody has been in the text yet, it goes to its end.
    const from = (touched.current ? field.current?.selectionStart : null) ?? value.length;
    const to = (touched.current ? field.current?.selectionEnd : null) ?? from;
    onChange(value.slice(0, from) + tag + value.slice(to));
    // The caret can be placed only after the new text is on the page.
    requestAnimationFrame(() => go(from + tag.length, from + tag.length));
  };
  const mark = (as: LineMark): void => {
    // Where nobody has been in the text yet, it is its last line.
    const end = (touched.current ? field.current?.selectionEnd : null) ?? value.length;
    const start = (touched.current ? field.current?.selectionStart : null) ?? end;
    const next = toggled(value, { start, end }, as);
    onChange(next.text);
    // The caret can be placed only after the new text is on the page.
    requestAnimationFrame(() => go(next.at.start, next.at.end));
  };
  const enter = (event: KeyboardEvent<HTMLTextAreaElement & HTMLInputElement>): void => {
    const { key, ctrlKey, metaKey, altKey, shiftKey, nativeEvent, currentTarget } = event;
    if (key !== 'Enter' || ctrlKey || metaKey || altKey || shiftKey || nativeEvent.isComposing) return;
    // Enter chooses among the variables that are offered.
    if (currentTarget.hasAttribute('aria-activedescendant')) return;
    const { selectionStart, selectionEnd } = currentTarget;
    const edit = continued(value, { start: selectionStart ?? 0, end: selectionEnd ?? 0 });
    if (!edit) return;
    event.preventDefault();
    // As if it were typed: the field's own history can then take it back.
    currentTarget.setRangeText(edit.put, edit.start, edit.end, 'end');
    currentTarget.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertLineBreak' }));
  };
  const wrong = faults.length > 0 || error !== null;
  const pinned = pins.some(({ at }) => at !== null);
  const told = [
    ...(wrong ? [`${id}-faults`] : []),
    ...(pinned ? [`${id}-pins`] : []),
    ...(looked.length > 0 ? [`${id}-looks`] : []),
  ];
  const marks = marked && (
    <Group gap={2}>
      {(
        [
          ['heading', IconHeading],
          ['entry', IconList],
        ] as const
      ).map(([as, Icon]) => (
        <Tooltip key={as} label={t(`compose.lineMarksHelp.${as}`)}>
          <ActionIcon
            variant="subtle"
            size={26}
            aria-label={t(`compose.lineMarks.${as}`, { field: label })}
            onClick={() => mark(as)}
          >
            <Icon size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
  const menu = (
    // Always below its button: above it are the text and the caret.
    <Menu
      position="bottom-start"
      middlewares={{ flip: false, shift: true }}
      onOpen={() => requestAnimationFrame(() => offer.current?.scrollIntoView({ block: 'nearest' }))}
    >
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" aria-label={t('compose.insertInto', { field: label })}>
          {t('compose.insert')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown ref={offer}>
        {(['person', 'election', 'links'] as const).map((group) => (
          <Fragment key={group}>
            <Menu.Label>{t(`compose.variableGroups.${group}`)}</Menu.Label>
            {VARIABLE_GROUPS[group].map((variable) => (
              <Menu.Item key={variable} disabled={lacks.includes(variable)} onClick={() => insert(variable)}>
                {t(`variables.${variable}`)}
                {lacks.includes(variable) && <Text size="xs">{t('compose.lacksFact')}</Text>}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
  const lead = (
    <>
      {menu}
      {marks}
    </>
  );
  return (
    <Stack gap={6}>
      <Mentions
        ref={field}
        id={id}
        label={
          brief === undefined ? (
            label
          ) : (
            <>
              {brief} <VisuallyHidden>{label.slice(brief.length).trimStart()}</VisuallyHidden>
            </>
          )
        }
        lang={language}
        value={value}
        onChange={({ plainTextValue }) => onChange(plainTextValue)}
        size="md"
        labelProps={{ fz: 'sm' }}
        singleLine={lines === undefined}
        {...(lines === undefined ? {} : { minRows: lines, maxRows: 24 })}
        error={wrong}
        // Only faults are marked: a text that is red as a whole would hide them.
        styles={{
          // It stays behind the field, which alone takes the pointer: words are selected across a variable, too.
          highlighter: { color: 'var(--mantine-color-text)', position: 'static' },
          highlight: { pointerEvents: 'none' },
          // At a zoom of 400 % its entries are wider than the window.
          dropdown: { maxWidth: 'calc(100vw - 2rem)' },
        }}
        aria-describedby={told.length > 0 ? told.join(' ') : undefined}
        spellCheck
        {...(marked && { onKeyDown: enter })}
        onSelect={({ currentTarget: { selectionStart, selectionEnd } }) =>
          setCaret(selectionStart === selectionEnd ? selectionStart : null)
        }
        onFocus={() => {
          touched.current = true;
        }}
        onBlur={() => setCaret(null)}
        filter={({ query }) => offeredFor(query, offered)}
        a11ySuggestionsListLabel={t('compose.variables')}
        // All of them at once: the pointer alone can scroll the list.
        maxDropdownHeight="min(30rem, 60vh)"
        comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
        renderMention={({ id: variable, display }) => (
          <Written variable={VARIABLES.find((one) => one === variable && tagOf(one) === display)}>
            {display}
          </Written>
        )}
      >
        <Mentions.Mention
          trigger={OPENS}
          data={offered}
          markup={variableTags}
          renderSuggestion={({ item }) => String(item['label'])}
        />
        <Mentions.Mention trigger={NEVER} markup={wrongHighlights} className={classes.fault} />
        <Mentions.Mention trigger={NEVER} markup={pinHighlights} className={classes.pinned} />
        <Mentions.Mention trigger={NEVER} markup={lookHighlights} className={classes.look} />
        <Mentions.Mention trigger={NEVER} markup={saidHighlights} className={classes.said} />
      </Mentions>
      {wrong && (
        <FaultList
          id={`${id}-faults`}
          text={value}
          faults={faults}
          error={error}
          field={label}
          onGo={go}
          onReplace={replace}
        />
      )}
      {pinned && <PinList id={`${id}-pins`} text={value} pins={pins} field={label} onGo={go} />}
      {looked.length > 0 && (
        <LookList
          id={`${id}-looks`}
          text={value}
          looks={looked}
          field={label}
          onGo={go}
          onReplace={(places) => replace(places.map((place) => ({ ...place, span: place.at })))}
        />
      )}
      <div role="status">
        {mended.map(({ was, is }) => (
          <Text size="sm" key={was}>
            {t('compose.putRight', { was, is: offered.find(({ display }) => display === is)?.label ?? is })}
          </Text>
        ))}
      </div>
      {spot ? (
        <PlaceComments
          part="texts"
          about={label}
          threads={threads}
          lead={lead}
          passage={{
            spot,
            text: value,
            select: () => {
              const [start, end] = [field.current?.selectionStart ?? 0, field.current?.selectionEnd ?? 0];
              return end > start ? { start, quote: value.slice(start, end) } : null;
            },
          }}
          beside={(thread) => {
            const at = said.get(thread.id);
            if (thread.resolved) return {};
            if (!at) return { changed: true };
            const where = t('compose.place', placeOf(value, at.start));
            return { go: { where, run: () => go(at.start, at.end) } };
          }}
        />
      ) : (
        <Group>{lead}</Group>
      )}
    </Stack>
  );
}

/**
 * A variable by its name in plain words, as wide as its letters: those stay in the field, and are shown while the caret
 * is among them. @param variable absent: other letters, as they are
 */
function Written({
  variable,
  children,
}: {
  variable: (typeof VARIABLES)[number] | undefined;
  children: string;
}) {
  const { t } = useTranslation();
  if (variable === undefined) return children;
  return (
    <span className={classes.variable} data-name={t(`variablesBrief.${variable}`)}>
      {children}
    </span>
  );
}
