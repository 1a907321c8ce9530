import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Fold } from '../../parts/frame/fold';
import { NARROW } from '../broadcast/numbers/live';

/** On a phone behind a button: what comes first there is how it went and what is wrong. */
export function OnPhoneFolded({ unfold, children }: { unfold: string; children: ReactNode }) {
  const { t } = useTranslation();
  const onPhone = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  if (!onPhone) return children;
  return (
    <Fold unfold={unfold} fold={t('report.fold')}>
      {children}
    </Fold>
  );
}
