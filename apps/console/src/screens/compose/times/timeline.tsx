import { Box, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type Outlook } from '../../../api';
import { clock, instant, number, offsetMinutes, zoneName } from '../../../times';
import { LateHelp } from './late-help';
import { runsByClock, share } from './timeline.rules';
import classes from './timeline.module.css';

/** For each clock, the start and the finish of each channel against its expiry. */
export function Timeline({ outlook }: { outlook: Outlook }) {
  const { t } = useTranslation();
  const { forecast } = outlook;
  const clocks = runsByClock(forecast, CHANNELS, offsetMinutes);
  const runs = clocks.flatMap((one) => one.runs);
  if (runs.length === 0) return null;
  const from = Math.min(...runs.map(({ startsAt }) => Date.parse(startsAt)));
  const to = Math.max(...runs.flatMap((run) => [Date.parse(run.finishesAt), Date.parse(run.expiresAt)]));
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600}>
        {t('timeline.title')}
      </Text>
      <Table.ScrollContainer
        minWidth={620}
        scrollAreaProps={{
          viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('timeline.title') },
        }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('times.zone')}</Table.Th>
              <Table.Th scope="col">{t('deliveries.channel')}</Table.Th>
              <Table.Th scope="col">{t('timeline.messages')}</Table.Th>
              <Table.Th scope="col">{t('timeline.starts')}</Table.Th>
              <Table.Th scope="col">{t('timeline.finishes')}</Table.Th>
              <Table.Th scope="col" w="24%">
                {t('timeline.until', { at: instant(new Date(to)) })}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {clocks.map(({ timeZone, runs: own }) =>
              own.map((run, index) => (
                <Table.Tr key={`${timeZone} ${run.channel}`}>
                  {index === 0 && (
                    <Table.Th scope="rowgroup" rowSpan={own.length} style={{ verticalAlign: 'top' }}>
                      {zoneName(timeZone)}
                    </Table.Th>
                  )}
                  <Table.Td>{t(`channels.${run.channel}`)}</Table.Td>
                  <Table.Td className="numeric">{number(run.messages)}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{instant(run.startsAt, timeZone)}</Table.Td>
                  <Table.Td>
                    {sameDay(run.startsAt, run.finishesAt, timeZone)
                      ? clock(run.finishesAt, timeZone)
                      : instant(run.finishesAt, timeZone)}
                    {run.lateMessages > 0 && (
                      <Text size="xs" c="red.9" fw={600}>
                        {t('timeline.late', { messages: number(run.lateMessages) })}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Box className={classes.lane} aria-hidden>
                      <Box
                        className={run.lateMessages > 0 ? classes.lateRun : classes.run}
                        style={{
                          insetInlineStart: `${share(run.startsAt, from, to)}%`,
                          width: `${Math.max(1, share(run.finishesAt, from, to) - share(run.startsAt, from, to))}%`,
                        }}
                      />
                      <Box
                        className={classes.expiry}
                        style={{ insetInlineStart: `${share(run.expiresAt, from, to)}%` }}
                      />
                    </Box>
                  </Table.Td>
                </Table.Tr>
              )),
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed">
        {t('timeline.legend')}
      </Text>
      <LateHelp outlook={outlook} />
    </Stack>
  );
}

function sameDay(a: string, b: string, timeZone: string): boolean {
  const day = (at: string): string => new Intl.DateTimeFormat('en', { timeZone }).format(new Date(at));
  return day(a) === day(b);
}
