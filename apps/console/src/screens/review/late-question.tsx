import { Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type LateChoice } from '../../api';
import { useRegions } from '../../parts/regions/regions';
import { nameOf } from '../../parts/regions/regions.rules';
import { useSaid } from '../../parts/refusals/said';
import { clock, instant, listed } from '../../times';
import type { LateOption, ReviewView } from '../../api/reviews';

/** Asks what to do with regions whose hour has passed: nothing is moved or left out silently. */
export function LateQuestion({
  review: { missed, late },
  value,
  onChange,
}: {
  review: ReviewView;
  value: LateChoice | null;
  onChange: (choice: LateChoice) => void;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  return (
    <Stack gap="xs">
      {missed.map(({ timeZone, dueAt, regions }) => (
        <Text size="sm" key={`${timeZone} ${dueAt}`}>
          {t('late.passed', {
            at: instant(dueAt, timeZone),
            regions:
              regions.length > 4
                ? t('times.regionCount', { count: regions.length })
                : listed(regions.map((code) => nameOf(known, code))),
          })}
        </Text>
      ))}
      <Radio.Group
        label={t('late.question')}
        value={value}
        onChange={(choice) => onChange(choice as LateChoice)}
        required
      >
        <Stack gap="xs" mt="xs">
          {late.map((option) => (
            <Radio
              key={option.choice}
              value={option.choice}
              disabled={option.faults.length > 0}
              label={t(`late.${option.choice}`)}
              description={<Outcome of={option} />}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  );
}

/** The result of an option: when that part goes out and all of it finishes, or why it is impossible. */
function Outcome({ of: { faults, dueAt, forecast } }: { of: LateOption }) {
  const { t } = useTranslation();
  const said = useSaid();
  if (faults.length > 0) return [...new Set(faults.map((one) => said(one)))].join(' ');
  const done = CHANNELS.flatMap((channel) => {
    const one = forecast[channel];
    return one && one.messages > 0 ? [`${t(`channels.${channel}`)} ${clock(one.finishesAt)}`] : [];
  });
  return [
    dueAt ? t('late.goesOut', { at: instant(dueAt) }) : t('late.notAtAll'),
    done.length > 0 ? t('late.done', { channels: done.join(' · ') }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}
