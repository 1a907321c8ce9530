import { useMutation, useQueryClient } from '@tanstack/react-query';
import { broadcasts } from '../../api';

/** Takes the alert of a broadcast: whoever did handles it, and the others are not called for a while. */
export function useTake(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => broadcasts.answer(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['broadcast', id] }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['broadcasts'] }),
  });
}
