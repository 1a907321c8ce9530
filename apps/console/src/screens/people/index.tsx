import { ActionIcon, Badge, Button, Group, Menu, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { type ManagedPerson, mayFoundIn, type Organisation, people } from '../../api';
import { Asking } from '../../parts/frame/asking';
import { Page } from '../../parts/frame/page';
import { useRegions } from '../../parts/regions/regions';
import { Section } from '../../parts/frame/section';
import { usePerson } from '../../session';
import { listed } from '../../times';
import { type Act, ActDialog } from './act-dialog';
import { Appointments } from './appointments';
import { FoundDialog } from './found-dialog';
import { InviteDialog } from './invite-dialog';
import { MachineKeys } from './machine-keys';
import { PEOPLE } from './query';

/** Orang: the people that this admin manages, office by office. The API decides who may be appointed to which role. */
export default function People() {
  const { t } = useTranslation();
  const offices = useQuery({ queryKey: [...PEOPLE, 'organisations'], queryFn: people.organisations });
  const found = useQuery({ queryKey: [...PEOPLE, 'list'], queryFn: people.list });
  const pending = useQuery({ queryKey: [...PEOPLE, 'appointments'], queryFn: people.appointments });
  const [typed, setTyped] = useState(useSearchParams()[0].get('cari') ?? '');
  const admin = usePerson();
  const regions = useRegions();
  const mayFound = [...regions.keys()].some((code) => mayFoundIn(admin, code));
  const [founding, setFounding] = useState(false);
  const [inviting, setInviting] = useState<{ to: Organisation | undefined } | null>(null);
  const [asked, setAsked] = useState<{ person: ManagedPerson; act: Act } | null>(null);
  const wanted = typed.trim().toLowerCase();
  const shown = found.data?.filter(({ name, username }) =>
    [name, username].some((text) => text.toLowerCase().includes(wanted)),
  );
  // An office without people is not in the list of names to search.
  const withPeople = offices.data?.filter(
    ({ id }) =>
      shown?.some((one) => one.organisation.id === id) ||
      (wanted === '' && !found.data?.some((one) => one.organisation.id === id)),
  );
  return (
    <Page
      title={t('nav.people')}
      aside={<Text c="dimmed">{t('people.about')}</Text>}
      actions={
        offices.data && (
          <>
            <Button onClick={() => setInviting({ to: offices.data[0] })}>{t('people.invite')}</Button>
            {mayFound && (
              <Button variant="default" onClick={() => setFounding(true)}>
                {t('people.found')}
              </Button>
            )}
          </>
        )
      }
    >
      <Asking of={[offices, found, pending]} />
      {pending.data && <Appointments appointments={pending.data} everybody={found.data ?? []} />}
      {shown && withPeople && (
        <>
          <TextInput
            type="search"
            label={t('people.search')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            maw={360}
          />
          {withPeople.length === 0 && <Text>{t('people.none')}</Text>}
          {withPeople.map((office) => (
            <Office
              key={office.id}
              office={office}
              members={shown.filter((one) => one.organisation.id === office.id)}
              onAct={(person, act) => setAsked({ person, act })}
            />
          ))}
        </>
      )}
      <MachineKeys />
      {founding && offices.data && (
        <FoundDialog
          offices={offices.data}
          onInvite={(office) => {
            setFounding(false);
            setInviting({ to: office });
          }}
          onClose={() => setFounding(false)}
        />
      )}
      {inviting?.to && offices.data && (
        <InviteDialog
          to={inviting.to}
          offices={offices.data}
          everybody={found.data ?? []}
          onClose={() => setInviting(null)}
        />
      )}
      {asked && <ActDialog {...asked} everybody={found.data ?? []} onClose={() => setAsked(null)} />}
    </Page>
  );
}

function Office({
  office: { name },
  members,
  onAct,
}: {
  office: Organisation;
  members: readonly ManagedPerson[];
  onAct: (person: ManagedPerson, act: Act) => void;
}) {
  const { t } = useTranslation();
  if (members.length === 0) {
    return (
      <Section title={name}>
        <Text size="sm">{t('people.nobody')}</Text>
      </Section>
    );
  }
  return (
    <Section title={name}>
      <Paper withBorder component="ul" className="rows">
        {members.map((person) => (
          <Member key={person.id} person={person} onAct={(act) => onAct(person, act)} />
        ))}
      </Paper>
    </Section>
  );
}

/** Width of the last column, in px, where there is room: the others stand under each other. */
const ACTS = { base: 'auto', sm: 84 } as const;
/** Columns where there is room for them; on a telephone one below the other. */
const WIDE = { flex: '1 1 12rem', minWidth: 0, overflowWrap: 'anywhere' } as const;

function Member({ person, onAct }: { person: ManagedPerson; onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const { id, name, username, roles, awaited, enrolled, byIssuer, disabledAt } = person;
  const acts: readonly Act[] = [
    'roles',
    disabledAt ? 'enable' : 'disable',
    'reset',
    ...(enrolled ? (['resetSecondFactor'] as const) : []),
  ];
  return (
    <Group component="li" px="md" py="sm" justify="space-between" gap="sm" wrap="nowrap">
      <Group gap="2px var(--mantine-spacing-md)" align="flex-start" style={{ flex: 1, minWidth: 0 }}>
        <Stack gap={0} style={WIDE}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {username}
          </Text>
        </Stack>
        <Stack gap={0} style={WIDE}>
          <Text size="sm">{roles.map((role) => t(`roles.${role}`)).join(', ') || t('people.noRoles')}</Text>
          {awaited.length > 0 && (
            <Text size="xs" c="dimmed">
              {t('people.awaited', { roles: listed(awaited.map((role) => t(`roles.${role}`))) })}
            </Text>
          )}
        </Stack>
        <Group gap={6} style={WIDE}>
          <Badge variant="dot" color={disabledAt ? 'gray.8' : 'green.7'} tt="none" fw={500}>
            {t(disabledAt ? 'people.disabled' : 'people.active')}
          </Badge>
          <Text size="xs" c="dimmed">
            {t(byIssuer ? 'people.byIssuer' : enrolled ? 'people.enrolled' : 'people.notEnrolled')}
          </Text>
        </Group>
      </Group>
      <Group w={ACTS} justify="flex-end" wrap="nowrap">
        {id === personId ? (
          <Text size="sm">{t('people.you')}</Text>
        ) : (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size="lg" aria-label={t('people.actsFor', { name })}>
                <span aria-hidden>⋯</span>
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {acts.map((act) => (
                <Menu.Item key={act} c={act === 'disable' ? 'red.9' : undefined} onClick={() => onAct(act)}>
                  {t(`people.acts.${act}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
    </Group>
  );
}
