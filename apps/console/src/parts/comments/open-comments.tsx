import { Alert, Anchor, Checkbox, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CommentThread } from '../../api/comments';
import { listed } from '../../times';
import { openIn } from './comments.rules';
import { usePlaceWords } from './place-words';

/** Before an approval: how many comments are open and where, and that they were read. */
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
  const placeOf = usePlaceWords();
  const count = openIn(of);
  const places = new Set(of.filter(({ resolved }) => resolved === null).map(placeOf));
  return (
    <Alert color="yellow" title={t('comments.unresolved', { count })}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{listed([...places])}</Text>
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
