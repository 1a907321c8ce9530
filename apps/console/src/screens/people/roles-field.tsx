import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fitsOffice } from '../../../../../libs/contract/roles.rules.js';
import { type Organisation, type Role, ROLES } from '../../api';

/** Selects the roles of a person; offers only those that fit the office. */
export function RolesField({
  office,
  value,
  onChange,
  error,
}: {
  office: Pick<Organisation, 'kind' | 'regionCode'>;
  value: readonly Role[];
  onChange: (roles: Role[]) => void;
  error?: string | null;
}) {
  const { t } = useTranslation();
  const offered = ROLES.filter((role) => fitsOffice(office, role));
  // Mirrors appointsAndApproves in libs/staff.
  const shut = (role: Role): boolean =>
    !value.includes(role) &&
    ((role === 'admin' && value.includes('reviewer')) || (role === 'reviewer' && value.includes('admin')));
  const why =
    office.kind !== 'kpu' ? 'reviewersAreKpu' : office.regionCode !== null ? 'nationalAreNational' : null;
  return (
    <Checkbox.Group
      label={t('people.roles')}
      description={[
        t('people.guardedTakesTwo'),
        why && t(`people.${why}`),
        office.kind === 'kpu' && t('people.appointsOrApproves'),
      ]
        .filter(Boolean)
        .join(' ')}
      value={[...value]}
      onChange={(chosen) => onChange(offered.filter((role) => chosen.includes(role)))}
      error={error}
    >
      <Stack gap="xs" mt="xs">
        {offered.map((role) => (
          <Checkbox
            key={role}
            value={role}
            disabled={shut(role)}
            label={t(`roles.${role}`)}
            description={t(`people.roleHelp.${role}`)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
