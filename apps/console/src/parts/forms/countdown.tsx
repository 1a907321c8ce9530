import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { number } from '../../times';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The time left until a deadline, or since it passed: in words, the colour is an addition. */
export function Countdown({ leftMs }: { leftMs: number }) {
  const { t } = useTranslation();
  const late = leftMs < 0;
  const span = Math.abs(leftMs);
  const [unit, count] =
    span < HOUR
      ? (['minutes', Math.floor(span / MINUTE)] as const)
      : (['hours', Math.floor(span / HOUR)] as const);
  return (
    <Text component="span" size="sm" fw={late ? 700 : 500} c={late ? 'red.9' : undefined}>
      {t(`dataRequests.${late ? 'overdue' : 'left'}.${unit}`, { count, shown: number(count) })}
    </Text>
  );
}
