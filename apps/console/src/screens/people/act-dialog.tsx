import { Alert, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ManagedPerson, people, type Reset } from '../../api';
import { Confirm } from '../../parts/confirm';
import { usePerson } from '../../session';
import { listed } from '../../times';
import { type Losses, lacksSecondAdmin, lossesOf } from './losses.rules';
import { PEOPLE } from './query';
import { isGuarded, RolesField } from './roles-field';
import { ToldOnce } from './told-once';

export type Act = 'roles' | 'disable' | 'enable' | 'reset' | 'resetSecondFactor';

/** Asks between an entry of a person's menu and its act, and explains what the act means for them. */
export function ActDialog({
  person,
  act,
  everybody,
  onClose,
}: {
  person: ManagedPerson;
  act: Act;
  /** All people that this admin manages. */
  everybody: readonly ManagedPerson[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const [roles, setRoles] = useState([...person.roles, ...person.awaited]);
  const { id, name, organisation } = person;
  const said = {
    touches: [PEOPLE],
    title: t(`people.titles.${act}`, { name }),
    go: t(`people.acts.${act}`),
    danger: act === 'disable' || act === 'reset' || act === 'resetSecondFactor',
    onClose,
  };
  const takesTwo =
    (act === 'reset' || act === 'resetSecondFactor' || act === 'enable') &&
    [...person.roles, ...person.awaited].some(isGuarded);
  const what = act !== 'roles' && (
    <>
      <Text size="sm">{t(`people.what.${act}`, { name })}</Text>
      {takesTwo && (
        <Alert color="yellow" variant="light">
          {t(act === 'enable' ? 'people.enableTakesTwo' : 'people.resetTakesTwo')}
        </Alert>
      )}
    </>
  );
  const begins = act === 'roles' && roles.some((role) => isGuarded(role) && !person.roles.includes(role));
  const unconfirmable = (takesTwo || begins) && lacksSecondAdmin(personId, person, everybody);
  const consequences = (
    <>
      {(act === 'disable' || act === 'roles') && (
        <Lost person={person} losses={lossesOf(person, act === 'roles' ? roles : [], everybody)} />
      )}
      {unconfirmable && (
        <Alert color="red" variant="light">
          {t('people.nobodyConfirms')}
        </Alert>
      )}
    </>
  );
  const requested = <Text size="sm">{t(unconfirmable ? 'people.nobodyConfirms' : 'people.askedFor')}</Text>;
  if (act === 'reset') {
    return (
      <Confirm<Reset>
        {...said}
        onGo={() => people.reset(id)}
        account={({ oneTimePassword }) =>
          oneTimePassword === null ? (
            requested
          ) : (
            <ToldOnce person={person} oneTimePassword={oneTimePassword} />
          )
        }
      >
        {what}
        {consequences}
      </Confirm>
    );
  }
  const go = {
    roles: () => people.setRoles(id, roles),
    disable: () => people.disable(id),
    enable: () => people.enable(id),
    resetSecondFactor: () => people.resetSecondFactor(id),
  }[act];
  return (
    <Confirm
      {...said}
      onGo={go}
      told={t(`done.people.${act}`, { name })}
      {...(takesTwo ? { account: () => requested } : {})}
    >
      {what}
      {act === 'roles' && <RolesField office={organisation} value={roles} onChange={setRoles} />}
      {consequences}
    </Confirm>
  );
}

/** What the office lacks afterwards: whoever takes the last holder of a role away should know it before. */
function Lost({ person, losses: { last, oneAdmin } }: { person: ManagedPerson; losses: Losses }) {
  const { t } = useTranslation();
  if (last.length === 0 && !oneAdmin) return null;
  return (
    <Alert color="red" variant="light">
      <Stack gap={4}>
        {last.length > 0 && (
          <Text size="sm">
            {t('people.lost', {
              office: person.organisation.name,
              roles: listed(last.map((role) => t(`roles.${role}`))),
            })}
            {last.some(isGuarded) && ` ${t('people.lostGuarded')}`}
          </Text>
        )}
        {last.some((role) => role === 'operator' || role === 'reviewer') && (
          <Text size="sm">{t('people.lostOnCall')}</Text>
        )}
        {oneAdmin && <Text size="sm">{t('people.oneAdmin', { office: person.organisation.name })}</Text>}
      </Stack>
    </Alert>
  );
}
