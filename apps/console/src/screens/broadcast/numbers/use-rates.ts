import { useEffect, useRef, useState } from 'react';
import { type Channel, CHANNELS, type Progress } from '../../../api';
import { rateOf, type Sample, sampleOf, WINDOW_MS } from './live.rules';

/**
 * Messages a second by channel over the last seconds, measured from the counts that arrive here: at most what the provider
 * takes.
 */
export function useRates(progress: Progress | null): ReadonlyMap<Channel, number | null> {
  const limits = useRef<Progress['limits']>({});
  const samples = useRef<Sample[]>([]);
  const [rates, setRates] = useState<ReadonlyMap<Channel, number | null>>(new Map());
  useEffect(() => {
    if (!progress) return;
    limits.current = progress.limits;
    const now = performance.now();
    const kept = samples.current.filter(({ at }) => at > now - 2 * WINDOW_MS);
    samples.current = [...kept, sampleOf(progress.channels, now)];
  }, [progress]);
  useEffect(() => {
    // Runs without new counts too: a rate falls with time.
    const timer = setInterval(() => {
      const now = performance.now();
      setRates(
        new Map(
          CHANNELS.map((channel) => [
            channel,
            rateOf(samples.current, channel, now, limits.current[channel] ?? null),
          ]),
        ),
      );
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  return rates;
}
