import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ResendAct } from '../../../api';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { instant, number } from '../../../times';

/** What operators decided on such copies, for people who count messages or are asked why somebody got two. */
export function ResendActs({ of, words }: { of: readonly ResendAct[]; words: 'resent' | 'accepted' }) {
  const { t } = useTranslation();
  const known = useRegions();
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map(({ at, by, copies, reason, channel, region }) => {
        const part = [channel && t(`channels.${channel}`), region && nameOf(known, region)]
          .filter(Boolean)
          .join(', ');
        return (
          <Text key={at} component="li" size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t(part === '' ? `unknown.${words}` : `unknown.${words}Part`, {
              copies: number(copies),
              when: instant(at),
              who: by ?? 'Siar',
              reason,
              part,
            })}
          </Text>
        );
      })}
    </Stack>
  );
}
