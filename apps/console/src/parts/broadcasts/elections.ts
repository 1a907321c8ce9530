import { useQuery } from '@tanstack/react-query';
import { type Election, reference } from '../../api';

/** The elections that a text can refer to. */
export const useElections = () =>
  useQuery({ queryKey: ['elections'], queryFn: reference.elections, staleTime: Number.POSITIVE_INFINITY });

/** The last polling day of any of its contests, `YYYY-MM-DD`. Mirrors libs/broadcasts/checks/polling.rules.ts. */
const lastPollingDay = ({ pollingDate, contests }: Election): string =>
  contests.reduce((last, { pollingDate: own }) => (own !== null && own > last ? own : last), pollingDate);

/** Whether polling is over everywhere: the day has ended on the westernmost of the country's clocks. */
export const isOver = (election: Election, now = new Date()): boolean =>
  lastPollingDay(election) < new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Jakarta' }).format(now);
