import { exhaustMap, filter, interval, type MonoTypeOperatorFunction, takeUntil } from 'rxjs';
import type { Sessions } from '#staff';

/** A stream's session is looked up this often, in ms: so much later than the session the stream ends. */
const LOOK_MS = 3000;

/** Lets a stream go on as long as the session it was opened in: sign-out, idleness or a disabled person end it. */
export const whileSignedIn = <T>(sessions: Sessions, token: string): MonoTypeOperatorFunction<T> =>
  takeUntil(
    interval(LOOK_MS).pipe(
      exhaustMap(() => sessions.isOpen(token)),
      filter((open) => !open),
    ),
  );
