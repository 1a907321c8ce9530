import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/frame/page';
import { usePerson, useRoles } from '../../session';
import { History } from './history';
import { Upload } from './upload';

/** Contacts from files: the dry run, the import, and the history. */
export default function Imports() {
  const { t } = useTranslation();
  const person = usePerson();
  const imports = useRoles('author', 'admin');
  const ours = person.organisation.kind === 'ministry';
  return (
    <Page title={t('nav.imports')} aside={<Text c="dimmed">{t('imports.about')}</Text>}>
      {!ours && <Text>{t('imports.ministryOnly')}</Text>}
      {ours && imports && <Upload />}
      {ours && <History />}
    </Page>
  );
}
