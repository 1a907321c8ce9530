import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Organisation, type Role, ROLES } from '../../api';

/** Which roles somebody of this office gets. Reviewers are people of KPU (libs/staff, mayGrant): elsewhere it is not offered. */
export function RolesField({
  office,
  value,
  onChange,
  error,
}: {
  office: Pick<Organisation, 'kind'>;
  value: readonly Role[];
  onChange: (roles: Role[]) => void;
  error?: string | null;
}) {
  const { t } = useTranslation();
  const offered = ROLES.filter((role) => role !== 'reviewer' || office.kind === 'kpu');
  return (
    <Checkbox.Group
      label={t('people.roles')}
      description={office.kind === 'kpu' ? undefined : t('people.reviewersAreKpu')}
      value={[...value]}
      onChange={(chosen) => onChange(offered.filter((role) => chosen.includes(role)))}
      error={error}
    >
      <Stack gap="xs" mt="xs">
        {offered.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={t(`roles.${role}`)}
            description={t(`people.roleHelp.${role}`)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
