import { Alert, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts } from '../../../api';
import { CompletesLine } from '../../../parts/broadcasts/chain';
import { isTextTakenBack } from '../../../parts/broadcasts/chain.rules';
import { DoubtLines } from '../../../parts/sending/doubt-lines';
import { openDoubts } from '../../../parts/sending/doubts.rules';
import { Reason } from '../../../parts/forms/reason';
import { Confirm } from '../acts/confirm';
import { liftWords } from './doubt.rules';
import { DoubtEndsToo } from '../correcting/same-text';

/** KPU confirms that the content is right; paused parts wait for an operator. */
export function LiftDoubtDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, doubt, stops, chain } = broadcast;
  const doubts = openDoubts(stops, doubt);
  const words = liftWords(broadcast);
  const [reason, setReason] = useState('');
  return (
    <Confirm
      id={id}
      title={t('liftDoubt.title')}
      go={t('acts.liftDoubt')}
      ready={reason.trim() !== ''}
      onGo={() => broadcasts.liftDoubt(id, reason.trim())}
      told={t('done.liftDoubt')}
      onClose={onClose}
    >
      <Text size="sm">{t(words)}</Text>
      <Text size="sm" fw={500}>
        {t('liftDoubt.whyEach')}
      </Text>
      <DoubtLines of={doubts} />
      {doubts.length > 1 && <Text size="sm">{t('liftDoubt.all', { count: doubts.length })}</Text>}
      {isTextTakenBack(broadcast) && chain?.completes && (
        <Alert color="orange">
          <Text size="sm">{t('liftDoubt.takenBack')}</Text>
          {/* While the next correction is under review, the text stays in doubt. */}
          {words !== 'liftDoubt.inReview' && <Text size="sm">{t('liftDoubt.holdsAgain')}</Text>}
          <CompletesLine link={chain.completes} />
        </Alert>
      )}
      <DoubtEndsToo broadcast={broadcast} />
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}
