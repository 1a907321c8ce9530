import { useQuery } from '@tanstack/react-query';
import { emergency } from '../../api';

/** The query of the emergency stop. */
export const STANDING = ['emergency-stop'];
/** Queries that show what holds broadcasts up. */
export const SHOWN_IN = [['broadcast'], ['broadcasts'], ['home'], ['operations']];
/** Polling interval in ms: a pause or stop shows on every screen within a second. */
const EVERY_MS = 500;
/** The interval while the page is hidden, in ms. */
const HIDDEN_MS = 5_000;

/** The emergency stop in force, and a stamp that changes with everything that holds broadcasts up. */
export function useEmergencyStop() {
  return useQuery({
    queryKey: STANDING,
    queryFn: emergency.standing,
    refetchInterval: () => (document.hidden ? HIDDEN_MS : EVERY_MS),
    refetchIntervalInBackground: true,
    staleTime: 0,
  }).data;
}
