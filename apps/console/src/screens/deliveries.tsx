import { Anchor, Button, Checkbox, Group, Paper, Select, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { DELIVERY_STATES } from '../../../../libs/contract/counts';
import { broadcasts, CHANNELS, dataRequests, outcomes } from '../api';
import { Confirm } from '../parts/forms/confirm';
import { Asking } from '../parts/frame/asking';
import { LoadMore } from '../parts/frame/load-more';
import { Page } from '../parts/frame/page';
import { useRegions } from '../parts/regions/regions';
import { nameOf } from '../parts/regions/regions.rules';
import { retryOf } from '../parts/sending/provider-codes.rules';
import { usePerson, useRoles } from '../session';
import { exactInstant, instant, number } from '../times';
import { useReason } from './broadcast/numbers/failures';
import { shownOf } from './broadcast/content/shown.rules';

type Delivery = Awaited<ReturnType<typeof broadcasts.deliveries>>['deliveries'][number];

/** The deliveries of a broadcast; addresses are masked. The filters are part of the URL. */
export default function Deliveries() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const known = useRegions();
  const reasonOf = useReason();
  const reveals = useRoles('dpo') && usePerson().organisation.kind === 'ministry';
  const [looking, setLooking] = useState<string | null>(null);
  const where = {
    channel: params.get('channel'),
    state: params.get('state'),
    region: params.get('region'),
    gotNothing: params.get('gotNothing'),
  };
  const choose = (name: string) => (value: string | null) =>
    setParams(
      (now) => {
        if (value === null) now.delete(name);
        else now.set(name, value);
        return now;
      },
      { replace: true },
    );
  const found = useInfiniteQuery({
    queryKey: ['deliveries', id, where],
    queryFn: ({ pageParam }) => broadcasts.deliveries(id, where, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
  });
  const { data: broadcast } = useQuery({ queryKey: ['broadcast', id], queryFn: () => broadcasts.get(id) });
  const why = ({ reason, state, region, ...one }: Delivery): string => {
    const said = reasonOf(reason, state);
    const retry = retryOf({ ...one, state }, found.dataUpdatedAt);
    if (retry === null) return said;
    const at = one.nextAttemptAt ? instant(one.nextAttemptAt, known.get(region)?.timeZone) : '';
    return t(`retry.${retry}`, { reason: said || t('retry.unsaid'), at });
  };
  // What somebody looks for in the provider's log: the second, and the id that stands there.
  const searched = where.state === 'unknown';
  const deliveries = found.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const { total = 0, atLeast = false } = found.data?.pages.at(-1) ?? {};
  const provinces = [...known.values()].filter(({ kind }) => kind === 'province');
  const any = {
    placeholder: t('deliveries.any'),
    clearable: true,
    clearButtonProps: { 'aria-label': t('deliveries.any') },
  };
  return (
    <Page
      title={t('deliveries.title')}
      aside={
        <Stack gap="xs">
          {broadcast && <Text fw={600}>{shownOf(broadcast).title}</Text>}
          <Anchor component={Link} to={`/siaran/${id}`} size="sm" underline="always">
            {t('deliveries.back')}
          </Anchor>
        </Stack>
      }
      actions={
        <Stack gap={4} align="flex-end" maw={360}>
          <Button component="a" href={broadcasts.csv(id, where)} download variant="default">
            {t('deliveries.csv')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('deliveries.csvHelp')}
          </Text>
        </Stack>
      }
    >
      <Group gap="sm" align="flex-end" role="search" grow preventGrowOverflow={false}>
        <Select
          {...any}
          label={t('deliveries.channel')}
          data={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
          value={where.channel}
          onChange={choose('channel')}
          miw={150}
        />
        <Select
          {...any}
          label={t('deliveries.state')}
          data={DELIVERY_STATES.map((value) => ({ value, label: t(`deliveryStates.${value}`) }))}
          value={where.state}
          onChange={choose('state')}
          miw={150}
        />
        <Select
          {...any}
          label={t('deliveries.region')}
          data={provinces.map(({ code, name }) => ({ value: code, label: name }))}
          value={where.region}
          onChange={choose('region')}
          searchable
          miw={150}
        />
      </Group>
      <Checkbox
        label={t('deliveries.gotNothing')}
        description={t('deliveries.gotNothingWhat')}
        checked={where.gotNothing === 'yes'}
        onChange={({ currentTarget: { checked } }) => choose('gotNothing')(checked ? 'yes' : null)}
      />
      <Asking of={found} />
      {searched && <Text size="sm">{t('deliveries.search')}</Text>}
      {found.isSuccess && deliveries.length === 0 && <Text>{t('deliveries.none')}</Text>}
      {total > 0 && (
        <Text size="sm" role="status">
          {t(atLeast ? 'deliveries.totalAtLeast' : 'deliveries.total', {
            total: number(total),
            shown: number(deliveries.length),
          })}
        </Text>
      )}
      {deliveries.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer
            minWidth={760}
            scrollAreaProps={{
              viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('deliveries.title') },
            }}
          >
            <Table striped fz="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('deliveries.address')}</Table.Th>
                  <Table.Th scope="col">{t('deliveries.channel')}</Table.Th>
                  <Table.Th scope="col">{t('deliveries.region')}</Table.Th>
                  <Table.Th scope="col">{t('deliveries.state')}</Table.Th>
                  <Table.Th scope="col">{t('deliveries.reason')}</Table.Th>
                  <Table.Th scope="col">{t('deliveries.handed')}</Table.Th>
                  {searched && <Table.Th scope="col">{t('deliveries.id')}</Table.Th>}
                  <Table.Th scope="col" className="numeric">
                    {t('deliveries.attempts')}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {deliveries.map((one) => {
                  const { addressId, address, channel, region, state, reason, handedAt, attempts, resends } =
                    one;
                  return (
                    <Table.Tr key={addressId}>
                      <Table.Td>
                        <Group gap="xs" wrap="nowrap">
                          {address ?? t('deliveries.erased')}
                          {reveals && address !== null && (
                            <Button
                              variant="default"
                              size="compact-xs"
                              onClick={() => setLooking(addressId)}
                              aria-label={`${t('deliveries.reveal')} ${address}`}
                            >
                              {t('deliveries.reveal')}
                            </Button>
                          )}
                        </Group>
                      </Table.Td>
                      <Table.Td>{t(`channels.${channel}`)}</Table.Td>
                      <Table.Td>{nameOf(known, region)}</Table.Td>
                      <Table.Td style={{ whiteSpace: 'nowrap' }}>{t(`deliveryStates.${state}`)}</Table.Td>
                      <Table.Td title={reason ?? undefined}>{why(one)}</Table.Td>
                      <Table.Td style={{ whiteSpace: 'nowrap' }}>
                        {handedAt
                          ? (searched ? exactInstant : instant)(handedAt, known.get(region)?.timeZone)
                          : '–'}
                      </Table.Td>
                      {searched && (
                        <Table.Td className="numeric">
                          {one.providerId ?? (channel === 'email' ? one.messageId : '–')}
                        </Table.Td>
                      )}
                      <Table.Td className="numeric">
                        {attempts}
                        {resends > 0 && ` · ${t('deliveries.resent', { count: resends })}`}
                      </Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      <LoadMore list={found} />
      {looking !== null && <RevealDialog id={id} addressId={looking} onClose={() => setLooking(null)} />}
    </Page>
  );
}

/** Shows one full address, to answer a request of its owner; it leaves the page with the dialog. */
function RevealDialog({ id, addressId, onClose }: { id: string; addressId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [requestId, setRequestId] = useState<string | null>(null);
  const open = useQuery({ queryKey: ['data-requests', 'open'], queryFn: () => dataRequests.list('open') });
  const requests = (open.data ?? []).map((one) => ({
    value: one.id,
    label: t('dataRequests.titleOf', { id: one.id, wants: t(`dataRequests.wants.${one.wants}`) }),
  }));
  return (
    <Confirm
      touches={[]}
      title={t('deliveries.revealTitle')}
      go={t('deliveries.reveal')}
      ready={requestId !== null}
      onGo={() => outcomes.reveal(id, addressId, { requestId: requestId ?? '' })}
      onClose={onClose}
      account={({ address }) => (
        <>
          <Text size="sm">{t('deliveries.revealed')}</Text>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {address}
          </Text>
        </>
      )}
    >
      <Text size="sm">{t('deliveries.revealWhat')}</Text>
      <Asking of={open} />
      {open.isSuccess && requests.length === 0 ? (
        <>
          <Text size="sm">{t('deliveries.revealNone')}</Text>
          <Anchor component={Link} to="/permintaan" size="sm">
            {t('nav.dataRequests')}
          </Anchor>
        </>
      ) : (
        <Select
          label={t('deliveries.revealFor')}
          data={requests}
          value={requestId}
          onChange={setRequestId}
          required
          data-autofocus
        />
      )}
    </Confirm>
  );
}
