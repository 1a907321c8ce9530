import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Who } from '../../api/comments';
import { listed } from '../../times';
import classes from './comments.module.css';
import { initialsOf } from './comments.rules';
import { useOtherWindow } from './discussion';

/** The initials of a name in a circle. The name itself stands beside it. */
export function Initials({ of }: { of: string }) {
  return (
    <span className={classes['initials']} aria-hidden>
      {initialsOf(of)}
    </span>
  );
}

/**
 * Who else has the broadcast open. A screen reader is told, in one sentence, when somebody comes.
 * @param id null: it is not saved yet
 */
export function Others({ id, of }: { id: string | null; of: readonly Who[] }) {
  const { t } = useTranslation();
  const elsewhere = useOtherWindow(id);
  return (
    <div role="status" className={classes['others']}>
      {elsewhere && <span>{t('comments.otherWindow')}</span>}
      {of.length > 0 && (
        <>
          <VisuallyHidden>
            {t('comments.others', { names: listed(of.map(({ name }) => name)) })}
          </VisuallyHidden>
          <span className={classes['others']} aria-hidden>
            {of.map(({ id, name }) => (
              <span key={id} className={classes['other']}>
                <Initials of={name} />
                {name}
              </span>
            ))}
            <span>{t('comments.alsoHere')}</span>
          </span>
        </>
      )}
    </div>
  );
}
