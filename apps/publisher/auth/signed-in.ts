import { exhaustMap, filter, interval, type MonoTypeOperatorFunction, takeUntil } from 'rxjs';
import type { Sessions } from '#staff/sign-in';

/** How often a stream's session is checked, in ms: the stream ends at most this much later than its session. */
const LOOK_MS = 3000;

/** Ends a stream with the session that opened it: by sign-out, inactivity, or when the person is disabled. */
export const whileSignedIn = <T>(sessions: Sessions, token: string): MonoTypeOperatorFunction<T> =>
  takeUntil(
    interval(LOOK_MS).pipe(
      exhaustMap(() => sessions.isOpen(token)),
      filter((open) => !open),
    ),
  );
