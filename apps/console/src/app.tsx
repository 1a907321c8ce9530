import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { ErrorNote } from './parts/error-note';
import { SignIn } from './screens/sign-in';
import { SignedIn, useSession } from './session';
import { NotFound, Shell } from './shell';

const Duties = lazy(() => import('./screens/duties'));

const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { index: true, lazy: () => screen(import('./screens/broadcasts')) },
      { path: 'tulis/:id?', lazy: () => screen(import('./screens/compose')) },
      { path: 'siaran/:id', lazy: () => screen(import('./screens/broadcast')) },
      { path: 'siaran/:id/kiriman', lazy: () => screen(import('./screens/deliveries')) },
      { path: 'audit', lazy: () => screen(import('./screens/audit')) },
      { path: '*', element: <NotFound /> },
    ],
  },
]);

/** Each screen is a file of its own, fetched when it is first opened. */
const screen = async (module: Promise<{ default: React.ComponentType }>) => ({
  Component: (await module).default,
});

export function App() {
  const { data: person, error, refetch } = useSession();
  if (person === undefined) {
    return (
      <Center h="100vh" p="md">
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : <Loader aria-label="Siar" />}
      </Center>
    );
  }
  if (person === null) return <SignIn />;
  if (person.duty) {
    return (
      <Suspense>
        <Duties person={person} />
      </Suspense>
    );
  }
  return (
    <SignedIn person={person}>
      <RouterProvider router={router} />
    </SignedIn>
  );
}
