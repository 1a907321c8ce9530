import { createBrowserRouter, useRouteError } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { Person } from './api';
import { Broken } from './broken';
import { Opening } from './opening';
import { often, screen } from './screen';
import { Home } from './screens/home';
import { SignedIn } from './session';
import { NotFound, Shell } from './shell';

const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Failed />,
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

/** Shown when a screen fails. */
function Failed() {
  return <Broken error={useRouteError()} />;
}

/** All that a signed-in person sees: a file of its own, so that the sign-in is there sooner. */
export default function Desk({ person }: { person: Person }) {
  return (
    <SignedIn person={person}>
      <RouterProvider router={router} />
    </SignedIn>
  );
}
