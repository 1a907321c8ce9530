import { Alert, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isGuarded } from '../../../../../libs/contract/roles.rules.js';
import { type ManagedPerson, people, type Reset } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { usePerson } from '../../session';
import { AskedRoles } from './asked-roles';
import { lacksSecondAdmin, lossesOf, suspensionOf } from './losses.rules';
import { Lost } from './lost';
import { PEOPLE } from './query';
import { RolesField } from './roles-field';
import { ToldOnce } from './told-once';

/** The words for a request to a second admin: who has no address of their own is told nothing. */
const askedFor = ({ reachable }: Pick<ManagedPerson, 'reachable'>) =>
  reachable ? 'people.askedFor' : 'people.askedForUnreached';

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
  const had = [...person.roles, ...person.awaited];
  const suspends = act === 'reset' || act === 'resetSecondFactor';
  const said = {
    touches: [PEOPLE],
    title: t(`people.titles.${act}`, { name }),
    go: t(`people.acts.${act}`),
    danger: act === 'disable' || suspends,
    onClose,
  };
  const takesTwo = (suspends || act === 'enable') && had.some(isGuarded);
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
      {act !== 'enable' && (
        <Lost
          person={person}
          losses={
            suspends
              ? suspensionOf(person, everybody)
              : lossesOf(person, act === 'roles' ? roles : [], everybody)
          }
          waits={suspends}
        />
      )}
      {unconfirmable && (
        <Alert color="red" variant="light">
          {t('people.nobodyConfirms')}
        </Alert>
      )}
    </>
  );
  const requested = (
    <Text size="sm">{unconfirmable ? t('people.nobodyConfirms') : t(askedFor(person), { name })}</Text>
  );
  const asks = act === 'roles' && roles.some((role) => isGuarded(role) && !had.includes(role));
  if (act === 'reset') {
    return (
      <Confirm<Reset>
        {...said}
        expressly
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
    <Confirm<ManagedPerson>
      {...said}
      onGo={go}
      told={t(`done.people.${act}`, { name })}
      {...(asks
        ? {
            account: (after) => (
              <AskedRoles
                // Without those that only wait for their time.
                person={{ ...after, awaited: after.awaited.filter((role) => !had.includes(role)) }}
                unconfirmable={unconfirmable}
              />
            ),
          }
        : takesTwo
          ? { account: () => requested }
          : {})}
    >
      {what}
      {act === 'roles' && <RolesField office={organisation} value={roles} onChange={setRoles} />}
      {consequences}
    </Confirm>
  );
}
