import { Alert, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReviewView } from '../../api/reviews';
import { instant, number } from '../../times';

/** Names imported since KPU last approved a text that uses names: a text in a name field would reach many people. */
export function ImportedNames({ review: { names } }: { review: ReviewView }) {
  const { t } = useTranslation();
  if (names === null || names.imports === 0) return null;
  const { since, shared, more } = names;
  const counts = { imports: number(names.imports), people: number(names.people) };
  return (
    <Alert color={shared.length > 0 ? 'yellow' : 'gray'} title={t('importedNames.title')}>
      <Stack gap="xs">
        <Text size="sm">
          {since === null
            ? t('importedNames.ever', counts)
            : t('importedNames.since', { ...counts, since: instant(since) })}
        </Text>
        {shared.length === 0 ? (
          <Text size="sm">{t('importedNames.none')}</Text>
        ) : (
          <>
            <Text size="sm" fw={600}>
              {t('imports.namesLook')}
            </Text>
            <List size="sm" style={{ overflowWrap: 'anywhere' }}>
              {shared.map(({ importId, person, startedAt, name, people, named, withdrawn }) => (
                <List.Item key={`${importId} ${name}`}>
                  {t('importedNames.one', {
                    person,
                    when: instant(startedAt),
                    people: number(people),
                    named: number(named),
                    name,
                  })}
                  {withdrawn && ` ${t('importedNames.withdrawn')}`}
                </List.Item>
              ))}
            </List>
            {more > 0 && <Text size="sm">{t('importedNames.more', { more: number(more) })}</Text>}
          </>
        )}
      </Stack>
    </Alert>
  );
}
