import { Box, Text, UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTraining } from './use-training';

/**
 * On every screen of a training installation, signed in or not: nothing done here reaches citizens. On a narrow screen the
 * details stand behind a button.
 */
export function TrainingBanner() {
  const { t } = useTranslation();
  const training = useTraining();
  const [open, setOpen] = useState(false);
  const rest = useId();
  if (!training) return null;
  return (
    <Box className="training" role="note" mb="md">
      <Text span fw={700}>
        {t('training.title')}
      </Text>{' '}
      <Text span size="sm">
        {t('training.means')}
      </Text>{' '}
      <UnstyledButton
        className="training-more"
        aria-expanded={open}
        aria-controls={rest}
        onClick={() => setOpen(!open)}
      >
        {t('training.more')}
      </UnstyledButton>
      <Text span size="sm" className="training-rest" id={rest} {...(open && { 'data-open': true })}>
        {t('training.rest')}
      </Text>
    </Box>
  );
}
