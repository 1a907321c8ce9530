import type { OperationsView } from '../../api';

type Share = NonNullable<OperationsView['channels'][number]['accounts'][number]['share']>;

const MOVED: readonly Share['reason'][] = ['away', 'slow-down', 'slow-answers', 'slow-receipts', 'quiet'];

/** Whether a value of the trail is a reason for which a share moved. */
export const isMoved = (value: unknown): value is Share['reason'] => MOVED.some((reason) => reason === value);

/** The part of a share, such as 1/8. @param weight one of 1, 1/2, 1/4, 1/8 */
export const fraction = (weight: number): string => (weight < 1 ? `1/${1 / weight}` : String(weight));
