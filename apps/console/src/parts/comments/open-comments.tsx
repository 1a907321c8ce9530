import { Alert, Anchor, Checkbox, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CommentThread } from '../../api/comments';
import { usePlainNames } from '../texts/plain-names';
import { brief } from '../texts/brief';
import { usePlaceWords } from './place-words';

/** Before an approval: the open comments with their places, and that they were read. */
export function OpenComments({
  of,
  heard,
  onHeard,
  onShow,
}: {
  of: readonly CommentThread[];
  heard: boolean;
  onHeard: (heard: boolean) => void;
  /** Leads to them; absent: they are not on the page. */
  onShow?: () => void;
}) {
  const { t } = useTranslation();
  const namesIn = usePlainNames();
  const placeOf = usePlaceWords();
  const open = of.filter(({ resolved }) => resolved === null);
  return (
    <Alert color="yellow" title={t('comments.unresolved', { count: open.length })}>
      <Stack gap="xs" align="flex-start">
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {open.map((thread) => (
            <li key={thread.id}>
              <Text size="sm" fw={600}>
                {placeOf(thread)}
                {thread.passage && (
                  <>
                    {': “'}
                    {brief(namesIn(thread.passage.quote))}”
                  </>
                )}
              </Text>
              {thread.comments.map(({ id, by, words }) => (
                <Text size="sm" key={id} className="message">
                  {by.name}: {words}
                </Text>
              ))}
            </li>
          ))}
        </Stack>
        {onShow && (
          <Anchor component="button" type="button" size="sm" underline="always" onClick={onShow}>
            {t('comments.show')}
          </Anchor>
        )}
        <Checkbox
          label={t('comments.heard')}
          checked={heard}
          onChange={(event) => onHeard(event.currentTarget.checked)}
        />
      </Stack>
    </Alert>
  );
}
