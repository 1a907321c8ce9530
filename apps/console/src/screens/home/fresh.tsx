import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NewsLine } from '../../api';
import { ApprovedTimes } from '../../parts/broadcasts/approved';
import { Line } from '../../parts/frame/news-line';
import { Section } from '../../parts/frame/section';

/** Lines shown; the bell has all. */
const SHOWN = 4;

/** What happened to the person's broadcasts since they looked: unread news of which nothing else on the screen tells. */
export default function Fresh({
  of,
  approved,
}: {
  of: readonly NewsLine[];
  approved: Readonly<Record<string, string>>;
}) {
  const { t } = useTranslation();
  return (
    <Section title={t('home.fresh')}>
      <ApprovedTimes value={approved}>
        <ul className="rows">
          {of.slice(0, SHOWN).map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ul>
      </ApprovedTimes>
      {of.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {t('home.freshMore', { count: of.length - SHOWN })}
        </Text>
      )}
    </Section>
  );
}
