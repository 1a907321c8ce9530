import { Injectable } from '@nestjs/common';
import {
  defer,
  distinctUntilChanged,
  finalize,
  type Observable,
  map,
  repeat,
  ReplaySubject,
  share,
  takeWhile,
} from 'rxjs';
import { Deliveries } from '#dispatch/reports';

/** How often progress is queried for a live view, in ms; nothing is sent while nothing changes. */
const LIVE_EVERY_MS = 500;
const ENDED = new Set(['completed', 'cancelled', 'expired', 'rejected', 'withdrawn']);

/** Broadcasts' progress as it changes: queried once for all watchers of a broadcast, and not without watchers. */
@Injectable()
export class LiveProgress {
  private readonly watched = new Map<string, Observable<string>>();

  constructor(private readonly deliveries: Deliveries) {}

  /** Progress as JSON: the current one, then each change; ends with the broadcast. */
  of(broadcastId: string): Observable<string> {
    const watched = this.watched.get(broadcastId) ?? this.watch(broadcastId);
    this.watched.set(broadcastId, watched);
    return watched;
  }

  private watch(broadcastId: string): Observable<string> {
    const watched: Observable<string> = defer(() => this.deliveries.progress(broadcastId)).pipe(
      repeat({ delay: LIVE_EVERY_MS }),
      map((progress) => ({ text: JSON.stringify(progress), over: ENDED.has(progress.state) })),
      distinctUntilChanged((before, after) => before.text === after.text),
      takeWhile(({ over }) => !over, true),
      map(({ text }) => text),
      finalize(() => {
        if (this.watched.get(broadcastId) === watched) this.watched.delete(broadcastId);
      }),
      share({ connector: () => new ReplaySubject<string>(1) }),
    );
    return watched;
  }

  /** How many broadcasts are being watched. */
  get watching(): number {
    return this.watched.size;
  }
}
