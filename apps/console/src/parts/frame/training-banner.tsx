import { Box, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTraining } from './use-training';

/** On every screen of a training installation, signed in or not: nothing done here reaches citizens. */
export function TrainingBanner() {
  const { t } = useTranslation();
  const training = useTraining();
  if (!training) return null;
  return (
    <Box className="training" role="note" mb="md">
      <Text span fw={700}>
        {t('training.title')}
      </Text>{' '}
      <Text span size="sm">
        {t('training.means')}
      </Text>
    </Box>
  );
}
