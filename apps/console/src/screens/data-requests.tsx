import {
  Anchor,
  Box,
  Button,
  Group,
  NativeSelect,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { type DataRequest, dataRequests, WANTS, WAYS } from '../api';
import { ApiError } from '../http';
import { Confirm } from '../parts/forms/confirm';
import { Countdown } from '../parts/forms/countdown';
import { Asking } from '../parts/frame/asking';
import { Page } from '../parts/frame/page';
import { instant } from '../times';
import { faultAt } from './compose/form.rules';
import { thisMinute, TimeField } from './data-request/time-field';

/** Requests to the data protection officer, the most urgent first. */
export default function DataRequests() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const state = params.get('state') === 'closed' ? 'closed' : 'open';
  const [opening, setOpening] = useState(false);
  const found = useQuery({
    queryKey: ['data-requests', state],
    queryFn: () => dataRequests.list(state),
    refetchInterval: 30_000,
  });
  return (
    <Page
      title={t('nav.dataRequests')}
      aside={<Text c="dimmed">{t('dataRequests.about')}</Text>}
      actions={<Button onClick={() => setOpening(true)}>{t('dataRequests.open')}</Button>}
    >
      <SegmentedControl
        aria-label={t('dataRequests.which')}
        data={(['open', 'closed'] as const).map((value) => ({
          value,
          label: t(`dataRequests.lists.${value}`),
        }))}
        value={state}
        onChange={(next) => setParams(next === 'closed' ? { state: next } : {}, { replace: true })}
        style={{ alignSelf: 'flex-start' }}
      />
      <Asking of={found} />
      {found.data?.length === 0 && (
        <Paper withBorder p="xl">
          <Text ta="center">{t(`dataRequests.none.${state}`)}</Text>
        </Paper>
      )}
      {found.data && found.data.length > 0 && (
        <Paper withBorder component="ul" m={0} p={0} style={{ listStyle: 'none', overflow: 'hidden' }}>
          {found.data.map((request, index) => (
            <Row key={request.id} request={request} first={index === 0} />
          ))}
        </Paper>
      )}
      {opening && <OpenDialog onClose={() => setOpening(false)} />}
    </Page>
  );
}

function Row({ request, first }: { request: DataRequest; first: boolean }) {
  const { t } = useTranslation();
  const { id, wants, way, asker, receivedAt, state, leftMs, outcome } = request;
  return (
    <li style={first ? undefined : { borderTop: '1px solid var(--mantine-color-gray-3)' }}>
      <Group justify="space-between" p="md" gap="xs" align="flex-start">
        <Stack gap={4} miw={0} style={{ flex: '1 1 16rem' }}>
          <Anchor component={Link} to={`/permintaan/${id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
            {t('dataRequests.titleOf', { id, wants: t(`dataRequests.wants.${wants}`) })}
          </Anchor>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {asker ?? t('dataRequests.askerGone')}
          </Text>
          <Text size="sm" c="dimmed">
            {t('dataRequests.received', { way: t(`dataRequests.ways.${way}`), at: instant(receivedAt) })}
          </Text>
        </Stack>
        <Box ta={{ base: 'left', sm: 'right' }}>
          {outcome === null ? (
            <>
              <Countdown leftMs={leftMs} />
              <Text size="sm">{t(`dataRequests.states.${state}`)}</Text>
            </>
          ) : (
            <>
              <Text size="sm" fw={500}>
                {t(`dataRequests.outcomes.${outcome}`)}
              </Text>
              {leftMs < 0 && <Text size="sm">{t('dataRequests.closedLate')}</Text>}
            </>
          )}
        </Box>
      </Group>
    </li>
  );
}

function OpenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [fields, setFields] = useState<Parameters<typeof dataRequests.open>[0]>({
    wants: 'access',
    way: 'letter',
    asker: '',
    receivedAt: thisMinute(),
  });
  const [error, setError] = useState<unknown>(null);
  const fault = (path: string): string | null =>
    error instanceof ApiError ? faultAt(error.faults, path) : null;
  const put = (part: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...part }));
  return (
    <Confirm
      touches={[['data-requests']]}
      title={t('dataRequests.openTitle')}
      go={t('dataRequests.open')}
      ready={fields.asker.trim() !== '' && fields.receivedAt !== '' && fields.receivedAt <= thisMinute()}
      onGo={async () => {
        try {
          const made = await dataRequests.open({
            ...fields,
            receivedAt: new Date(fields.receivedAt).toISOString(),
          });
          await navigate(`/permintaan/${made.id}`);
        } catch (refused) {
          setError(refused);
          throw refused;
        }
      }}
      told={t('done.openRequest')}
      onClose={onClose}
    >
      <NativeSelect
        label={t('dataRequests.want')}
        description={t('dataRequests.wantHelp')}
        data={WANTS.map((value) => ({ value, label: t(`dataRequests.wants.${value}`) }))}
        value={fields.wants}
        onChange={({ currentTarget: { value } }) =>
          put({ wants: WANTS.find((one) => one === value) ?? fields.wants })
        }
        data-autofocus
      />
      <NativeSelect
        label={t('dataRequests.way')}
        data={WAYS.map((value) => ({ value, label: t(`dataRequests.ways.${value}`) }))}
        value={fields.way}
        onChange={({ currentTarget: { value } }) =>
          put({ way: WAYS.find((one) => one === value) ?? fields.way })
        }
      />
      <TextInput
        label={t('dataRequests.asker')}
        description={t('dataRequests.askerHelp')}
        value={fields.asker}
        onChange={(event) => put({ asker: event.currentTarget.value })}
        error={fault('asker')}
        maxLength={500}
        autoComplete="off"
        required
      />
      <TimeField
        label={t('dataRequests.receivedAt')}
        help={t('dataRequests.receivedHelp')}
        value={fields.receivedAt}
        onChange={(receivedAt) => put({ receivedAt })}
        error={fault('receivedAt')}
      />
    </Confirm>
  );
}
