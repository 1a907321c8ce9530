import { Anchor, Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Language, languages } from '../../api';
import { Asking } from '../../parts/frame/asking';
import { Page } from '../../parts/frame/page';
import { languageName } from '../../parts/texts/language-name';
import { useRoles } from '../../session';
import { instant } from '../../times';

/** Bahasa: the regional languages of messages, those that are live first. */
export default function Languages() {
  const { t } = useTranslation();
  const writes = useRoles('author', 'reviewer');
  const found = useQuery({ queryKey: ['languages'], queryFn: languages.list });
  const sorted = found.data?.toSorted(
    (a, b) => rank(a) - rank(b) || languageName(a.code).localeCompare(languageName(b.code)),
  );
  return (
    <Page
      title={t('languages.title')}
      aside={<Text c="dimmed">{t('languages.about')}</Text>}
      actions={
        writes && (
          <Button component={Link} to="/templat/bahasa/baru">
            {t('languages.new')}
          </Button>
        )
      }
    >
      <Asking of={found} />
      {sorted?.length === 0 && <Text>{t('languages.none')}</Text>}
      {sorted && sorted.length > 0 && (
        <Paper withBorder component="ul" className="rows">
          {sorted.map((language) => (
            <Row key={language.code} language={language} />
          ))}
        </Paper>
      )}
    </Page>
  );
}

const rank = ({ live, proposed }: Language): number => (live ? 0 : proposed ? 1 : 2);

function Row({ language }: { language: Language }) {
  const { t } = useTranslation();
  const { code, live, proposed, withdrawn } = language;
  const words = (live ?? proposed ?? withdrawn)?.words;
  return (
    <Group component="li" px="md" py="sm" gap="sm" justify="space-between">
      <Stack gap={2} miw={0} style={{ flex: '1 1 18rem' }}>
        <Group gap="xs" align="baseline">
          <Anchor component={Link} to={`/templat/bahasa/${code}`} fw={600} lang={code} dir={words?.direction}>
            {words?.ownName || code}
          </Anchor>
          <Text size="sm" c="dimmed">
            {languageName(code)} · {code}
          </Text>
        </Group>
        {live && (
          <Text size="sm">
            {t('languages.readBy', { reader: live.reader ?? '', when: instant(live.approvedAt ?? '') })}
          </Text>
        )}
        {proposed && (
          <Text size="sm" {...(proposed.missing.length === 0 ? { fw: 600 } : { c: 'dimmed' })}>
            {proposed.missing.length === 0
              ? t('languages.waits')
              : t('languages.missing', { words: proposed.missing.length })}
          </Text>
        )}
      </Stack>
      <LanguageBadge language={language} />
    </Group>
  );
}

/** Whether messages can be written in a language. */
export function LanguageBadge({ language: { live, proposed } }: { language: Language }) {
  const { t } = useTranslation();
  const state = live ? 'approved' : proposed ? 'proposed' : 'withdrawn';
  const colour = { approved: 'green.7', proposed: 'gray.6', withdrawn: 'gray.9' }[state];
  return (
    <Badge variant="dot" color={colour} tt="none" fw={500} size="lg" style={{ flexShrink: 0 }}>
      {t(`languages.states.${state}`)}
    </Badge>
  );
}
