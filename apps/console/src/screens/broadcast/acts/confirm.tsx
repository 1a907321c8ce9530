import { useQueryClient } from '@tanstack/react-query';
import type { Broadcast } from '../../../api';
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
    ['forecast', id],
    ['course', id],
    ['home'],
    ['operations'],
    ['news'],
  ];
  return <ConfirmAct touches={touches} {...props} />;
}

/** Shows the answer of an act at once, also where reading the broadcast again fails or takes long. */
export function useShowAnswer(id: string): (answer: Broadcast) => Promise<Broadcast> {
  const client = useQueryClient();
  const queryKey = ['broadcast', id];
  return async (answer) => {
    // A reading that began before the act would bring back the old state.
    await client.cancelQueries({ queryKey });
    client.setQueryData(queryKey, answer);
    return answer;
  };
}
