import { Anchor, Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { mayKeepElections, reference } from '../../api';
import { Asking } from '../../parts/frame/asking';
import { isOver } from '../../parts/broadcasts/elections';
import { Page } from '../../parts/frame/page';
import { usePerson } from '../../session';
import { dayOf, listed, localHour } from '../../times';

/** Pemilihan: the elections from which broadcasts take their dates, the latest first. */
export default function Elections() {
  const { t } = useTranslation();
  const keeps = mayKeepElections(usePerson());
  const found = useQuery({ queryKey: ['elections'], queryFn: reference.elections });
  return (
    <Page
      title={t('nav.elections')}
      aside={<Text c="dimmed">{t('elections.about')}</Text>}
      actions={
        keeps && (
          <Button component={Link} to="/pemilihan/baru">
            {t('elections.new')}
          </Button>
        )
      }
    >
      <Asking of={found} />
      {found.data?.length === 0 && <Text>{t('elections.none')}</Text>}
      {found.data && found.data.length > 0 && (
        <Paper withBorder component="ul" className="rows">
          {found.data.map((election) => {
            const { id, name, round, pollingDate, quietFrom, quietTo, contests } = election;
            return (
              <Group component="li" key={id} px="md" py="sm" justify="space-between" gap="sm">
                <Stack gap={2} miw={0} style={{ flex: '1 1 20rem' }}>
                  <Anchor component={Link} to={`/pemilihan/${id}`} fw={600}>
                    {name}
                  </Anchor>
                  <Text size="sm">
                    {t('elections.polls', {
                      day: dayOf(pollingDate),
                      from: localHour(election.pollingOpens),
                      to: localHour(election.pollingCloses),
                    })}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {t('elections.quiet', { from: dayOf(quietFrom), to: dayOf(quietTo) })}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {listed([...new Set(contests.map(({ office }) => t(`offices.${office}`)))])}
                  </Text>
                </Stack>
                <Group gap="xs">
                  {isOver(election) && (
                    <Badge variant="outline" color="gray.7" tt="none" fw={500}>
                      {t('elections.over')}
                    </Badge>
                  )}
                  <Text size="sm">{t(`elections.rounds.${round}`)}</Text>
                </Group>
              </Group>
            );
          })}
        </Paper>
      )}
    </Page>
  );
}
