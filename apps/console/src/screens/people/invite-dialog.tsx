import { Alert, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fitsOffice } from '../../../../../libs/contract/roles.rules.js';
import { type ManagedPerson, type Organisation, people, type Role } from '../../api';
import { ApiError } from '../../http';
import { Confirm } from '../../parts/forms/confirm';
import { useIssuer } from '../../parts/sign-in/use-issuer';
import { faultAt } from '../compose/form.rules';
import { usePerson } from '../../session';
import { AskedRoles } from './asked-roles';
import { lacksSecondAdmin } from './losses.rules';
import { PEOPLE } from './query';
import { RolesField } from './roles-field';
import { ToldOnce } from './told-once';

/** Invites a person into an office, at first the given one; their one-time password is shown here and never again. */
export function InviteDialog({
  to,
  offices,
  everybody,
  onClose,
}: {
  to: Organisation;
  offices: readonly Organisation[];
  /** All people that this admin manages. */
  everybody: readonly ManagedPerson[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const [organisationId, setOrganisation] = useState(to.id);
  const [name, setName] = useState('');
  const [username, setUsername] = useState('');
  const [roles, setRoles] = useState<Role[]>([]);
  const [issuerEmail, setIssuerEmail] = useState('');
  const offered = useIssuer();
  const [pressed, setPressed] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const lacks = (field: 'name' | 'username' | 'issuerEmail', value: string): string | null =>
    pressed && field !== 'issuerEmail' && value.trim() === ''
      ? t('people.missing')
      : refused instanceof ApiError
        ? faultAt(refused.faults, field)
        : null;
  const office = offices.find(({ id }) => id === organisationId) ?? to;
  return (
    <Confirm
      touches={[PEOPLE]}
      title={t('people.invite')}
      go={t('people.inviteGo')}
      check={() => {
        setPressed(true);
        return name.trim() !== '' && username.trim() !== '';
      }}
      fields={['name', 'username', 'issuerEmail']}
      onGo={async () => {
        setRefused(null);
        try {
          return await people.invite({
            organisationId,
            name: name.trim(),
            username: username.trim().toLowerCase(),
            roles: roles.filter((role) => fitsOffice(office, role)),
            ...(issuerEmail.trim() === '' ? {} : { issuerEmail: issuerEmail.trim() }),
          });
        } catch (failed) {
          setRefused(failed);
          throw failed;
        }
      }}
      onClose={onClose}
      expressly
      account={(invited) => (
        <>
          {invited.oneTimePassword === null ? (
            <Text size="sm">{t('people.invitedByIssuer', { name: invited.person.name })}</Text>
          ) : (
            <ToldOnce person={invited.person} oneTimePassword={invited.oneTimePassword} />
          )}
          <AskedRoles
            person={invited.person}
            unconfirmable={lacksSecondAdmin(personId, invited.person, everybody)}
          />
        </>
      )}
    >
      {offices.length > 1 && (
        <Select
          label={t('people.office')}
          data={offices.map(({ id, name: label }) => ({ value: id, label }))}
          value={organisationId}
          onChange={(next) => next !== null && setOrganisation(next)}
          allowDeselect={false}
          searchable
        />
      )}
      <TextInput
        label={t('people.name')}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setRefused(null);
        }}
        error={lacks('name', name)}
        maxLength={200}
        required
        data-autofocus
      />
      <TextInput
        label={t('signIn.username')}
        description={t('people.usernameHelp')}
        value={username}
        onChange={(event) => {
          setUsername(event.currentTarget.value);
          setRefused(null);
        }}
        error={lacks('username', username)}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        required
      />
      {offered && (
        <TextInput
          type="email"
          label={t('people.issuerEmail')}
          description={t('people.issuerHelp')}
          value={issuerEmail}
          onChange={(event) => {
            setIssuerEmail(event.currentTarget.value);
            setRefused(null);
          }}
          error={lacks('issuerEmail', issuerEmail)}
          autoComplete="off"
          maxLength={254}
        />
      )}
      <RolesField office={office} value={roles} onChange={setRoles} />
      {!roles.some((role) => fitsOffice(office, role)) && (
        <Alert color="yellow" variant="light">
          {t('people.noRolesYet')}
        </Alert>
      )}
    </Confirm>
  );
}
