import type { QueryClient } from '@tanstack/react-query';

/** Of every confirmed act, until what it touches has been read again. */
export const ACT = ['act'];

/** Whether a confirmed act of this person is on its way. */
export const isActing = (client: QueryClient): boolean => client.isMutating({ mutationKey: ACT }) > 0;
