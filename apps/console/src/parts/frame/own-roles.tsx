import { Alert, Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Home } from '../../api';
import { usePerson } from '../../session';
import { instant, listed } from '../../times';
import { useNews } from './news';

/** What the person's own roles wait for, on their first screen: whoever has no role in effect finds no work there. */
export function OwnRoles({ appointment }: { appointment: Home['appointment'] | undefined }) {
  const { t } = useTranslation();
  const { roles } = usePerson();
  const awaited = useNews()?.awaited;
  return (
    <>
      {awaited?.map(({ role, from }) => (
        <Text key={role}>{t('home.awaited', { role: t(`roles.${role}`), at: instant(from) })}</Text>
      ))}
      {appointment && <Appointed of={appointment} />}
      {roles.length === 0 && awaited?.length === 0 && appointment === null && (
        <Alert color="yellow">{t('home.noRoles')}</Alert>
      )}
    </>
  );
}

/** The person's own appointment: asked for, and what its confirmation waits for. */
function Appointed({
  of: { roles, missing, confirmable, expiresAt },
}: {
  of: NonNullable<Home['appointment']>;
}) {
  const { t } = useTranslation();
  const told = { roles: listed(roles.map((role) => t(`roles.${role}`))), at: instant(expiresAt) };
  if (missing.length === 0)
    return <Text>{t(confirmable ? 'home.appointed' : 'home.appointedStuck', told)}</Text>;
  return (
    <Alert color="yellow" title={t('home.appointedMissing', told)}>
      {missing.map((code) => (
        <Anchor
          key={code}
          component={Link}
          to={code === 'no-own-address' ? '/alamat' : '/akun'}
          underline="always"
          size="sm"
          display="block"
        >
          {t(`home.missing.${code}`)}
        </Anchor>
      ))}
    </Alert>
  );
}
