import { Box, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

/** On every screen of a training installation, signed in or not: nothing done here reaches citizens. */
export function TrainingBanner() {
  const { t } = useTranslation();
  const { data: training } = useQuery({
    queryKey: ['training'],
    queryFn: async (): Promise<boolean> => {
      const answer = await fetch('/health/ready?without=providers');
      return ((await answer.json()) as { training?: true }).training === true;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!training) return null;
  return (
    <Box className="training" role="note" mb="md">
      <Text fw={700}>{t('training.title')}</Text>
      <Text size="sm">{t('training.means')}</Text>
    </Box>
  );
}
