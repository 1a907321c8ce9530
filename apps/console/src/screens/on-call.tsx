import {
  Alert,
  Anchor,
  Button,
  Group,
  NativeSelect,
  NumberInput,
  Select,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { onCall, type OnCallCandidate, type OnCallEntry, type OnCallRole, type OnCallRota } from '../api';
import { Asking } from '../parts/frame/asking';
import { Confirm } from '../parts/forms/confirm';
import { ErrorNote } from '../parts/frame/error-note';
import { Page } from '../parts/frame/page';
import { Section } from '../parts/frame/section';
import { tell } from '../parts/frame/toasts';
import { usePerson } from '../session';
import { instant, number } from '../times';

const LIST = ['on-call'];
const TIERS = ['1', '2'];
const tierOf = (value: string): 1 | 2 => (value === '2' ? 2 : 1);

/** The people called when a decision cannot wait, as far as this admin maintains the list. */
export default function OnCall() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: LIST, queryFn: onCall.list });
  const [failed, setFailed] = useState<Failed | null>(null);
  const { organisation } = usePerson();
  const reviewers = found.data?.entries.filter((one) => one.role === 'reviewer') ?? [];
  const lacksNation =
    organisation.kind === 'kpu' &&
    organisation.regionCode === null &&
    reviewers.length > 0 &&
    !reviewers.some((one) => one.organisation.regionCode === null);
  return (
    <Page title={t('nav.onCall')} aside={<Text c="dimmed">{t('onCall.about')}</Text>}>
      <Asking of={found} />
      {lacksNation && (
        <Alert color="red" title={t('onCall.nationwide')}>
          <Text size="sm">{t('onCall.nationwideHelp')}</Text>
          <Anchor component={Link} to="/orang" underline="always" size="sm">
            {t('nav.people')}
          </Anchor>
        </Alert>
      )}
      {found.data &&
        found.data.rotas.map((rota) => (
          <RoleList
            key={rota.role}
            rota={rota}
            failed={failed?.role === rota.role ? failed : null}
            onFail={setFailed}
            entries={found.data.entries.filter((one) => one.role === rota.role)}
            candidates={found.data.candidates.filter((one) => one.role === rota.role)}
          />
        ))}
    </Page>
  );
}

/** A refused change of an entry. Kept outside the list: a colleague may have removed the entry. */
interface Failed {
  role: OnCallRole;
  name: string;
  error: Error;
}

function RoleList({
  rota,
  failed,
  onFail,
  entries,
  candidates,
}: {
  rota: OnCallRota;
  failed: Failed | null;
  onFail: (failed: Failed | null) => void;
  entries: OnCallEntry[];
  candidates: OnCallCandidate[];
}) {
  const { t } = useTranslation();
  const { role, fits, elsewhere, awaited } = rota;
  const others = t(elsewhere === 0 ? 'onCall.othersNone' : 'onCall.others', { shown: number(elsewhere) });
  return (
    <Section title={t(`onCall.${role}`)} term="onCall">
      {entries.length === 0 && elsewhere === 0 && (
        <Alert color="red" title={t('onCall.none')}>
          <Text size="sm">{t(`onCall.noneMeans.${role}`)}</Text>
        </Alert>
      )}
      {!fits && <Text size="sm">{`${t('onCall.kpuOnly')} ${elsewhere > 0 ? others : ''}`.trim()}</Text>}
      {fits && (entries.length > 0 || elsewhere > 0) && (
        <Text size="sm">{entries.length === 0 ? `${t('onCall.noneOwn')} ${others}` : others}</Text>
      )}
      {entries.length > 0 && (
        <Table.ScrollContainer
          minWidth={560}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t(`onCall.${role}`) } }}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('onCall.person')}</Table.Th>
                <Table.Th scope="col">{t('onCall.reached')}</Table.Th>
                <Table.Th scope="col">{t('onCall.tier')}</Table.Th>
                <Table.Th scope="col">{t('onCall.position')}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Entry key={entry.personId} entry={entry} last={entries.length === 1} onFail={onFail} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {failed && <ErrorNote title={failed.name} error={failed.error} />}
      {awaited.map(({ personId, name, from, listed }) => (
        <Text key={personId} size="sm">
          {t(listed ? 'onCall.awaitedListed' : 'onCall.awaited', {
            name,
            role: t(`roles.${role}`),
            at: instant(from),
          })}
        </Text>
      ))}
      {candidates.length > 0 && <Add candidates={candidates} next={entries.length + 1} />}
      {candidates.length === 0 && entries.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('onCall.nobodyLeft')}
        </Text>
      )}
      {fits && candidates.length === 0 && entries.length === 0 && (
        <Stack gap={4}>
          {awaited.length === 0 && (
            <Text size="sm">{t('onCall.noHolder', { role: t(`roles.${role}`) })}</Text>
          )}
          <Anchor component={Link} to="/orang" underline="always" size="sm">
            {t('onCall.toPeople')}
          </Anchor>
        </Stack>
      )}
    </Section>
  );
}

/**
 * One person on the list: each change is saved at once.
 * @param last whether nobody is on call once they are taken off: only then is it asked about
 */
function Entry({
  entry,
  last,
  onFail,
}: {
  entry: OnCallEntry;
  last: boolean;
  onFail: (failed: Failed | null) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { name, role, organisation, tier, position } = entry;
  const [asked, setAsked] = useState(false);
  const each = {
    onMutate: () => onFail(null),
    onError: (error: Error) => onFail({ role, name, error }),
    onSettled: () => client.invalidateQueries({ queryKey: LIST }),
  };
  const put = useMutation({
    mutationFn: (place: { tier: 1 | 2; position: number }) => onCall.put(entry, place),
    onSuccess: () => tell(t('done.onCallPut', { name })),
    ...each,
  });
  const remove = useMutation({
    mutationFn: () => onCall.remove(entry),
    onSuccess: () => tell(t('done.onCallRemove', { name })),
    ...each,
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {organisation.name}
        </Text>
      </Table.Td>
      <Table.Td>
        <Reached person={entry} />
      </Table.Td>
      <Table.Td>
        <NativeSelect
          aria-label={t('onCall.tierOf', { name })}
          data={TIERS}
          value={String(tier)}
          w={80}
          onChange={(event) => put.mutate({ tier: tierOf(event.currentTarget.value), position })}
        />
      </Table.Td>
      <Table.Td>
        <NumberInput
          aria-label={t('onCall.positionOf', { name })}
          defaultValue={position}
          min={1}
          max={1000}
          allowDecimal={false}
          hideControls
          w={80}
          onBlur={(event) => {
            const next = Number(event.currentTarget.value);
            if (next >= 1 && next !== position) put.mutate({ tier, position: next });
          }}
        />
      </Table.Td>
      <Table.Td>
        <Button
          variant="default"
          size="xs"
          aria-label={t('onCall.removeOf', { name })}
          loading={remove.isPending}
          onClick={() => (last ? setAsked(true) : remove.mutate())}
        >
          {t('onCall.remove')}
        </Button>
        {asked && (
          <Confirm
            touches={[]}
            title={t('onCall.lastTitle', { name })}
            go={t('onCall.remove')}
            danger
            onGo={() => remove.mutateAsync()}
            onClose={() => setAsked(false)}
          >
            <Text size="sm">{t(`onCall.last.${role}`)}</Text>
          </Confirm>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Add({ candidates, next }: { candidates: OnCallCandidate[]; next: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [tier, setTier] = useState<1 | 2>(1);
  const person = candidates.find(({ personId }) => personId === chosen);
  const add = useMutation({
    mutationFn: (one: OnCallCandidate) => onCall.put(one, { tier, position: next }),
    onSuccess: (_, { name }) => {
      setChosen(null);
      tell(t('done.onCallAdd', { name }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: LIST }),
  });
  const unreachable = person?.channels.length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (person) add.mutate(person);
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <Select
            label={t('onCall.choose')}
            searchable
            data={candidates.map(({ personId, name, organisation, channels }) => ({
              value: personId,
              label: `${name}, ${organisation.name}${channels.length === 0 ? ` (${t('onCall.noAddress')})` : ''}`,
            }))}
            value={person ? chosen : null}
            onChange={setChosen}
            error={unreachable ? t('onCall.noAddressHelp') : null}
            style={{ flex: '1 1 16rem' }}
          />
          <NativeSelect
            label={t('onCall.tier')}
            data={TIERS}
            value={String(tier)}
            w={80}
            onChange={(event) => setTier(tierOf(event.currentTarget.value))}
          />
          <Button type="submit" disabled={!person || unreachable} loading={add.isPending}>
            {t('onCall.add')}
          </Button>
        </Group>
        {add.error && <ErrorNote error={add.error} />}
      </Stack>
    </form>
  );
}

function Reached({ person: { channels, refused } }: { person: OnCallCandidate }) {
  const { t } = useTranslation();
  const nameOf = (channel: (typeof channels)[number]): string =>
    refused.includes(channel)
      ? t('onCall.refused', { channel: t(`channels.${channel}`) })
      : t(`channels.${channel}`);
  return (
    <Text size="sm">
      {channels.length === 0 ? t('onCall.noAddress') : channels.map((channel) => nameOf(channel)).join(', ')}
      {channels.length === 1 && ` – ${t('onCall.oneChannel')}`}
    </Text>
  );
}
