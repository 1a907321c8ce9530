import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, Suspense, useContext, useEffect, useMemo, useState } from 'react';
import { type Person, type Role, session } from './api';
import { ApiError, setDoorkeeper } from './http';
import { fetchLate, late } from './late';
import { fetchAhead } from './screen';
import { screen } from './screen';

const IssuerDialog = late(async () => ({
  default: (await screen(import('./parts/sign-in/issuer-dialog'))).Component,
}));
const CodeDialog = late(() => import('./parts/sign-in/code-dialog'));
const RenewDialog = late(() => import('./parts/sign-in/renew-dialog'));

const SESSION = ['session'];
const Current = createContext<Person | null>(null);

/** The signed-in person: undefined until it is known, null when nobody is signed in. */
export function useSession() {
  return useQuery({
    queryKey: SESSION,
    queryFn: async (): Promise<Person | null> => {
      try {
        return await session.show();
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The signed-in person; only inside a signed-in page. */
export function usePerson(): Person {
  const person = useContext(Current);
  if (!person) throw new Error('This part of the console is for signed-in people.');
  return person;
}

/** Whether the person holds one of these roles. Decides what is shown; the API decides what is allowed. */
export function useRoles(...roles: Role[]): boolean {
  return usePerson().roles.some((role) => roles.includes(role));
}

/** Replaces the signed-in person by another one, or by nobody. */
export function useSetPerson(): (person: Person | null) => void {
  const client = useQueryClient();
  return (person) => {
    // Set the query that the page observes: an observer of a removed query misses its next result.
    client.setQueryData(SESSION, person);
    if (person === null) client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
  };
}

type Wanted = { what: 'sign-in' | 'code'; answer: (opened: boolean) => void };

/** The signed-in part of the page: asks for a sign-in or a one-time code in a dialog over the screen. */
export function SignedIn({ person, children }: { person: Person; children: ReactNode }) {
  const [wanted, setWanted] = useState<Wanted | null>(null);
  // Several requests may be refused at once: they share one dialog.
  const doorkeeper = useMemo(() => {
    const open: Partial<Record<Wanted['what'], Promise<boolean>>> = {};
    const want = (what: Wanted['what']): Promise<boolean> =>
      (open[what] ??= new Promise<boolean>((resolve) => {
        setWanted({
          what,
          answer: (opened) => {
            delete open[what];
            setWanted(null);
            resolve(opened);
          },
        });
      }));
    return { signIn: () => want('sign-in'), stepUp: () => want('code') };
  }, []);
  const byIssuer = person.signedInBy === 'issuer';
  useEffect(fetchLate, []);
  useEffect(fetchAhead, []);
  useEffect(() => {
    setDoorkeeper(doorkeeper);
    return () => setDoorkeeper(null);
  }, [doorkeeper]);
  return (
    <Current value={person}>
      {children}
      <Suspense>
        {wanted && byIssuer && (
          <IssuerDialog
            person={person}
            what={wanted.what === 'code' ? 'step-up' : 'sign-in'}
            onDone={wanted.answer}
          />
        )}
        {wanted?.what === 'sign-in' && !byIssuer && <RenewDialog person={person} onDone={wanted.answer} />}
        {wanted?.what === 'code' && !byIssuer && <CodeDialog onDone={wanted.answer} />}
      </Suspense>
    </Current>
  );
}
