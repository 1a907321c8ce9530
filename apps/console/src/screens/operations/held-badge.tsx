import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Hindrance } from '../../api';
import { HindranceBadge } from '../../parts/broadcasts/badges';
import { standsStill } from './troubles.rules';

/** What holds a channel up, in a word: one that only slows it down is not told like one of which nothing goes out. */
export function HeldBadge({ of }: { of: { kind: Hindrance['kind']; cause: string; inPart: boolean } }) {
  const { t } = useTranslation();
  if (!standsStill(of)) return <HindranceBadge hindrance={of.kind} inPart={of.inPart} />;
  return (
    <Badge variant="dot" color="red.9" tt="none" fw={600} size="lg" style={{ flexShrink: 0 }}>
      {t('operations.standsStill')}
    </Badge>
  );
}
