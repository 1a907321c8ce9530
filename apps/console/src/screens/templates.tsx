import { Anchor, Badge, Button, Center, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CHANNELS, type Template, templates } from '../api';
import { ErrorNote } from '../parts/error-note';
import { Page } from '../parts/page';
import { instant } from '../times';

/** Texts of corrections that KPU has ready. */
export default function Templates() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['templates'], queryFn: templates.list });
  return (
    <Page
      title={t('nav.templates')}
      aside={<Text c="dimmed">{t('templates.about')}</Text>}
      actions={
        <Button component={Link} to="/templat/baru">
          {t('templates.new')}
        </Button>
      }
    >
      {found.error && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && (
        <Center py="xl">
          <Loader aria-label={t('loading')} />
        </Center>
      )}
      {found.data?.length === 0 && (
        <Paper withBorder p="xl">
          <Stack align="center" gap="xs">
            <Text fw={600}>{t('templates.none')}</Text>
            <Text size="sm" c="dimmed" ta="center">
              {t('templates.noneHelp')}
            </Text>
          </Stack>
        </Paper>
      )}
      {found.data && found.data.length > 0 && (
        <Paper withBorder component="ul" m={0} p={0} style={{ listStyle: 'none', overflow: 'hidden' }}>
          {found.data.map((template, index) => (
            <Row key={template.id} template={template} first={index === 0} />
          ))}
        </Paper>
      )}
    </Page>
  );
}

function Row({ template, first }: { template: Template; first: boolean }) {
  const { t } = useTranslation();
  const { id, title, contents, author, office, updatedAt, approvedBy, approvedAt } = template;
  return (
    <Group
      component="li"
      px="md"
      py="sm"
      gap="sm"
      justify="space-between"
      style={{ borderTop: first ? undefined : '1px solid var(--mantine-color-gray-3)' }}
    >
      <Stack gap={2} miw={0} style={{ flex: '1 1 16rem' }}>
        <Anchor component={Link} to={`/templat/${id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Anchor>
        <Text size="sm" c="dimmed">
          {CHANNELS.filter((channel) => contents[channel])
            .map((channel) => t(`channels.${channel}`))
            .join(' · ')}
        </Text>
        <Text size="sm" c="dimmed">
          {t('templates.by', { author: author.name, office: office.name, when: instant(updatedAt) })}
          {approvedBy &&
            approvedAt &&
            ` · ${t('templates.approvedBy', { name: approvedBy.name, when: instant(approvedAt) })}`}
        </Text>
      </Stack>
      <TemplateBadge template={template} />
    </Group>
  );
}

/** Whether a template may be used. */
export function TemplateBadge({ template: { state } }: { template: Template }) {
  const { t } = useTranslation();
  const colour = { draft: 'gray.6', approved: 'green.7', retired: 'gray.9' }[state];
  return (
    <Badge variant="dot" color={colour} tt="none" fw={500} size="lg" style={{ flexShrink: 0 }}>
      {t(`templates.states.${state}`)}
    </Badge>
  );
}
