import { Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../api';
import type { OpenDoubt } from './doubts.rules';
import { regionName, useRegions } from '../regions/regions';

const DOUBTERS = ['author', 'kpu', 'operator', 'correction'] as const;

/** Who doubts which part, and why: only for components that call `useRegions`. */
export function doubtWords(t: TFunction, { as, by, channel, regionCode, reason }: OpenDoubt): string {
  const role = DOUBTERS.find((one) => one === as);
  const who = role ? t(`doubts.by.${role}`) : '';
  const named = who && by ? t('hindrances.who', { role: who, name: by.name }) : who || (by?.name ?? '');
  const name = channel && t(`channels.${channel as Channel}`);
  const region = regionCode && regionName(regionCode);
  const part = name && region ? t('stopActs.of', { channel: name, region }) : (name ?? region);
  return `${[named, part].filter(Boolean).join(', ')}: ${reason ?? t('resume.noReason')}`;
}

/** The doubts that stand, one a line. */
export function DoubtLines({ of }: { of: readonly OpenDoubt[] }) {
  const { t } = useTranslation();
  useRegions();
  return [...new Set(of.map((one) => doubtWords(t, one)))].map((words) => (
    <Text size="sm" key={words} className="message">
      {words}
    </Text>
  ));
}
