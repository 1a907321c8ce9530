import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ENDED_RUNS } from '../../../../../libs/contract/lists';
import type { Home } from '../../api';
import { CorrectedBadge, DoubtedBadge } from '../../parts/broadcasts/content-badges';
import { OutcomeBadges } from '../../parts/broadcasts/outcome-badges';
import { Section } from '../../parts/frame/section';
import { useAccountWords } from '../../parts/sending/use-account-words';
import { usePerson } from '../../session';
import { instant } from '../../times';
import { Row, Rows } from './row';

type One = NonNullable<Home['ended']>[number];

/** Broadcasts shown at once; the others are behind a fold. */
const SHOWN = 5;

/** The list of what went out since then; its filter counts days in Jakarta. @param at the present, ISO 8601 */
export const broadcastsSince = (at: string): string =>
  `/siaran?from=${new Date(Date.parse(at) - (24 - 7) * 3_600_000).toISOString().slice(0, 10)}`;

/** The list of what ended in the last 24 hours, and nothing else. */
export const ENDED_LATELY = `/siaran?${new URLSearchParams({ state: ENDED_RUNS.join(','), ended: 'day' })}`;

/** Broadcasts that ended in the last 24 hours, those with trouble first, each with what became of its messages. */
export function Ended({ of }: { of: readonly One[] }) {
  const { t } = useTranslation();
  const rest = of.slice(SHOWN);
  return (
    <Section
      title={t('home.ended.title')}
      aside={
        <Anchor component={Link} to={ENDED_LATELY} size="sm">
          {t('home.ended.all')}
        </Anchor>
      }
    >
      <EndedRows of={of.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details>
          <Text component="summary" size="sm" mb="xs">
            {t('home.ended.more', { count: rest.length })}
          </Text>
          <EndedRows of={rest} />
        </details>
      )}
    </Section>
  );
}

function EndedRows({ of }: { of: readonly One[] }) {
  const { t } = useTranslation();
  const told = useAccountWords();
  const { name: own } = usePerson().organisation;
  return ([true, false] as const).map((troubled) => {
    const shown = of.filter((one) => one.troubled === troubled);
    return (
      shown.length > 0 && (
        <Rows key={String(troubled)} label={t(troubled ? 'home.ended.troubled' : 'home.ended.usual')}>
          {shown.map(
            ({ id, title, kind, companion, organisation, state, begun, endedAt, content, ...counts }) => (
              <Row
                key={id}
                id={id}
                title={title}
                kind={kind}
                companion={companion}
                sign={
                  <>
                    <CorrectedBadge chain={content.chain} />
                    <DoubtedBadge of={content} />
                  </>
                }
                aside={
                  <Group gap={6} justify="flex-end">
                    <OutcomeBadges state={state} hindrance={null} begun={begun} total={counts} />
                  </Group>
                }
                lines={[
                  [organisation === own ? null : organisation, t('home.ended.at', { at: instant(endedAt) })]
                    .filter(Boolean)
                    .join(' · '),
                  told(counts),
                ]}
              />
            ),
          )}
        </Rows>
      )
    );
  });
}
