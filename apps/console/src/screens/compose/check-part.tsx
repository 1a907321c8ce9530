import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openIn } from '../../parts/comments/comments.rules';
import { useTalk } from '../../parts/comments/discussion';
import { Section } from '../../parts/frame/section';
import { type Preflight, PreflightList } from './preflight';
import type { Place } from './preflight.rules';

/** The last part: everything that is left to mend, and what can be done with the draft. */
export function CheckPart({
  preflight,
  outdated,
  onMend,
  acts,
}: {
  preflight: Preflight | null;
  outdated: boolean;
  onMend: (places: readonly Place[]) => void;
  acts: ReactNode;
}) {
  const { t } = useTranslation();
  const unresolved = openIn(useTalk()?.threads ?? []);
  return (
    <Section title={t('outline.parts.check')}>
      {preflight && <PreflightList of={preflight} outdated={outdated} onMend={onMend} />}
      {unresolved > 0 && <Text size="sm">{t('comments.unresolved', { count: unresolved })}</Text>}
      {acts && <Group gap="xs">{acts}</Group>}
    </Section>
  );
}
