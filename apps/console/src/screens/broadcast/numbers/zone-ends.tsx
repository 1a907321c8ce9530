import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clock, instant, zoneName } from '../../../times';
import { useForecast } from './use-forecast';
import { zoneEnds } from './zone-ends.rules';

/** When what is left will have gone out in each of the country's zones, on its own clock. */
export function ZoneEnds({ id }: { id: string }) {
  const { t } = useTranslation();
  const forecast = useForecast(id, true);
  const zones = zoneEnds(Object.values(forecast.data ?? {}), (zone) => zoneName(zone));
  if (zones.length === 0) return null;
  return (
    <div>
      <Table fz="sm" verticalSpacing={4} captionSide="top">
        <Table.Caption ta="left" mt={0} mb={4} fw={600}>
          {t('zoneEnds.title')}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('zoneEnds.zone')}</Table.Th>
            <Table.Th scope="col">{t('zoneEnds.begins')}</Table.Th>
            <Table.Th scope="col">{t('zoneEnds.ends')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {zones.map(({ zone, timeZone, begins, ends }) => (
            <Table.Tr key={zone}>
              <Table.Th scope="row">{zone}</Table.Th>
              <Table.Td className="steady">{clock(begins, timeZone)}</Table.Td>
              <Table.Td className="steady">{instant(ends, timeZone)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed">
        {t('zoneEnds.help')}
      </Text>
    </div>
  );
}
