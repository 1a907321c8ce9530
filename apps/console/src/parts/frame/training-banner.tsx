import { Box, UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTraining } from './use-training';

/** On every screen of a training installation, signed in or not: nothing done here reaches citizens. */
export function TrainingBanner() {
  const { t } = useTranslation();
  const training = useTraining();
  const [open, setOpen] = useState(false);
  const rest = useId();
  if (!training) return null;
  return (
    <Box className="training" role="note" mb="md">
      <span>
        <b>{t('training.title')}:</b> {t('training.means')}
      </span>
      <UnstyledButton
        className="training-more unprinted"
        aria-expanded={open}
        aria-controls={rest}
        onClick={() => setOpen(!open)}
      >
        {t('training.more')}
      </UnstyledButton>
      <span className="training-rest" id={rest} hidden={!open}>
        {t('training.rest')}
      </span>
    </Box>
  );
}

/** The same in a word, in the header, which stays in sight. */
export function TrainingBadge() {
  const { t } = useTranslation();
  return useTraining() ? <span className="training-mark">{t('training.title')}</span> : null;
}
