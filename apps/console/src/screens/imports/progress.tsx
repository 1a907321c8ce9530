import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { imports } from '../../api';
import { usePerson } from '../../session';
import { number } from '../../times';
import { IMPORTS } from './history';

const EVERY_MS = 1_000;
const MB = 1_000_000;

/** The progress of a file's upload. */
export function ImportProgress({
  sent,
  all,
  startedAt,
  dryRun,
  onBreak,
}: {
  sent: number;
  all: number;
  /** On the page's own clock, in ms. */
  startedAt: number;
  dryRun: boolean;
  onBreak: () => void;
}) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const running = useQuery({
    queryKey: [...IMPORTS, 'running'],
    queryFn: () => imports.list(null),
    refetchInterval: EVERY_MS,
    retry: false,
    select: (found) => found.find((one) => one.personId === personId && one.state === 'running'),
  });
  const rows = running.data?.rows ?? 0;
  const seconds = Math.max(1, (now - startedAt) / 1000);
  const percent = all === 0 ? 100 : Math.floor((sent / all) * 100);
  const title = t(dryRun ? 'imports.trying' : 'imports.importing');
  return (
    <Stack gap="xs" maw={640}>
      <Text fw={600} size="sm">
        {title}
      </Text>
      <Progress.Root size="lg">
        <Progress.Section value={percent} aria-label={title} />
      </Progress.Root>
      <Text size="sm">
        {t('imports.progress', {
          percent: number(percent),
          sent: number(Math.round((sent / MB) * 10) / 10),
          all: number(Math.round((all / MB) * 10) / 10),
          rows: number(rows),
          perSecond: number(Math.round(rows / seconds)),
        })}
      </Text>
      <Group>
        <Button variant="default" size="xs" onClick={onBreak}>
          {t('imports.break')}
        </Button>
      </Group>
    </Stack>
  );
}
