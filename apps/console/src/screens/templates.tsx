import { Anchor, Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { broadcasts, CHANNELS, type Template, type TemplateKind, templates } from '../api';
import { Asking } from '../parts/frame/asking';
import { ErrorNote } from '../parts/frame/error-note';
import { Page } from '../parts/frame/page';
import { Section } from '../parts/frame/section';
import { useRoles } from '../session';
import { instant } from '../times';
import { tell } from '../parts/frame/toasts';

/** Texts to start from: ordinary ones for authors, correction templates for those who write or use them. */
export default function Templates() {
  const { t } = useTranslation();
  const writes = { ordinary: useRoles('author'), correction: useRoles('reviewer') };
  const kinds = (['ordinary', 'correction'] as const).filter((kind) => kind === 'correction' || writes[kind]);
  return (
    <Page
      title={t('nav.templates')}
      actions={
        <Button component={Link} to="/templat/bahasa" variant="default">
          {t('templates.languages')}
        </Button>
      }
    >
      {kinds.map((kind) => (
        <Kept key={kind} kind={kind} mayWrite={writes[kind]} />
      ))}
    </Page>
  );
}

function Kept({ kind, mayWrite }: { kind: TemplateKind; mayWrite: boolean }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['templates', kind], queryFn: () => templates.list(kind) });
  return (
    <Section
      title={t(`templates.kinds.${kind}`)}
      aside={
        mayWrite && (
          <Button component={Link} to={`/templat/baru?jenis=${KIND_IN_ADDRESS[kind]}`} size="sm">
            {t(`templates.new.${kind}`)}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed">
        {t(`templates.about.${kind}`)}
      </Text>
      <Asking of={found} />
      {found.data?.length === 0 && (
        <Stack gap={4}>
          <Text fw={600}>{t('templates.none')}</Text>
          <Text size="sm">{t(mayWrite ? `templates.noneHelp.${kind}` : 'templates.whoWrites')}</Text>
        </Stack>
      )}
      {found.data && found.data.length > 0 && (
        <Paper withBorder component="ul" className="rows">
          {found.data.map((template) => (
            <Row key={template.id} template={template} />
          ))}
        </Paper>
      )}
    </Section>
  );
}

/** The kind of a new template in the URL. */
export const KIND_IN_ADDRESS = { ordinary: 'biasa', correction: 'ralat' } as const;

function Row({ template }: { template: Template }) {
  const { t } = useTranslation();
  const { id, title, contents, author, office, updatedAt, approvedBy, approvedAt, approval } = template;
  return (
    <Group component="li" px="md" py="sm" gap="sm" justify="space-between">
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
        {approval.may && (
          <Text size="sm" fw={600}>
            {t('templates.waits.you')}
          </Text>
        )}
      </Stack>
      <Group gap="sm">
        <UseTemplate template={template} of={title} />
        <TemplateBadge template={template} />
      </Group>
    </Group>
  );
}

/** Starts a broadcast with the texts of a template. @param of its name for screen readers, where there are several */
export function UseTemplate({ template, of }: { template: Template; of?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const writes = useRoles('author');
  const use = useMutation({
    mutationFn: () => broadcasts.fromTemplate(template),
    onSuccess: ({ id }) => {
      void navigate(`/tulis/${id}`);
      tell(t('done.begin'));
    },
  });
  // A correction starts from the broadcast that it corrects.
  if (!writes || !template.usable || template.kind !== 'ordinary') return null;
  return (
    <>
      {use.error && <ErrorNote error={use.error} />}
      <Button
        variant="default"
        size="sm"
        loading={use.isPending}
        onClick={() => use.mutate()}
        {...(of === undefined ? {} : { 'aria-label': `${t('templates.use')}: ${of}` })}
      >
        {t('templates.use')}
      </Button>
    </>
  );
}

/** Whether a template may be used. */
export function TemplateBadge({ template: { state } }: { template: Template }) {
  const { t } = useTranslation();
  const colour = { draft: 'gray.6', approved: 'green.7', ready: 'green.7', retired: 'gray.9' }[state];
  return (
    <Badge variant="dot" color={colour} tt="none" fw={500} size="lg" style={{ flexShrink: 0 }}>
      {t(`templates.states.${state}`)}
    </Badge>
  );
}
