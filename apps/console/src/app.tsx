import { Center } from '@mantine/core';
import { lazy, useEffect } from 'react';
import { ISSUER_WINDOW } from './issuer-window';
import { fetchOnceUsed } from './late';
import { Opening } from './opening';
import { ErrorNote } from './parts/frame/error-note';
import { screen } from './screen';
import { SignIn } from './screens/sign-in';
import { useSession } from './session';

const fetchDesk = (): Promise<typeof import('./desk')> => import('./desk');
const Desk = lazy(fetchDesk);
const Duties = lazy(async () => ({ default: (await screen(import('./screens/duties'))).Component }));
const IssuerWindow = lazy(async () => ({
  default: (await screen(import('./screens/issuer-window'))).Component,
}));

/** Whether somebody has signed in on this device: then all is probably needed, and fetched without waiting for the session. */
const USED = 'siar-used';

/** The whole page: the sign-in, or what the signed-in person sees. */
export function App() {
  const { data: person, error, refetch } = useSession();
  const signedIn = !!person;
  useEffect(() => {
    if (!signedIn && !localStorage.getItem(USED)) return fetchOnceUsed([fetchDesk]);
    if (signedIn) localStorage.setItem(USED, 'yes');
    else void Promise.allSettled([fetchDesk()]);
    return undefined;
  }, [signedIn]);
  // Opened beside a page, by somebody whose session may have ended.
  if (window.location.pathname === ISSUER_WINDOW) return <IssuerWindow />;
  if (person === undefined) {
    return error ? (
      <Center h="100vh" p="md">
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </Center>
    ) : (
      <Opening />
    );
  }
  if (person === null) return <SignIn />;
  return person.duty ? <Duties person={person} /> : <Desk person={person} />;
}
