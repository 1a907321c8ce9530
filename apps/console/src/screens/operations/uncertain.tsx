import { Anchor, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { broadcasts, type OperationsView, outcomes, type UnknownGroup } from '../../api';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { Asking } from '../../parts/frame/asking';
import { Section } from '../../parts/frame/section';
import { number } from '../../times';
import { Deciding } from '../broadcast/numbers/unknown';
import { UnknownDialog } from '../broadcast/numbers/unknown-dialog';
import { PLACES } from './summary';

type One = OperationsView['uncertain'][number];
interface Asked {
  id: string;
  act: 'resend' | 'accept';
  groups: readonly UnknownGroup[];
}

/** Broadcasts with unknown copies, each with the decision about them; renders nothing when there are none. */
export function Uncertain({ of }: { of: readonly One[] }) {
  const { t } = useTranslation();
  // Kept here, not in the row: that disappears while the dialog still shows the result.
  const [asking, setAsking] = useState<Asked | null>(null);
  return (
    <>
      {of.length > 0 && (
        <Section title={t('operations.uncertain')} id={PLACES.uncertain} needs>
          <Text size="sm">{t('unknown.what')}</Text>
          {of.map((one) => (
            <Row key={one.broadcastId} of={one} alone={of.length === 1} onAsk={setAsking} />
          ))}
        </Section>
      )}
      {asking && <UnknownDialog {...asking} onClose={() => setAsking(null)} />}
    </>
  );
}

/** @param alone whether it is the only one: then there is nothing to choose */
function Row({
  of: { broadcastId, title, copies },
  alone,
  onAsk,
}: {
  of: One;
  alone: boolean;
  onAsk: (asked: Asked) => void;
}) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const decision = <Decision id={broadcastId} copies={copies} onAsk={onAsk} />;
  return (
    <Stack gap="xs">
      <Group gap={6} style={{ overflowWrap: 'anywhere' }}>
        <Anchor component={Link} to={`/siaran/${broadcastId}`} underline="always" size="sm">
          {title}
        </Anchor>
        <ApprovedAt id={broadcastId} />
        <Text size="sm" fw={600}>
          {t('operations.uncertainCopies', { copies: number(copies) })}
        </Text>
      </Group>
      {alone ? (
        decision
      ) : (
        <details onToggle={({ currentTarget: { open } }) => setOpened(open)}>
          <Text component="summary" size="sm" mb="xs">
            {t('operations.uncertainDecide', { title })}
          </Text>
          {opened && decision}
        </details>
      )}
    </Stack>
  );
}

function Decision({ id, copies, onAsk }: { id: string; copies: number; onAsk: (asked: Asked) => void }) {
  const broadcast = useQuery({ queryKey: ['broadcast', id], queryFn: () => broadcasts.get(id) });
  const found = useQuery({
    // Refetched when the number changes.
    queryKey: ['unknown', id, copies],
    queryFn: () => outcomes.unknown(id),
    placeholderData: keepPreviousData,
  });
  if (!broadcast.data) return <Asking of={broadcast} />;
  if (!found.data) return <Asking of={found} />;
  const { groups } = found.data;
  return (
    <Stack gap="xs">
      <Deciding broadcast={broadcast.data} groups={groups} onAsk={(act) => onAsk({ id, act, groups })} />
    </Stack>
  );
}
