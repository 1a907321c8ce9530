import { lazy, useEffect } from 'react';
import { dispensable } from '../../late';

const loadMap = dispensable(async () => ({ default: (await import('../regions/island-map')).IslandMap }));
const loadCurve = dispensable(() => import('./area-over-time'));

export const IslandMap = lazy(loadMap);
export const AreaOverTime = lazy(loadCurve);

/** Fetches the map and the curves beside the numbers they show, not after them: whoever prints at once has them. */
export function useDrawings(): void {
  useEffect(() => {
    void loadMap();
    void loadCurve();
  }, []);
}
