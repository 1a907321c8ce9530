import IconAdjustments from '@tabler/icons-react/icons/IconAdjustments';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { late } from '../../late';
import { screen } from '../../screen';
import classes from '../../shell.module.css';

const LookDialog = late(async () => ({ default: (await screen(import('./look-dialog'))).Component }));

/** Opens what a person chooses for this device: light or dark, how dense, shortcuts. */
export function LookButton() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button
        type="button"
        className={classes['place']}
        aria-haspopup="dialog"
        onClick={() => setOpened(true)}
      >
        <IconAdjustments size={18} stroke={1.75} aria-hidden />
        <span>{t('look.go')}</span>
      </button>
      {opened && (
        <Suspense>
          <LookDialog onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
