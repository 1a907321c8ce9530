import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BroadcastState, Kind } from '../api';

const COLOUR: Record<BroadcastState, string> = {
  draft: 'gray.6',
  in_review: 'yellow.6',
  approved: 'sea.6',
  running: 'green.7',
  paused: 'orange.7',
  completed: 'green.9',
  rejected: 'red.8',
  withdrawn: 'gray.8',
  cancelled: 'red.9',
  expired: 'gray.9',
};

/** A broadcast's state in a word; the dot only helps the eye. */
export function StateBadge({ state }: { state: BroadcastState }) {
  const { t } = useTranslation();
  return (
    <Badge variant="dot" color={COLOUR[state]} tt="none" fw={500} size="lg" style={{ flexShrink: 0 }}>
      {t(`states.${state}`)}
    </Badge>
  );
}

/** The kind, where it is not the ordinary one. */
export function KindBadge({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  if (kind === 'ordinary') return null;
  return (
    <Badge variant="outline" color={kind === 'urgent' ? 'red.9' : 'sea.7'} tt="none" fw={500}>
      {t(`kinds.${kind}`)}
    </Badge>
  );
}

/** That a decision cannot wait, and whether somebody has it in hand. */
export function AlertBadge({ alert }: { alert: 'waiting' | 'taken' | null }) {
  const { t } = useTranslation();
  if (alert === null) return null;
  return (
    <Badge variant={alert === 'waiting' ? 'filled' : 'outline'} color="red.9" tt="none" fw={500}>
      {t(`alert.${alert}`)}
    </Badge>
  );
}
