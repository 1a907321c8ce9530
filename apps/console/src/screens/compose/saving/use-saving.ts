import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type DraftFields } from '../../../api';
import { ApiError, type Fault } from '../../../http';
import { usePerson } from '../../../session';
import { sameDraft } from './differences.rules';
import { type ComposeForm, fieldsOf, formOf } from '../form.rules';
import { forget, keep, type Kept } from './kept';

/** Time without input before a draft is saved, in ms. */
const AUTOSAVE_MS = 2_000;
/** Interval of retries while Siar cannot be reached, in ms. */
const AGAIN_MS = 8_000;

/** The state of the form against the saved draft. `by-hand`: saving has an effect that the person must request. */
export type Standing =
  'saved' | 'waiting' | 'saving' | 'untitled' | 'by-hand' | 'refused' | 'offline' | 'overtaken' | 'failed';

/** Somebody else saved first: the base and both versions. */
export interface Overtaken {
  base: ComposeForm;
  theirs: Broadcast;
  /** Whether `base` is what both were written on; otherwise it is theirs, and nobody knows what they changed. */
  known: boolean;
}

const NO_FAULTS: readonly Fault[] = [];

/**
 * Saves a draft a moment after the last input, and at once on request; stores it on this device until it is saved.
 * @param begun the initial state: the stored draft, its form, and whether others saved since this was written
 */
export function useSaving(
  begun: { stored: Broadcast | null; base: ComposeForm; kept: Kept | null; overtaken: boolean },
  form: ComposeForm,
  setForm: (form: ComposeForm) => void,
) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const { personId } = usePerson();
  const [saved, setSaved] = useState<{ view: Broadcast | null; form: ComposeForm }>({
    view: begun.stored,
    form: begun.base,
  });
  const [overtaken, setOvertaken] = useState<Overtaken | null>(() =>
    begun.overtaken && begun.stored ? { base: begun.base, theirs: begun.stored, known: false } : null,
  );
  const { view } = saved;
  const id = view?.id ?? null;
  const version = view?.version ?? null;
  const written = JSON.stringify(form);
  const dirty = useMemo(() => written !== JSON.stringify(saved.form), [written, saved.form]);
  // The last fields sent: a refused draft is not sent again until it changes.
  const asked = useRef<string | null>(null);
  // The form last sent whose answer has not arrived: Siar may have stored it.
  const sent = useRef(begun.kept?.sent);

  const { mutate, isPending, error, variables, reset } = useMutation({
    mutationFn: async ({ given, unchanged }: { given: ComposeForm; byHand: boolean; unchanged: boolean }) => {
      const fields = { ...fieldsOf(given), title: given.title.trim() || t('compose.untitled') };
      const before = sent.current;
      sent.current = { ...given, title: fields.title };
      keep(personId, id, { version, form: given, sent: sent.current, at: new Date().toISOString() });
      if (!view) return broadcasts.create(fields);
      try {
        // A draft made over the API may leave out what the form writes as `false`: sent, that would be a change.
        return await broadcasts.edit(view.id, view.version, unchanged ? {} : changeable(fields, given.bound));
      } catch (refusal) {
        if (!isOvertaken(refusal)) throw refusal;
        const theirs = await broadcasts.get(view.id);
        const stored = formOf(theirs);
        if (sameDraft(stored, sent.current)) return theirs;
        if (before && sameDraft(stored, before))
          return await broadcasts.edit(view.id, theirs.version, changeable(fields, given.bound));
        setOvertaken({ base: saved.form, theirs, known: true });
        throw refusal;
      }
    },
    onSuccess: (next, { given }) => {
      sent.current = undefined;
      forget(personId, view?.id ?? null);
      setSaved({ view: next, form: given });
      client.setQueryData(['broadcast', next.id], next);
      void client.invalidateQueries({ queryKey: ['broadcasts'] });
    },
  });
  const save = useCallback(
    (byHand: boolean) => {
      asked.current = written;
      mutate({ given: JSON.parse(written) as ComposeForm, byHand, unchanged: false });
    },
    [mutate, written],
  );
  /** Saves once more what is saved. */
  const saveUnchanged = useCallback(
    () => mutate({ given: saved.form, byHand: false, unchanged: true }),
    [mutate, saved.form],
  );

  const offline = error instanceof ApiError && (error.status === 0 || error.status === 503);
  const byHandOnly = view?.state === 'in_review';
  const mayAuto = dirty && !isPending && !overtaken && !byHandOnly;
  useEffect(() => {
    if (!mayAuto || (asked.current === written && !offline)) return;
    const timer = setTimeout(() => save(false), asked.current === written ? AGAIN_MS : AUTOSAVE_MS);
    return () => clearTimeout(timer);
  }, [mayAuto, offline, save, written]);
  useEffect(() => {
    if (!offline || !mayAuto) return;
    const again = (): void => save(false);
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [offline, mayAuto, save]);

  // Stored at once: a person who closes the lid does not wait.
  useEffect(() => {
    if (!dirty) return forget(personId, id);
    const form = JSON.parse(written) as ComposeForm;
    keep(personId, id, {
      version,
      form,
      ...(sent.current && { sent: sent.current }),
      at: new Date().toISOString(),
    });
  }, [dirty, written, personId, id, version]);

  /** Continues with this form, based on the version that others saved. */
  const settle = useCallback(
    (chosen: ComposeForm) => {
      if (!overtaken) return;
      const theirs = formOf(overtaken.theirs);
      setSaved({ view: overtaken.theirs, form: theirs });
      setOvertaken(null);
      asked.current = null;
      reset();
      setForm(chosen);
      if (JSON.stringify(chosen) === JSON.stringify(theirs)) forget(personId, overtaken.theirs.id);
    },
    [overtaken, personId, reset, setForm],
  );
  /** Discards what is not saved. */
  const discard = useCallback(() => {
    forget(personId, id);
    asked.current = null;
    reset();
    setForm(saved.form);
  }, [personId, id, reset, saved.form, setForm]);

  const faults = error instanceof ApiError && error.faults.length > 0 ? error.faults : NO_FAULTS;
  return {
    view,
    dirty,
    standing: standingOf(),
    error,
    /** Whether the person requested it, so that the first faulty field may take the focus. */
    refusedByHand: error !== null && variables?.byHand === true,
    faults,
    overtaken,
    save,
    saveUnchanged,
    settle,
    discard,
  };

  function standingOf(): Standing {
    if (overtaken) return 'overtaken';
    if (isPending) return 'saving';
    if (!dirty) return view ? 'saved' : 'untitled';
    if (asked.current === written && error) {
      if (offline) return 'offline';
      return faults.length > 0 ? 'refused' : 'failed';
    }
    if (byHandOnly) return 'by-hand';
    return 'waiting';
  }
}

/** Whether another version was saved first. */
function isOvertaken(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409 && typeof error.problem.version === 'number';
}

/** The audience of a correction or its remainder, and its reach, are bound to the original: they cannot be sent. */
function changeable(fields: DraftFields, bound: boolean): Partial<DraftFields> {
  if (!bound) return fields;
  const { kind: _, reach: __, audience: ___, ...others } = fields;
  return others;
}
