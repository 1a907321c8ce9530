import { Alert, Anchor, Button, Group, List, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type Broadcast, broadcasts } from '../../api';
import { ApiError, type Fault } from '../../http';
import { ErrorNote } from '../../parts/error-note';
import { Page } from '../../parts/page';
import { Section } from '../../parts/section';
import { instant } from '../../times';
import { TestDialog } from '../broadcast/test-dialog';
import { AudienceFields } from './audience-fields';
import { CorrectionFields } from './correction-fields';
import { EMPTY_FORM, faultAt, faultsElsewhere, fieldsOf, formOf, type ComposeForm } from './form.rules';
import { KindFields } from './kind-fields';
import { LeaveGuard } from '../../parts/leave-guard';
import { ScheduleFields } from './schedule-fields';
import { TextFields } from './text-fields';

export type Change = Partial<ComposeForm> | ((now: ComposeForm) => Partial<ComposeForm>);

/** What every group of fields gets. */
export interface FieldsProps {
  form: ComposeForm;
  /** Changes some fields, to what is given or to what follows from how the form is now. Always the same function. */
  change: (part: Change) => void;
  faults: readonly Fault[];
}

/** The whole form on one page. Saving says what is wrong at its field; what is only missing stops no saving. */
export function Compose({
  stored,
  onCreated,
}: {
  stored: Broadcast | null;
  onCreated?: (id: string) => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form, setForm] = useState<ComposeForm>(() => (stored ? formOf(stored) : EMPTY_FORM));
  const [saved, setSaved] = useState<{ view: Broadcast | null; form: ComposeForm }>({ view: stored, form });
  const [testing, setTesting] = useState(false);
  const { view } = saved;
  const dirty = JSON.stringify(form) !== JSON.stringify(saved.form);
  const change = useCallback(
    (part: Change): void =>
      setForm((now) => ({ ...now, ...(typeof part === 'function' ? part(now) : part) })),
    [],
  );

  const save = useMutation({
    mutationFn: ({ given, version }: { given: ComposeForm; version: number | null }) =>
      view && version !== null
        ? broadcasts.edit(view.id, version, changeable(fieldsOf(given), given.bound))
        : broadcasts.create(fieldsOf(given)),
    onSuccess: (next, { given }) => {
      setSaved({ view: next, form: given });
      client.setQueryData(['broadcast', next.id], next);
      void client.invalidateQueries({ queryKey: ['broadcasts'] });
    },
  });
  const created = stored === null ? (view?.id ?? null) : null;
  // Only once the form on screen counts as saved: leaving it before would be asked about.
  useEffect(() => {
    if (created === null) return;
    onCreated?.(created);
    void navigate(`/tulis/${created}`, { replace: true });
  }, [created, onCreated, navigate]);

  // After a refusal the first field to mend is where the next key goes.
  useEffect(() => {
    if (save.error) document.querySelector<HTMLElement>('main [aria-invalid=true]')?.focus();
  }, [save.error]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ given: form, version: view?.version ?? null });
  };
  const refusal = save.error instanceof ApiError ? save.error : null;
  const faults = refusal?.faults ?? [];
  const fields = { form, change, faults };
  const overtaken =
    refusal?.status === 409 && typeof refusal.problem.version === 'number' ? refusal.problem.version : null;

  return (
    <Page title={view ? t('compose.edit') : t('compose.new')}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          {view?.state === 'in_review' && <Alert color="yellow">{t('compose.voids')}</Alert>}
          <Section title={t('compose.what')}>
            <TextInput
              label={t('compose.title')}
              description={t('compose.titleHelp')}
              value={form.title}
              onChange={(event) => change({ title: event.currentTarget.value })}
              error={faultAt(faults, 'title')}
              required
              withAsterisk={false}
              maxLength={150}
            />
            <KindFields {...fields} />
          </Section>
          {view && <CorrectionFields {...fields} others={view.others} />}
          <TextFields {...fields} saved={view && !dirty ? view : null} />
          <AudienceFields {...fields} />
          <ScheduleFields {...fields} />
          {refusal && overtaken !== null && view ? (
            <Alert color="red" role="alert" title={t('compose.overtaken')}>
              <Stack gap="xs" align="flex-start">
                <Text size="sm">{t('compose.overtakenHelp')}</Text>
                <Anchor
                  component={Link}
                  to={`/siaran/${view.id}`}
                  target="_blank"
                  size="sm"
                  underline="always"
                >
                  {t('compose.seeTheirs')}
                </Anchor>
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => save.mutate({ given: form, version: overtaken })}
                >
                  {t('compose.saveMine')}
                </Button>
              </Stack>
            </Alert>
          ) : (
            save.error && <SaveError error={save.error} elsewhere={faultsElsewhere(faults, form.channels)} />
          )}
          {view && !dirty && view.obstacles.length > 0 && (
            <Alert color="sea" title={t('compose.missing')}>
              <List size="sm">
                {view.obstacles.map(({ path, message }) => (
                  <List.Item key={`${path} ${message}`}>{message}</List.Item>
                ))}
              </List>
            </Alert>
          )}
          <Paper withBorder p="md">
            <Group justify="space-between" gap="sm">
              <Text size="sm" c="dimmed" role="status">
                {dirty
                  ? t('compose.unsaved')
                  : view
                    ? t('compose.saved', { when: instant(view.updatedAt) })
                    : t('compose.notSaved')}
              </Text>
              <Group gap="xs">
                {view && !dirty && (
                  <>
                    <Button variant="default" onClick={() => setTesting(true)}>
                      {t('acts.test')}
                    </Button>
                    <Button variant="default" component={Link} to={`/siaran/${view.id}`}>
                      {t('compose.onward')}
                    </Button>
                  </>
                )}
                <Button type="submit" loading={save.isPending} disabled={view !== null && !dirty}>
                  {t('compose.save')}
                </Button>
              </Group>
            </Group>
          </Paper>
        </Stack>
      </form>
      {testing && view && <TestDialog broadcast={view} onClose={() => setTesting(false)} />}
      <LeaveGuard dirty={dirty} />
    </Page>
  );
}

/** Whom a correction or its remainder goes to, and how, is bound to what it corrects: it cannot be sent. */
function changeable(
  fields: ReturnType<typeof fieldsOf>,
  bound: boolean,
): Partial<ReturnType<typeof fieldsOf>> {
  if (!bound) return fields;
  const { kind: _, reach: __, audience: ___, ...others } = fields;
  return others;
}

function SaveError({ error, elsewhere }: { error: Error; elsewhere: Fault[] }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError) || error.faults.length === 0) {
    return <ErrorNote error={error} title={t('compose.failed')} />;
  }
  return (
    <Alert color="red" role="alert" title={t('compose.failed')}>
      <Text size="sm">{t('compose.failedHelp', { count: error.faults.length })}</Text>
      {elsewhere.map(({ path, message }) => (
        <Text size="sm" key={`${path} ${message}`}>
          {message}
        </Text>
      ))}
    </Alert>
  );
}
