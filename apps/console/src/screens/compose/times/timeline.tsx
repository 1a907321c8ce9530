import { Box, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type Outlook } from '../../../api';
import { clock, instant, number, offsetMinutes, onlyZone, zoneName } from '../../../times';
import { LateHelp } from './late-help';
import { runsByClock, share, wholeOf } from './timeline.rules';
import classes from './timeline.module.css';

/**
 * For each clock, the start and the finish against the expiry: of all channels together, or of each, as where something
 * is late.
 */
export function Timeline({ outlook }: { outlook: Outlook }) {
  const { t } = useTranslation();
  const { forecast } = outlook;
  const clocks = runsByClock(forecast, CHANNELS, offsetMinutes);
  const runs = clocks.flatMap((one) => one.runs);
  const [wanted, setWanted] = useState(false);
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (runs.length === 0) return null;
  const late = runs.some(({ lateMessages }) => lateMessages > 0);
  const each = wanted || late;
  const from = Math.min(...runs.map(({ startsAt }) => Date.parse(startsAt)));
  const to = Math.max(...runs.flatMap((run) => [Date.parse(run.finishesAt), Date.parse(run.expiresAt)]));
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {t('timeline.title')}
        </Text>
        {/* What is late is never out of sight. */}
        {!late && runs.length > clocks.length && (
          <Button variant="subtle" size="compact-sm" aria-expanded={each} onClick={() => setWanted(!wanted)}>
            {t(each ? 'timeline.together' : 'timeline.byChannel')}
          </Button>
        )}
      </Group>
      <Table.ScrollContainer
        // A phone has no room for the bars, which the hours say too.
        minWidth={narrow ? 300 : 620}
        scrollAreaProps={{
          viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('timeline.title') },
        }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('times.zone')}</Table.Th>
              {each && <Table.Th scope="col">{t('deliveries.channel')}</Table.Th>}
              <Table.Th scope="col">{t('timeline.messages')}</Table.Th>
              <Table.Th scope="col">{t('timeline.starts')}</Table.Th>
              <Table.Th scope="col">{t('timeline.finishes')}</Table.Th>
              <Table.Th scope="col" w="24%" visibleFrom="sm">
                {t('timeline.until', { at: instant(new Date(to), onlyZone(clocks)) })}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {clocks.map((one) =>
              (each ? one.runs : [{ ...wholeOf(one), channel: null }]).map((run, index, { length }) => (
                <Table.Tr key={`${one.timeZone} ${index}`}>
                  {index === 0 && (
                    <Table.Th scope="rowgroup" rowSpan={length} style={{ verticalAlign: 'top' }}>
                      {zoneName(one.timeZone)}
                    </Table.Th>
                  )}
                  {run.channel && <Table.Td>{t(`channels.${run.channel}`)}</Table.Td>}
                  <Table.Td className="numeric">{number(run.messages)}</Table.Td>
                  <Table.Td style={{ whiteSpace: narrow ? undefined : 'nowrap' }}>
                    {instant(run.startsAt, one.timeZone)}
                  </Table.Td>
                  <Table.Td>
                    {sameDay(run.startsAt, run.finishesAt, one.timeZone)
                      ? clock(run.finishesAt, one.timeZone)
                      : instant(run.finishesAt, one.timeZone)}
                    {run.lateMessages > 0 && (
                      <Text size="xs" c="red.9" fw={600}>
                        {t('timeline.late', { messages: number(run.lateMessages) })}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td visibleFrom="sm">
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
      <Text size="xs" c="dimmed" visibleFrom="sm">
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
