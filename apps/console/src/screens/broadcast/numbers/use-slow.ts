import { useDebouncedValue } from '@mantine/hooks';
import type { Channel, Progress } from '../../../api';
import { type Obstacles, type Slow, slowIn } from './troubles.rules';
import type { useForecast } from './use-forecast';

/** A channel is called slow, or no longer so, once that has stood for this time, in ms: a pace over seconds varies. */
const STEADY_MS = 10_000;

/** The channels on which a broadcast goes far below what the provider takes. */
export function useSlow(
  progress: Progress | null,
  forecast: ReturnType<typeof useForecast>['data'],
  rates: ReadonlyMap<Channel, number | null>,
  obstacles: Obstacles,
): Slow<Channel>[] {
  const found =
    progress?.state === 'running' ? slowIn(progress, forecast ?? {}, rates, obstacles, Date.now()) : [];
  const [steady] = useDebouncedValue(found.map(({ channel }) => channel).join(), STEADY_MS);
  return found.filter(({ channel }) => steady.split(',').includes(channel));
}
