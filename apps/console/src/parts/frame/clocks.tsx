import { Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clock, ZONES } from '../../times';

/** The present time on the country's three clocks, by this device. */
export function Clocks() {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Group gap="md" wrap="nowrap" visibleFrom="md" role="group" aria-label={t('clocks')}>
      {ZONES.map(({ name, timeZone }) => (
        <Text key={name} size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {clock(now, timeZone)}
        </Text>
      ))}
    </Group>
  );
}
