import { Alert, Button, Code, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { CHANNELS, type Template, type TemplateKind, templates, type Texts } from '../api';
import { ApiError } from '../http';
import { Dialog } from '../parts/forms/dialog';
import { Asking } from '../parts/frame/asking';
import { ErrorNote } from '../parts/frame/error-note';
import { languageName } from '../parts/texts/language-name';
import { useLiveLanguages } from '../parts/texts/live-languages';
import { Page } from '../parts/frame/page';
import { useSaid } from '../parts/refusals/said';
import { Section } from '../parts/frame/section';
import { instant, listed } from '../times';
import { contentsOf, faultAt, TABBED_LANGUAGES, type TextForm } from './compose/form.rules';
import { LeaveGuard } from '../parts/forms/leave-guard';
import { TemplateField } from './compose/texts/template-field';
import { useRoles } from '../session';
import { KIND_IN_ADDRESS, TemplateBadge, UseTemplate } from './templates';
import { tell } from '../parts/frame/toasts';

/** One template; a correction template is written by one reviewer and approved by another. */
export default function TemplateScreen() {
  const { id } = useParams();
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['template', id],
    queryFn: () => templates.get(id ?? ''),
    enabled: id !== undefined,
    refetchOnWindowFocus: false,
  });
  const [params] = useSearchParams();
  const reviews = useRoles('reviewer');
  if (id === undefined) {
    // A person who writes only one kind need not choose it.
    const asked = params.get('jenis') ?? KIND_IN_ADDRESS[reviews ? 'correction' : 'ordinary'];
    const kind = asked === KIND_IN_ADDRESS.correction ? 'correction' : 'ordinary';
    return <Editor key={kind} kind={kind} stored={null} />;
  }
  if (found.data)
    return <Editor key={`${id} ${found.data.version}`} kind={found.data.kind} stored={found.data} />;
  return (
    <Page title={t('nav.templates')}>
      <Asking of={found} />
    </Page>
  );
}

function Editor({ kind, stored }: { kind: TemplateKind; stored: Template | null }) {
  const { t } = useTranslation();
  const live = useLiveLanguages();
  const said = useSaid();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [title, setTitle] = useState(stored?.title ?? '');
  const [contents, setContents] = useState<Texts>(stored?.contents ?? {});
  const [asked, setAsked] = useState<'approve' | 'retire' | null>(null);
  const [left, setLeft] = useState(false);
  const given = { title, contents: contentsOf(contents, CHANNELS) };
  const dirty =
    !left &&
    // Both in the form's order: PostgreSQL orders the keys of jsonb differently.
    JSON.stringify(given) !==
      JSON.stringify({ title: stored?.title ?? '', contents: contentsOf(stored?.contents ?? {}, CHANNELS) });
  const save = useMutation({
    mutationFn: () =>
      stored ? templates.edit(stored.id, stored.version, given) : templates.create({ kind, ...given }),
    onSuccess: (next) => {
      setLeft(true);
      client.setQueryData(['template', next.id], next);
      void client.invalidateQueries({ queryKey: ['templates'] });
      tell(t('done.template'));
      return next;
    },
  });
  // Only after nothing counts as unsaved any more.
  const createdId = stored === null ? (save.data?.id ?? null) : null;
  useEffect(() => {
    if (createdId !== null) void navigate(`/templat/${createdId}`, { replace: true });
  }, [createdId, navigate]);
  useEffect(() => {
    if (save.error) document.querySelector<HTMLElement>('main [aria-invalid=true]')?.focus();
  }, [save.error]);
  const faults = save.error instanceof ApiError ? save.error.faults : [];
  const elsewhere = faults.filter(({ path }) => path !== 'title' && !path.startsWith('contents.'));
  const mayEdit = stored?.mayEdit ?? true;
  const write = (channel: keyof Texts, language: string, part: Partial<TextForm>): void =>
    setContents((now) => {
      const before =
        now[channel]?.[language] ?? (channel === 'email' ? { subject: '', body: '' } : { body: '' });
      return { ...now, [channel]: { ...now[channel], [language]: { ...before, ...part } } };
    });
  /** The text that a warning concerns: two texts may have the same warning. */
  const placed = (path: string): string => {
    const [, channel, language] = path.split('.');
    const name = CHANNELS.find((one) => one === channel);
    return name && language ? `${t(`channels.${name}`)}, ${languageName(language)}: ` : '';
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Page
      title={stored ? stored.title : t(`templates.new.${kind}`)}
      aside={
        stored && (
          <Stack gap="xs" align="flex-start">
            <TemplateBadge template={stored} />
            <Text size="sm" c="dimmed">
              {t('templates.by', {
                author: stored.author.name,
                office: stored.office.name,
                when: instant(stored.updatedAt),
              })}
              {stored.approvedBy &&
                stored.approvedAt &&
                ` · ${t('templates.approvedBy', { name: stored.approvedBy.name, when: instant(stored.approvedAt) })}`}
            </Text>
          </Stack>
        )
      }
      actions={
        stored && (
          <>
            {!dirty && <UseTemplate template={stored} />}
            {stored.approval.may && (
              <Button onClick={() => setAsked('approve')}>{t('templates.approve')}</Button>
            )}
            {stored.mayEdit && (
              <Button variant="default" onClick={() => setAsked('retire')}>
                {t('templates.retire')}
              </Button>
            )}
          </>
        )
      }
    >
      {stored && stored.warnings.length > 0 && (
        <Alert color="yellow" title={t('broadcast.warnings')}>
          <List size="sm">
            {stored.warnings.map((warning) => (
              <List.Item key={`${warning.path} ${warning.message}`}>
                {placed(warning.path)}
                {said(warning)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {stored?.state === 'draft' && <Waits template={stored} />}
      {stored?.state === 'approved' && mayEdit && <Alert color="yellow">{t('templates.voids')}</Alert>}
      <form onSubmit={submit}>
        <Stack gap="lg">
          {mayEdit && (
            <Section title={t('compose.what')}>
              <TextInput
                label={t('templates.title')}
                description={t('templates.titleHelp')}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
                error={faultAt(faults, 'title')}
                required
                maxLength={150}
              />
            </Section>
          )}
          {CHANNELS.filter((channel) => mayEdit || contents[channel]).map((channel) => (
            <Section key={channel} title={t('compose.textFor', { channel: t(`channels.${channel}`) })}>
              {[...TABBED_LANGUAGES, ...live]
                .filter((language) => mayEdit || contents[channel]?.[language])
                .map((language) => {
                  const text = contents[channel]?.[language] ?? { subject: '', body: '' };
                  const path = `contents.${channel}.${language}`;
                  const spoken = languageName(language);
                  if (!mayEdit) {
                    return (
                      <Stack key={language} gap={2} lang={language}>
                        <Text size="sm" fw={600}>
                          {spoken}
                        </Text>
                        {text.subject && <Text fw={600}>{text.subject}</Text>}
                        <Text className="message">{text.body}</Text>
                      </Stack>
                    );
                  }
                  return (
                    <Stack key={language}>
                      {channel === 'email' && (
                        <TemplateField
                          label={`${t('compose.subject')} – ${t(`channels.${channel}`)}, ${spoken}`}
                          language={language}
                          value={text.subject ?? ''}
                          onChange={(subject) => write(channel, language, { subject })}
                          error={faultAt(faults, `${path}.subject`)}
                        />
                      )}
                      <TemplateField
                        label={`${t('compose.body')} – ${t(`channels.${channel}`)}, ${spoken}`}
                        language={language}
                        value={text.body}
                        onChange={(body) => write(channel, language, { body })}
                        error={faultAt(faults, `${path}.body`)}
                        lines={channel === 'sms' ? 3 : 6}
                      />
                    </Stack>
                  );
                })}
            </Section>
          ))}
          {save.error && (faults.length === 0 || elsewhere.length > 0) && <ErrorNote error={save.error} />}
          {mayEdit && (
            <Group>
              <Button type="submit" loading={save.isPending}>
                {t('templates.save')}
              </Button>
              {dirty && <Text size="sm">{t('compose.unsaved')}</Text>}
            </Group>
          )}
        </Stack>
      </form>
      <LeaveGuard dirty={dirty && !save.isPending} />
      {stored && asked && <Asked template={stored} act={asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}

/** Names who makes a draft ready for use: its writers have no button for that. */
function Waits({ template: { approval, office } }: { template: Template }) {
  const { t } = useTranslation();
  const names = listed(approval.by.map(({ name, office: of }) => `${name} (${of})`));
  return (
    <Alert color="blue">
      {approval.may
        ? t('templates.waits.you')
        : approval.by.length > 0
          ? t('templates.waits.others', { names })
          : t('templates.waits.nobody', { office: office.name })}
    </Alert>
  );
}

/** Asks between a button and an act: explains it, and shows the digest that an approval repeats. */
function Asked({
  template,
  act,
  onClose,
}: {
  template: Template;
  act: 'approve' | 'retire';
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const go = useMutation({
    mutationFn: () =>
      act === 'approve' ? templates.approve(template.id, template.digest) : templates.retire(template.id),
    onSuccess: (next) => {
      client.setQueryData(['template', next.id], next);
      void client.invalidateQueries({ queryKey: ['templates'] });
      onClose();
      tell({
        text: t(act === 'approve' ? 'done.approveTemplate' : 'done.retireTemplate'),
        undo: async () => {
          await templates.undo(template.id, act);
          return t(act === 'approve' ? 'undone.approveTemplate' : 'undone.retireTemplate');
        },
      });
    },
  });
  return (
    <Dialog
      title={t(act === 'approve' ? 'templates.approveTitle' : 'templates.retireTitle')}
      onClose={onClose}
    >
      <Stack>
        <Text size="sm">{t(act === 'approve' ? 'templates.approveWhat' : 'templates.retireWhat')}</Text>
        {act === 'approve' && (
          <Code block className="digest" style={{ whiteSpace: 'pre-wrap' }}>
            {template.digest}
          </Code>
        )}
        {go.error && <ErrorNote error={go.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
          <Button
            color={act === 'retire' ? 'red.9' : undefined}
            loading={go.isPending}
            onClick={() => go.mutate()}
          >
            {t(act === 'approve' ? 'templates.approve' : 'templates.retire')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
