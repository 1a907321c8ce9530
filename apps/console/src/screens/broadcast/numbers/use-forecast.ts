import { useQuery } from '@tanstack/react-query';
import { outcomes } from '../../../api';

/** When each channel of a broadcast begins and finishes, asked again every 5 s. */
export const useForecast = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['forecast', id],
    queryFn: () => outcomes.forecast(id),
    refetchInterval: 5_000,
    enabled,
  });
