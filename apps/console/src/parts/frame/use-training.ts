import { useQuery } from '@tanstack/react-query';

/** Whether this installation is for training; false until it is known. */
export function useTraining(): boolean {
  const { data } = useQuery({
    queryKey: ['training'],
    queryFn: async (): Promise<boolean> => {
      const answer = await fetch('/health/ready?without=providers');
      return ((await answer.json()) as { training?: true }).training === true;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? false;
}
