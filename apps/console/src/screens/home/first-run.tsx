import { Anchor, Button, CloseButton, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import IconPencil from '@tabler/icons-react/icons/IconPencil';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { broadcasts } from '../../api';
import { ErrorNote } from '../../parts/frame/error-note';
import { usePerson, useRoles } from '../../session';

const STEPS = ['write', 'submit', 'approve', 'watch'] as const;

/**
 * The way of a broadcast, with a sample to practise on; in a training installation, until somebody closes it. It folds once
 * a broadcast of the author has gone all the way.
 */
export default function FirstRun({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const writes = useRoles('author');
  const reviews = useRoles('reviewer');
  const { personId } = usePerson();
  const gone = useQuery({
    queryKey: ['first-run', personId],
    queryFn: () => broadcasts.page({ state: 'completed', author: personId }, null, 1),
    enabled: writes,
  });
  const begin = useMutation({
    mutationFn: () =>
      // The texts are Indonesian whatever the language on screen: they are what citizens would get.
      broadcasts.sample(t('firstRun.sample.title', { lng: 'id' }), {
        subject: t('firstRun.sample.subject', { lng: 'id' }),
        body: t('firstRun.sample.body', { lng: 'id' }),
        short: t('firstRun.sample.short', { lng: 'id' }),
      }),
    onSuccess: ({ id }) => void navigate(`/tulis/${id}`),
  });
  // Nothing is drawn before that is known: it would fold under the reader's eyes.
  if (writes && gone.isPending) return null;
  const done = (gone.data?.broadcasts.length ?? 0) > 0;
  const steps = (
    <>
      <List type="ordered" spacing="xs">
        {STEPS.map((step) => (
          <List.Item key={step}>
            <Text span fw={600}>
              {t(`firstRun.${step}.what`)}
            </Text>{' '}
            <Text span c="dimmed">
              {t(`firstRun.${step}.how`)}
            </Text>
          </List.Item>
        ))}
      </List>
      {begin.error && <ErrorNote error={begin.error} />}
      <Group>
        {writes && (
          <Button
            leftSection={<IconPencil size={18} aria-hidden />}
            loading={begin.isPending}
            onClick={() => begin.mutate()}
          >
            {t('firstRun.begin')}
          </Button>
        )}
        {reviews && (
          <Anchor component={Link} to="/tinjau" underline="always">
            {t('nav.reviews')}
          </Anchor>
        )}
        <Anchor component={Link} to="/siaran" underline="always">
          {t('nav.broadcasts')}
        </Anchor>
      </Group>
    </>
  );
  return (
    <Paper component="section" aria-labelledby="first-run" withBorder p={{ base: 'md', sm: 'lg' }}>
      <Stack>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} size="h4" id="first-run">
            {t('firstRun.title')}
          </Title>
          <CloseButton aria-label={t('firstRun.close')} onClick={onClose} />
        </Group>
        {done ? (
          <details>
            <Text component="summary" size="sm">
              {t('firstRun.done')}
            </Text>
            <Stack mt="sm">{steps}</Stack>
          </details>
        ) : (
          steps
        )}
      </Stack>
    </Paper>
  );
}
