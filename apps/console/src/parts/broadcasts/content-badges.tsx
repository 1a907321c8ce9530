import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Broadcast, Chain } from '../../api';
import { unsettledBy, warningBadge } from './chain.rules';

/** A badge beside the title: the broadcast was corrected. */
export function CorrectedBadge({ chain }: { chain: Chain | null }) {
  const { t } = useTranslation();
  if (!chain?.correctedBy) return null;
  return (
    <Badge variant="filled" color="red.9" tt="none" fw={500}>
      {t(unsettledBy(chain) ? 'chain.badgeUnsettled' : 'chain.badge')}
    </Badge>
  );
}

/** A badge beside the title: the content is in doubt, or wrong without a correction that holds. */
export function DoubtedBadge({
  of: { chain, reads, ...of },
}: {
  of: Pick<Broadcast, 'chain' | 'reads'> & ({ doubted: boolean } | Pick<Broadcast, 'doubt'>);
}) {
  const { t } = useTranslation();
  const doubted = 'doubted' in of ? of.doubted : of.doubt !== null;
  const words = warningBadge(doubted || reads === 'doubted', chain);
  if (words === null) return null;
  return (
    <Badge variant="filled" color="red.9" tt="none" fw={500}>
      {t(words)}
    </Badge>
  );
}
