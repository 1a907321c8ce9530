import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../parts/frame/section';
import { type Preflight, PreflightList } from './preflight';

/** The last part: everything that is left to mend, and what can be done with the draft. */
export function CheckPart({ preflight, acts }: { preflight: Preflight | null; acts: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Section title={t('outline.parts.check')}>
      {preflight && <PreflightList of={preflight} />}
      {acts && <Group gap="xs">{acts}</Group>}
    </Section>
  );
}
