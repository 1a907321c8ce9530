import { Button, Group, Loader, Paper, Radio, ScrollArea, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts } from '../../../api';
import { Dialog } from '../../../parts/forms/dialog';
import { Asking } from '../../../parts/frame/asking';
import { ErrorNote } from '../../../parts/frame/error-note';
import { tell } from '../../../parts/frame/toasts';
import { exactInstant, instant, listed } from '../../../times';
import { Changed } from '../../broadcast/content/texts';
import { type ComposeForm, formOf } from '../form.rules';
import { useWhere } from '../preflight';
import { differences } from './differences.rules';
import { scrollToChange } from './scroll-to-change';
import { InWords, PartName } from './in-words';

/**
 * Earlier versions of the draft: who saved what and when, what would come back, and the way back. Going back fills the
 * form, which is saved as a new version: nothing is lost by it.
 */
export function VersionsDialog({
  view: { id, version, remainderOfId },
  form,
  onRestore,
  onKeep,
  onClose,
}: {
  view: Broadcast;
  form: ComposeForm;
  onRestore: (form: ComposeForm) => void;
  /** Saves once more without a change, by which the newest version is never replaced; null: not now. */
  onKeep: (() => void) | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const whereOf = useWhere();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['versions', id, version], queryFn: () => broadcasts.versions(id) });
  const then = useQuery({
    queryKey: ['version', id, chosen],
    queryFn: async () => formOf({ draft: await broadcasts.version(id, Number(chosen)), remainderOfId }),
    enabled: chosen !== null,
  });
  const found = useMemo(() => (then.data ? differences(form, form, then.data) : []), [form, then.data]);
  const preview = useRef<HTMLDivElement>(null);
  const opened = then.data === undefined ? null : chosen;
  useEffect(() => {
    // On a phone it stands below the list.
    if (opened !== null)
      preview.current?.querySelector('[data-difference]')?.scrollIntoView({ block: 'nearest' });
  }, [opened]);
  // Two of one minute are told apart by their seconds.
  const shared = sharedOf((list.data ?? []).map(({ savedAt }) => instant(savedAt)));
  const named = (paths: readonly string[]): string =>
    listed([
      ...new Set(
        paths.map((path) =>
          path === 'kind' || path === 'reach' || path === 'channels' ? t('parts.kind') : whereOf(path),
        ),
      ),
    ]);
  const kept = (list.data?.length ?? 0) > 1 && list.data?.[0]?.changed.length === 0;
  const restore = (): void => {
    if (!then.data) return;
    onRestore(then.data);
    tell({
      text: t('versions.restored'),
      undo: () => {
        onRestore(form);
        return Promise.resolve(t('versions.undone'));
      },
    });
    onClose();
  };
  return (
    <Dialog title={t('versions.title')} size="xl" onClose={onClose}>
      <Stack>
        <Text size="sm">{t('versions.about')}</Text>
        {list.data ? (
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ScrollArea.Autosize
              mah={420}
              viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('versions.list') }}
            >
              {list.data.length === 0 && <Text size="sm">{t('versions.none')}</Text>}
              <Radio.Group aria-label={t('versions.list')} value={chosen} onChange={setChosen}>
                <Stack gap="xs" p={4}>
                  {list.data.map(({ version: number, savedAt, savedBy, changed, submittedAt }, at) => (
                    <Radio
                      key={number}
                      value={String(number)}
                      label={`${shared.has(instant(savedAt)) ? exactInstant(savedAt) : instant(savedAt)} · ${savedBy.name}`}
                      description={[
                        changed.length > 0
                          ? t('versions.changed', { what: named(changed) })
                          : t(at === list.data.length - 1 ? 'versions.first' : 'versions.unchanged'),
                        ...(submittedAt ? [t('versions.submitted', { at: instant(submittedAt) })] : []),
                      ].join(' · ')}
                    />
                  ))}
                </Stack>
              </Radio.Group>
            </ScrollArea.Autosize>
            <Stack ref={preview} gap="sm" role="region" aria-label={t('versions.preview')}>
              {chosen === null && (
                <Text size="sm" c="dimmed">
                  {t('versions.choose')}
                </Text>
              )}
              {then.isFetching && <Loader size="sm" aria-label={t('versions.preview')} />}
              {then.error && <ErrorNote error={then.error} onRetry={() => void then.refetch()} />}
              {found.some(({ key }) => key.startsWith('texts.')) && (
                <Text size="sm" c="dimmed">
                  {t('versions.differs')}
                </Text>
              )}
              {then.data && found.length === 0 && <Text size="sm">{t('versions.same')}</Text>}
              {then.data &&
                found.map(({ key, mine, theirs }) => (
                  <Paper key={`${chosen} ${key}`} data-difference withBorder p="sm">
                    <Text size="sm" fw={600}>
                      <PartName of={key} />
                    </Text>
                    <Text
                      ref={scrollToChange}
                      size="sm"
                      className="message"
                      mah={180}
                      style={{ overflow: 'auto' }}
                      tabIndex={0}
                    >
                      {key.startsWith('texts.') && mine !== '' && theirs !== '' ? (
                        <Changed from={mine} to={theirs} />
                      ) : (
                        <InWords of={key} text={theirs} form={then.data} />
                      )}
                    </Text>
                  </Paper>
                ))}
            </Stack>
          </SimpleGrid>
        ) : (
          <Asking of={list} />
        )}
        <Group justify="flex-end">
          <Button variant="default" disabled={!onKeep || !list.data || kept} onClick={onKeep ?? undefined}>
            {t(kept ? 'versions.kept' : 'versions.keep')}
          </Button>
          <Button onClick={restore} disabled={!then.data || found.length === 0}>
            {t('versions.restore')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** What stands in a list more than once. */
const sharedOf = (list: readonly string[]): Set<string> =>
  new Set(list.filter((one, at) => list.indexOf(one) !== at));
