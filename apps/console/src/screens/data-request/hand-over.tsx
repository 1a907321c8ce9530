import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataRequest, dataRequests, HAND_OVERS } from '../../api';
import { ErrorNote } from '../../parts/frame/error-note';
import { Section } from '../../parts/frame/section';
import { tell } from '../../parts/frame/toasts';
import { touched } from './deeds';
import { thisMinute, TimeField } from './time-field';

/** Records that the person has received the copy: a file on this device does not answer the request. */
export function HandOverForm({ request: { id, person } }: { request: DataRequest }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [how, setHow] = useState<(typeof HAND_OVERS)[number] | null>(null);
  const [at, setAt] = useState(thisMinute);
  const handOver = useMutation({
    mutationFn: (by: NonNullable<typeof how>) =>
      dataRequests.handOver(id, {
        how: by,
        at: new Date(at).toISOString(),
        contactId: person?.id ?? null,
      }),
    onSuccess: () => tell(t('done.handOver')),
    onSettled: () => Promise.all(touched(id).map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return (
    <Section title={t('dataRequests.handingOver')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (how) handOver.mutate(how);
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('dataRequests.handOverHelp')}</Text>
          <Radio.Group
            label={t('dataRequests.handedHow')}
            value={how}
            onChange={(value) => setHow(HAND_OVERS.find((one) => one === value) ?? null)}
          >
            <Stack gap="xs" mt="xs">
              {HAND_OVERS.map((value) => (
                <Radio key={value} value={value} label={t(`dataRequests.hows.${value}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <TimeField label={t('dataRequests.handedAt')} value={at} onChange={setAt} />
          {handOver.error && <ErrorNote error={handOver.error} />}
          <Group>
            <Button
              type="submit"
              disabled={how === null || at === '' || at > thisMinute()}
              loading={handOver.isPending}
            >
              {t('dataRequests.handOver')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
