import { Center, Loader } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { createBrowserRouter, useRouteError } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { ErrorNote } from './parts/frame/error-note';
import { ApiError } from './http';
import { ISSUER_WINDOW } from './issuer-window';
import { often, screen } from './screen';
import { Home } from './screens/home';
import { SignIn } from './screens/sign-in';
import { SignedIn, useSession } from './session';
import { NotFound, Shell } from './shell';

const Duties = lazy(async () => ({ default: (await screen(import('./screens/duties'))).Component }));
const IssuerWindow = lazy(async () => ({
  default: (await screen(import('./screens/issuer-window'))).Component,
}));

const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Broken />,
    hydrateFallbackElement: <Opening />,
    children: [
      { index: true, element: <Home /> },
      { path: 'siaran', lazy: often(() => import('./screens/broadcasts')) },
      { path: 'kalender', lazy: often(() => import('./screens/calendar')) },
      { path: 'tulis/:id?', lazy: often(() => import('./screens/compose')) },
      { path: 'siaran/:id', lazy: often(() => import('./screens/broadcast')) },
      { path: 'siaran/:id/laporan', lazy: () => screen(import('./screens/report')) },
      { path: 'siaran/:id/kiriman', lazy: () => screen(import('./screens/deliveries')) },
      { path: 'tinjau', lazy: often(() => import('./screens/reviews')) },
      { path: 'tinjau/:id', lazy: often(() => import('./screens/review')) },
      { path: 'seri/:id', lazy: () => screen(import('./screens/series')) },
      { path: 'operasi', lazy: often(() => import('./screens/operations')) },
      { path: 'operasi/domain', lazy: () => screen(import('./screens/operations/sender-domain')) },
      { path: 'audit', lazy: () => screen(import('./screens/audit')) },
      { path: 'pemilihan', lazy: () => screen(import('./screens/elections')) },
      { path: 'pemilihan/baru', lazy: () => screen(import('./screens/elections/election')) },
      { path: 'pemilihan/:id', lazy: () => screen(import('./screens/elections/election')) },
      { path: 'pemilihan/:id/peserta', lazy: () => screen(import('./screens/elections/contestants')) },
      { path: 'kontak', lazy: often(() => import('./screens/contacts')) },
      { path: 'orang', lazy: () => screen(import('./screens/people')) },
      { path: 'impor', lazy: () => screen(import('./screens/imports')) },
      { path: 'tertahan', lazy: () => screen(import('./screens/suppressions')) },
      { path: 'bantuan', lazy: () => screen(import('./screens/helpdesk')) },
      { path: 'siaga', lazy: () => screen(import('./screens/on-call')) },
      { path: 'permintaan', lazy: () => screen(import('./screens/data-requests')) },
      { path: 'permintaan/:id', lazy: () => screen(import('./screens/data-request')) },
      { path: 'templat', lazy: () => screen(import('./screens/templates')) },
      { path: 'templat/baru', lazy: () => screen(import('./screens/template')) },
      { path: 'templat/bahasa', lazy: () => screen(import('./screens/languages')) },
      { path: 'templat/bahasa/:code', lazy: () => screen(import('./screens/languages/language')) },
      { path: 'templat/:id', lazy: () => screen(import('./screens/template')) },
      { path: 'akun', lazy: () => screen(import('./screens/account')) },
      { path: 'alamat', lazy: () => screen(import('./screens/own-addresses')) },
      { path: '*', element: <NotFound /> },
    ],
  },
]);

/** Shown while the first screen loads. */
function Opening() {
  return (
    <Center h="100vh">
      <Loader role="progressbar" aria-label="Siar" />
    </Center>
  );
}

/** What browsers say of a file that could not be fetched. They do not fetch it again before the page is loaded again. */
const UNFETCHED = /dynamically imported module|module script failed/i;
const RELOADED = 'siar-reloaded';
/** A page that is loaded again within this time is not loaded once more, in ms. */
const ONCE_IN_MS = 10_000;

/**
 * Shown when a screen fails. When its file could not be fetched, since the line was broken for a moment or an upgrade of
 * the console has removed it, the page is loaded again.
 */
function Broken() {
  const broken = useRouteError();
  const [again] = useState(
    () =>
      navigator.onLine &&
      broken instanceof Error &&
      UNFETCHED.test(broken.message) &&
      Date.now() - Number(sessionStorage.getItem(RELOADED)) > ONCE_IN_MS,
  );
  useEffect(() => {
    if (!again) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
    window.location.reload();
  }, [again]);
  if (again) return <Opening />;
  // A failed import has no HTTP status: without a connection, show the error of an unreachable API.
  const error = navigator.onLine ? broken : new ApiError(0, { title: '', status: 0 });
  return (
    <Center h="100vh" p="md">
      <ErrorNote error={error} onRetry={() => window.location.reload()} />
    </Center>
  );
}

export function App() {
  const { data: person, error, refetch } = useSession();
  // Opened beside a page, by somebody whose session may have ended.
  if (window.location.pathname === ISSUER_WINDOW) {
    return (
      <Suspense>
        <IssuerWindow />
      </Suspense>
    );
  }
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
