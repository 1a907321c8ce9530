import type { TFunction } from 'i18next';
import { clock, number } from '../../times';
import { regionName } from '../regions/regions';
import type { Trial } from './trial.rules';

/** How the trial of a brake goes, and what follows from it. The names of the regions must be loaded. */
export function trialWords(t: TFunction, trial: Trial): string {
  const { state, region, at, accepted, refused, waiting, againAt } = trial;
  const said = {
    region: regionName(region),
    at: clock(at),
    again: againAt ? clock(againAt) : '',
    accepted: number(accepted),
    // What was refused for now still waits.
    refused: number(state === 'later' ? refused + waiting : refused),
    waiting: number(waiting),
  };
  if (state === 'later') return t(accepted > 0 ? 'trial.laterSome' : 'trial.later', said);
  return t(state === 'running' && accepted === 0 ? 'trial.nothing' : `trial.${state}`, said);
}
