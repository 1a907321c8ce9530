import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openIn } from '../../parts/comments/comments.rules';
import { useTalk } from '../../parts/comments/discussion';
import { Section } from '../../parts/frame/section';
import { type Preflight, PreflightList } from './preflight';

/** The last part: everything that is left to mend, and what can be done with the draft. */
export function CheckPart({ preflight, acts }: { preflight: Preflight | null; acts: ReactNode }) {
  const { t } = useTranslation();
  const unresolved = openIn(useTalk()?.threads ?? []);
  return (
    <Section title={t('outline.parts.check')}>
      {preflight && <PreflightList of={preflight} />}
      {unresolved > 0 && <Text size="sm">{t('comments.unresolved', { count: unresolved })}</Text>}
      {acts && <Group gap="xs">{acts}</Group>}
    </Section>
  );
}
