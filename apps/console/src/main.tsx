import './type/type.css';
import './mantine.css';
import './console.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { ErrorBoundary } from './broken';
import { ApiError } from './http';
import { startI18n } from './i18n';
import { Opening } from './opening';
import { lightOnPaper } from './paper';
import { readable, theme } from './theme';

const AGAIN = new Set([0, 503]);
/** What has waited for its whole deadline is told at once instead of waited for again. */
const isWorthAnother = (error: Error): boolean =>
  error instanceof ApiError && AGAIN.has(error.status) && error.problem.late === undefined;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && isWorthAnother(error),
      staleTime: 5_000,
      // Without a connection a request fails at once and the screen reports it, instead of waiting silently.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { networkMode: 'always' },
  },
});

/** Read by scheme.js too, before the first paint. */
const scheme = localStorageColorSchemeManager({ key: 'siar-scheme' });
lightOnPaper();

const place = document.getElementById('console');
if (!place) throw new Error('The page has no place for the console.');

await startI18n();
createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readable}
      colorSchemeManager={scheme}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={client}>
        <ErrorBoundary>
          <Suspense fallback={<Opening />}>
            <App />
          </Suspense>
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
