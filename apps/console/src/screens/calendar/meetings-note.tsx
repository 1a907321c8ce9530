import { Alert, Anchor, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Broadcast } from '../../api';
import { useMeetings } from './meetings';

/** Names what a broadcast meets, each with the way there. Renders nothing where it meets nothing. */
export function MeetingsNote({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const meetings = useMeetings(broadcast);
  if (meetings.length === 0) return null;
  return (
    <Alert color="yellow" role="note" title={t('calendar.meetsHere')}>
      <List size="sm">
        {meetings.map(({ id, title, at }) => (
          <List.Item key={id}>
            <Anchor component={Link} to={`/siaran/${id}`} fz="inherit" underline="always">
              {title}
            </Anchor>{' '}
            · {at}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
