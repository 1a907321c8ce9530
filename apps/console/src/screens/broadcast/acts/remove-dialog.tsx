import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Broadcast, broadcasts } from '../../../api';
import { Confirm } from '../../../parts/forms/confirm';
import { usePerson } from '../../../session';
import { forget } from '../../compose/saving/kept';
import { shownOf } from '../content/shown.rules';
import { undoing } from './undoing';

/** Deletes a draft, and its unsaved changes on this device. */
export function RemoveDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { personId } = usePerson();
  const { id, version } = broadcast;
  return (
    <Confirm
      touches={[['home']]}
      title={t('remove.title')}
      go={t('acts.remove')}
      danger
      onGo={async () => {
        await broadcasts.remove(id, version);
        forget(personId, id);
        // A cached list would show the draft once more.
        client.removeQueries({ queryKey: ['broadcasts'] });
        await navigate('/siaran', { replace: true });
      }}
      told={() => ({
        text: t('done.remove', { title: shownOf(broadcast).title }),
        undo: async () => {
          const said = await undoing(id, 'delete', t('undone.remove'))();
          await navigate(`/siaran/${id}`);
          return said;
        },
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('remove.what', { title: shownOf(broadcast).title })}</Text>
    </Confirm>
  );
}
