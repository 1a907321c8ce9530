import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SEND_HOURS } from '../../../../../libs/contract/lists.js';
import { broadcasts } from '../../api';
import type { calendar } from '../../api';
import { tell, type Told } from '../../parts/frame/toasts';
import { wallClock } from '../../times';
import { titleOf } from './chip';
import { localOf } from './days.rules';
import { moved, movedEntry, shortened, warningsAt } from './moving.rules';
import { meetsAt, type Occurrence } from './occurrences.rules';
import { type Shown, type useElectionDays, wallIn } from './use-calendar';

/** What a move touches. */
export const touchedBy = (id: string) => [['calendar'], ['broadcasts'], ['broadcast', id], ['home']];

/** What there is to know of a time before a draft is moved there. */
export function consequencesOf(
  of: Occurrence,
  to: number,
  { all, elections }: { all: Shown['all']; elections: ReturnType<typeof useElectionDays> },
) {
  return {
    warnings: warningsAt(to, {
      now: Math.max(...of.places.map(({ timeZone }) => wallIn(timeZone, Date.now()))),
      window: of.entry.move?.window ?? SEND_HOURS,
      quiet: new Set(elections.quiet.keys()),
      polling: new Set(elections.polling.keys()),
    }),
    meets: meetsAt(all, of, to),
    /** Regions with a time of their own, which move too. */
    more: Object.keys(of.entry.move?.perRegion ?? {}).length,
  };
}

/** Moves a draft, and says how that is undone. */
export function useMove() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const scheduleOf = ({ entry }: Occurrence) => {
    if (!entry.move) throw new Error('Only a draft is moved.');
    return entry.move;
  };
  const edit = async (of: Occurrence, to: number) =>
    broadcasts.edit(of.entry.id, of.entry.version, { schedule: moved(scheduleOf(of), to - of.wall) });
  const toldOf = (of: Occurrence, to: number, version: number): Told => {
    const title = shortened(titleOf(t, of));
    const when = wallClock(localOf(to));
    const { expires } = moved(scheduleOf(of), to - of.wall);
    return {
      text:
        expires === undefined
          ? t('calendar.moved', { title, when })
          : t('calendar.movedUntil', { title, when, until: wallClock(expires) }),
      about: `move ${of.entry.id}`,
      undo: async () => {
        await broadcasts.edit(of.entry.id, version, { schedule: scheduleOf(of) });
        return t('calendar.movedBack', { title });
      },
    };
  };
  /** Without a question: the draft stands at its new time before the answer, and goes back where it is refused. */
  const atOnce = useMutation({
    mutationFn: ({ of, to }: { of: Occurrence; to: number }) => edit(of, to),
    onMutate: async ({ of, to }) => {
      await client.cancelQueries({ queryKey: ['calendar'] });
      client.setQueriesData<Awaited<ReturnType<typeof calendar.show>>>(
        { queryKey: ['calendar'] },
        (found) =>
          found && {
            ...found,
            entries: found.entries.map((entry) =>
              entry.id === of.entry.id ? movedEntry(entry, to - of.wall) : entry,
            ),
          },
      );
    },
    onSuccess: ({ version }, { of, to }) => tell(toldOf(of, to, version)),
    onSettled: (_answer, _error, { of }) => {
      for (const queryKey of touchedBy(of.entry.id)) void client.invalidateQueries({ queryKey });
    },
  });
  return { edit, toldOf, atOnce };
}
