import { Alert, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ManagedPerson, people, type Reset } from '../../api';
import { Confirm } from '../../parts/confirm';
import { PEOPLE } from './query';
import { isGuarded, RolesField } from './roles-field';
import { ToldOnce } from './told-once';

export type Act = 'roles' | 'disable' | 'enable' | 'reset' | 'resetSecondFactor';

/** Asks between an entry of a person's menu and its act, and explains what the act means for them. */
export function ActDialog({
  person,
  act,
  onClose,
}: {
  person: ManagedPerson;
  act: Act;
  onClose: () => void;
}) {
  const { t } = useTranslation();
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
  if (act === 'reset') {
    return (
      <Confirm<Reset>
        {...said}
        onGo={() => people.reset(id)}
        account={({ oneTimePassword }) =>
          oneTimePassword === null ? (
            <Text size="sm">{t('people.askedFor')}</Text>
          ) : (
            <ToldOnce person={person} oneTimePassword={oneTimePassword} />
          )
        }
      >
        {what}
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
      {...(takesTwo ? { account: () => <Text size="sm">{t('people.askedFor')}</Text> } : {})}
    >
      {what}
      {act === 'roles' && <RolesField office={organisation} value={roles} onChange={setRoles} />}
    </Confirm>
  );
}
