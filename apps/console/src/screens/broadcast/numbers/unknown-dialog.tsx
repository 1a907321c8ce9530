import { Alert, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, outcomes, type UnknownGroup } from '../../../api';
import { Reason } from '../../../parts/forms/reason';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { number } from '../../../times';
import { Confirm } from '../acts/confirm';
import { unknownKey } from '../../../parts/sending/provider-codes.rules';
import { type Chosen, chosenOf, linesOf, provinceOf, sendable } from './unknown.rules';

const ALL = 'all';

/**
 * Sends unknown copies again, after explaining the risk, or calls them accepted that were found with the provider: of the
 * whole or of a part.
 */
export function UnknownDialog({
  id,
  act,
  groups,
  onClose,
}: {
  id: string;
  act: 'resend' | 'accept';
  groups: readonly UnknownGroup[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  const [chosen, setChosen] = useState<Chosen>({ channel: null, province: null, cause: null });
  const [reason, setReason] = useState('');
  const meant = chosenOf(groups, chosen);
  const resends = act === 'resend';
  const taken = resends ? meant.filter((group) => group.withheld === null) : meant;
  const copies = taken.reduce((sum, group) => sum + group.copies, 0);
  const decided = {
    channel: chosen.channel as Channel | null,
    region: chosen.province,
    cause: chosen.cause,
    unknown: copies,
    reason: reason.trim(),
  };
  const sent = linesOf(taken).reduce(
    (sums, line) => sums.set(line.channel, (sums.get(line.channel) ?? 0) + line.copies),
    new Map<Channel, number>(),
  );
  const where = chosen.province === null ? '' : nameOf(known, chosen.province);
  const channels = CHANNELS.filter((channel) => groups.some((group) => group.channel === channel));
  const provinces = [...new Set(groups.map(({ region }) => provinceOf(region)))].toSorted();
  const causes = [...new Set(groups.flatMap((group) => group.reason ?? []))];
  const choices = [
    {
      name: 'channel',
      label: t('part.channel'),
      all: t('part.allChannels'),
      of: channels.map((value): [string, string] => [value, t(`channels.${value}`)]),
    },
    {
      name: 'province',
      label: t('part.region'),
      all: t('part.allRegions'),
      of: provinces.map((value): [string, string] => [value, nameOf(known, value)]),
    },
    {
      name: 'cause',
      label: t('unknown.cause'),
      all: t('unknown.allCauses'),
      of: causes.map((value): [string, string] => [
        value,
        `${t(`unknown.reasons.${unknownKey(value)}.what`)} (${value})`,
      ]),
    },
  ] as const;
  return (
    <Confirm
      id={id}
      title={t(resends ? 'unknown.resendTitle' : 'unknown.acceptTitle')}
      gone={t(resends ? 'unknown.resentTitle' : 'unknown.acceptedTitle')}
      go={t(resends ? 'unknown.resendSome' : 'unknown.acceptSome', { copies: number(copies) })}
      danger={resends}
      ready={copies > 0 && reason.trim() !== ''}
      onGo={async () => {
        if (resends) {
          const { resent, left } = await outcomes.resend(id, decided);
          return { done: resent, left };
        }
        const { accepted, left } = await outcomes.accept(id, decided);
        return { done: accepted, left };
      }}
      onClose={onClose}
      account={({ done, left }) => (
        <>
          <Text size="sm">
            {t(resends ? 'unknown.done' : 'unknown.acceptDone', { copies: number(done) })}
          </Text>
          {left > 0 && (
            <Text size="sm">
              {t(resends ? 'unknown.left' : 'unknown.acceptLeft', { copies: number(left) })}
            </Text>
          )}
        </>
      )}
    >
      {resends ? (
        <Alert color="red" p="sm" title={t('unknown.riskTitle')}>
          <Text size="sm">{t('unknown.risk')}</Text>
          {groups.some(({ channel }) => channel === 'sms') && <Text size="sm">{t('unknown.riskSms')}</Text>}
        </Alert>
      ) : (
        <Text size="sm">
          {t('unknown.acceptWhat')} {t('unknown.acceptNoUndo')}
        </Text>
      )}
      {choices.map(
        ({ name, label, all, of }) =>
          of.length > 1 && (
            <Select
              key={name}
              label={label}
              data={[{ value: ALL, label: all }, ...of.map(([value, text]) => ({ value, label: text }))]}
              value={chosen[name] ?? ALL}
              onChange={(value) => setChosen({ ...chosen, [name]: value === ALL ? null : value })}
              allowDeselect={false}
              searchable={name === 'province'}
              selectFirstOptionOnChange
              autoSelectOnBlur
              nothingFoundMessage={t('list.nothingFound')}
            />
          ),
      )}
      <Stack gap={4} role="status">
        <Text size="sm" fw={600}>
          {copies === 0
            ? t(resends ? 'unknown.none' : 'unknown.noneHere')
            : t(resends ? 'unknown.count' : 'unknown.acceptCount', { copies: number(copies) })}
        </Text>
        {copies > 0 && (
          <Text size="sm">
            {[...sent]
              .map(([channel, some]) =>
                t('unknown.line', { channel: t(`channels.${channel}`), copies: number(some) }),
              )
              .concat(where === '' ? [] : [where])
              .join(' · ')}
          </Text>
        )}
        {resends &&
          sendable(meant).withheld.map(([why, some]) => (
            <Text key={why} size="sm">
              {t(`unknown.withheld.${why}`, { copies: number(some) })}
            </Text>
          ))}
      </Stack>
      <Reason
        label={t(resends ? 'reason.required' : 'unknown.acceptReason')}
        value={reason}
        onChange={setReason}
        required
      />
    </Confirm>
  );
}
