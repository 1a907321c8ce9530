import { Anchor, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openIn } from '../../parts/comments/comments.rules';
import { useTalk } from '../../parts/comments/discussion';
import { Section } from '../../parts/frame/section';
import { languageName } from '../../parts/texts/language-name';
import { usePlainNames } from '../../parts/texts/plain-names';
import { useShowField } from './outline/use-place';
import { type Elsewhere, pathOfPassage } from './texts/pinned.rules';
import { type Preflight, PreflightList } from './preflight';
import type { Place } from './preflight.rules';

/** The last part: everything that is left to mend, and what can be done with the draft. */
export function CheckPart({
  preflight,
  outdated,
  elsewhere,
  onMend,
  acts,
}: {
  preflight: Preflight | null;
  outdated: boolean;
  /** Words that KPU sent back, in texts that it did not mark. */
  elsewhere: readonly Elsewhere[];
  onMend: (places: readonly Place[]) => void;
  acts: ReactNode;
}) {
  const { t } = useTranslation();
  const named = usePlainNames();
  const showField = useShowField();
  const unresolved = openIn(useTalk()?.threads ?? []);
  return (
    <Section title={t('outline.parts.check')}>
      {preflight && <PreflightList of={preflight} outdated={outdated} onMend={onMend} />}
      {elsewhere.map(({ passage, at }) => (
        <Group key={`${pathOfPassage(passage)} ${passage.quote}`} gap={6} align="baseline">
          <Text size="sm">
            {t('sentBack.elsewhere', {
              quote: named(passage.quote),
              where: [t(`channels.${passage.channel}`), languageName(passage.language)].join(' · '),
            })}
          </Text>
          <Anchor
            component="button"
            type="button"
            size="sm"
            underline="always"
            aria-label={`${t('compose.showPlace')}: ${t(`channels.${passage.channel}`)}, “${named(passage.quote)}”`}
            onClick={() => showField(pathOfPassage(passage), at)}
          >
            {t('compose.showPlace')}
          </Anchor>
        </Group>
      ))}
      {unresolved > 0 && <Text size="sm">{t('comments.unresolved', { count: unresolved })}</Text>}
      {acts && <Group gap="xs">{acts}</Group>}
    </Section>
  );
}
