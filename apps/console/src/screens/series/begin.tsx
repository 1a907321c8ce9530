import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Broadcast } from '../../api';
import { series } from '../../api/series';
import { useElections } from '../../parts/broadcasts/elections';
import { SeriesLine } from '../../parts/broadcasts/series';
import { Confirm } from '../../parts/forms/confirm';
import { Section } from '../../parts/frame/section';
import type { ComposeForm } from '../compose/form.rules';
import { AddRow, ReminderFields, remindersOf, type Typed } from './reminders';

const MOST = 8;
const USUAL: readonly Typed[] = [
  { key: 0, days: 7, at: '09:00' },
  { key: 1, days: 1, at: '09:00' },
];

/** In a draft: the series that it belongs to, or the way to make one of it. */
export function RepeatBefore({
  view,
  form: { kind, bound, electionId, regions },
  saved,
}: {
  view: Broadcast | null;
  form: Pick<ComposeForm, 'kind' | 'bound' | 'electionId' | 'regions'>;
  /** Whether everything on screen is saved. */
  saved: boolean;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  if (view?.series) {
    return (
      <Section title={t('series.repeat')} minor>
        <SeriesLine of={view.series} to={(id) => `/tulis/${id}`} />
        <Text size="sm" c="dimmed">
          {t('series.memberHelp')}
        </Text>
      </Section>
    );
  }
  if (bound || kind !== 'ordinary' || (view && view.state !== 'draft' && view.state !== 'rejected'))
    return null;
  const needs = !electionId ? 'election' : regions.length === 0 ? 'regions' : saved ? null : 'saved';
  return (
    <Section
      title={t('series.repeat')}
      minor
      aside={
        <Button variant="default" size="xs" disabled={needs !== null} onClick={() => setAsking(true)}>
          {t('series.begin')}
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        {needs ? t(`series.needs.${needs}`) : t('series.repeatHelp')}
      </Text>
      {asking && view && <BeginDialog broadcast={view} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function BeginDialog({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: elections } = useElections();
  const [typed, setTyped] = useState(USUAL);
  const reminders = remindersOf(typed);
  const pollingDate = elections?.find(({ id }) => id === broadcast.draft.electionId)?.pollingDate ?? null;
  const twice = (one: Typed): boolean =>
    one.days !== '' && typed.some((other) => other.key < one.key && other.days === one.days);
  return (
    <Confirm
      touches={[['broadcast', broadcast.id], ['broadcasts'], ['draft', broadcast.id]]}
      title={t('series.repeat')}
      go={t('series.make', { count: typed.length })}
      ready={reminders !== null && reminders.length > 1}
      onGo={async () => {
        const made = await series.begin(broadcast.id, broadcast.version, reminders ?? []);
        void navigate(`/seri/${made.id}`);
      }}
      told={t('series.made')}
      onClose={onClose}
    >
      <Text size="sm">{t('series.makeHelp')}</Text>
      <Stack gap="md">
        {typed.map((one) => (
          <ReminderFields
            key={one.key}
            typed={one}
            pollingDate={pollingDate}
            error={twice(one) ? t('series.twice') : undefined}
            onChange={(next) => setTyped((now) => now.map((old) => (old.key === next.key ? next : old)))}
            onRemove={
              typed.length > 2 ? () => setTyped((now) => now.filter(({ key }) => key !== one.key)) : undefined
            }
          />
        ))}
      </Stack>
      <AddRow
        disabled={typed.length >= MOST}
        onAdd={() =>
          setTyped((now) => [
            ...now,
            { key: Math.max(...now.map(({ key }) => key)) + 1, days: '', at: '09:00' },
          ])
        }
      />
    </Confirm>
  );
}
