import { Center } from '@mantine/core';
import { Component, type ReactNode, useEffect, useState } from 'react';
import { ApiError } from './http';
import { Opening } from './opening';
import { ErrorNote } from './parts/frame/error-note';

/** What browsers say of a file that could not be fetched. They do not fetch it again before the page is loaded again. */
const UNFETCHED = /dynamically imported module|module script failed/i;
const RELOADED = 'siar-reloaded';
/** A page that is loaded again within this time is not loaded once more, in ms. */
const ONCE_IN_MS = 10_000;

/**
 * What is shown instead of a screen that fails. When its file could not be fetched, since the line was broken for a moment or an upgrade of
 * the console has removed it, the page is loaded again.
 */
export function Broken({ error: broken }: { error: unknown }) {
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

/** Shows {@link Broken} where what it holds fails outside the router, such as a file that cannot be fetched. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: undefined as unknown };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Broken error={this.state.error} />;
  }
}
