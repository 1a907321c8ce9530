import { Anchor, Button, Group, Input, Select, SimpleGrid, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { broadcasts, type Template } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { Dialog } from '../../parts/forms/dialog';
import { ErrorNote } from '../../parts/frame/error-note';
import { Section } from '../../parts/frame/section';
import { asksBeforeCopy } from '../../parts/broadcasts/chain.rules';
import { TemplateChoice, useTemplates } from '../../parts/broadcasts/template-choice';
import { CopyDialog } from '../broadcast/acts/copy-dialog';
import { instant } from '../../times';
import { tell } from '../../parts/frame/toasts';
import classes from './start-fields.module.css';

/**
 * Starts from something that exists: the texts of a template, or the texts, audience and schedule of a past broadcast.
 * @param disabled once something is written: it stays, so that nothing moves below the words being typed
 */
export function StartFields({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [sought, setSought] = useState('');
  const [choosing, setChoosing] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const [settled] = useDebouncedValue(sought.trim(), 250);
  const past = useQuery({
    queryKey: ['broadcasts', 'past', settled],
    queryFn: () => broadcasts.page({ state: null, q: settled }, null),
    placeholderData: keepPreviousData,
  });
  // The text of the past broadcast is corrected, withdrawn or in doubt: ask which text to copy, as its own page does.
  const corrected = useQuery({
    queryKey: ['broadcast', asked],
    queryFn: () => broadcasts.get(asked ?? ''),
    enabled: asked !== null,
  });
  const copy = useMutation({
    mutationFn: broadcasts.copy,
    onSuccess: ({ id, draft }) => {
      void navigate({ pathname: `/tulis/${id}`, search: location.search });
      tell(t(draft.schedule ? 'done.copy' : 'done.copyTimeless'));
    },
  });
  return (
    <fieldset disabled={disabled} className={classes.start}>
      <Section
        title={t('start.title')}
        aside={
          disabled && (
            <Text size="sm" c="dimmed">
              {t('start.begun')}{' '}
              <Anchor component={Link} to="/tulis" reloadDocument size="sm" underline="always">
                {t('start.another')}
              </Anchor>
            </Text>
          )
        }
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Input.Wrapper
            label={t('nav.templates')}
            labelElement="div"
            description={t('start.templateHelp')}
            inputContainer={(children) => <Group mt={5}>{children}</Group>}
          >
            <Button variant="default" onClick={() => setChoosing(true)}>
              {t('start.template')}
            </Button>
          </Input.Wrapper>
          <Select
            label={t('start.past')}
            description={t('start.pastHelp')}
            data={(past.data?.broadcasts ?? []).map(({ id, title, updatedAt }) => ({
              value: id,
              label: `${title} · ${instant(updatedAt)}`,
            }))}
            value={null}
            onChange={(id) => {
              const line = past.data?.broadcasts.find((one) => one.id === id);
              if (!line) return;
              if (asksBeforeCopy(line)) setAsked(line.id);
              else copy.mutate(line.id);
            }}
            searchable
            searchValue={sought}
            onSearchChange={setSought}
            filter={({ options }) => options}
            nothingFoundMessage={t('list.nothingFound')}
            disabled={disabled || copy.isPending || corrected.isFetching}
          />
        </SimpleGrid>
        {past.error && <ErrorNote error={past.error} onRetry={() => void past.refetch()} />}
        {corrected.error && <ErrorNote error={corrected.error} onRetry={() => void corrected.refetch()} />}
        {corrected.data && asked !== null && (
          <CopyDialog broadcast={corrected.data} onClose={() => setAsked(null)} />
        )}
        {copy.error && <ErrorNote error={copy.error} />}
        {choosing && <FromTemplate onClose={() => setChoosing(false)} />}
      </Section>
    </fieldset>
  );
}

/** Shows templates until one fits, and starts a draft with its texts. */
function FromTemplate({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [template, setTemplate] = useState<Template | null>(null);
  const kept = useTemplates('ordinary');
  const choice = <TemplateChoice kind="ordinary" value={template} onChange={setTemplate} />;
  // Without any there is nothing to take: only how one comes about.
  if (kept.data?.every(({ usable }) => !usable))
    return (
      <Dialog title={t('start.template')} onClose={onClose}>
        {choice}
      </Dialog>
    );
  return (
    <Confirm
      touches={[['broadcasts']]}
      title={t('start.template')}
      go={t('templates.use')}
      size="xl"
      ready={template !== null}
      onGo={async () => {
        if (!template) return;
        const { id } = await broadcasts.fromTemplate(template);
        await navigate({ pathname: `/tulis/${id}`, search: location.search });
      }}
      told={t('done.begin')}
      onClose={onClose}
    >
      {choice}
    </Confirm>
  );
}
