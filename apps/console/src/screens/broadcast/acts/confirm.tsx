import { Confirm as ConfirmAct, type ConfirmProps } from '../../../parts/forms/confirm';

/** Confirms an act on a broadcast and refetches the broadcast. */
export function Confirm<T>({ id, ...props }: ConfirmProps<T> & { id: string }) {
  const touches = [
    ['broadcast', id],
    ['broadcasts'],
    ['waves', id],
    ['review', id],
    ['reviews'],
    ['unknown', id],
    ['rejected-copies', id],
    ['failures', id],
    ['report', id],
    ['news'],
  ];
  return <ConfirmAct touches={touches} {...props} />;
}
