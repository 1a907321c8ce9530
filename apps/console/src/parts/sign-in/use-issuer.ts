import { useQuery } from '@tanstack/react-query';
import { issuer } from '../../api';

/** Whether people can sign in by the ministry's own account; false until it is known. */
export function useIssuer(): boolean {
  const { data: offered = false } = useQuery({
    queryKey: ['issuer'],
    queryFn: async () => (await issuer.show()).offered,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return offered;
}
