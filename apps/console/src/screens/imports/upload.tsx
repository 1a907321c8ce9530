import { Alert, Button, FileInput, Group, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CODE_SYSTEMS, imports, type ImportDone } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { ErrorNote } from '../../parts/frame/error-note';
import { LeaveGuard } from '../../parts/forms/leave-guard';
import { Section } from '../../parts/frame/section';
import { number } from '../../times';
import { IMPORTS } from './history';
import { Columns } from './columns';
import { ImportProgress } from './progress';
import { ImportOutcome } from './outcome';

const NAMES = 'names';
/** The id of the text that explains why the dry run cannot start yet. */
const WHY = 'import-lacks';
/** The id of the text that explains why there is nothing to import. */
const NOTHING = 'import-nothing';
/** The error of a deliberately aborted transfer. */
const isBrokenOff = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** Chooses a file and its code system, runs it dry, and then imports it. */
export function Upload() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [codes, setCodes] = useState<string | null>(null);
  const [sent, setSent] = useState(0);
  const [asked, setAsked] = useState(false);
  const [startedAt, setStartedAt] = useState(0);
  const breaker = useRef<AbortController | null>(null);
  const run = useMutation({
    mutationFn: ({ dryRun }: { dryRun: boolean }): Promise<ImportDone> => {
      if (!file) throw new Error('There is no file to send.');
      const control = new AbortController();
      breaker.current = control;
      setSent(0);
      setStartedAt(performance.now());
      const system = CODE_SYSTEMS.find((one) => one === codes) ?? null;
      return imports.send(file, { codes: system, dryRun }, { onProgress: setSent, signal: control.signal });
    },
    retry: false,
    onSettled: () => client.invalidateQueries({ queryKey: IMPORTS }),
  });
  const tried = run.data?.dryRun === true ? run.data : null;
  const nothing = tried !== null && tried.added + tried.updated === 0;
  const again = (): void => run.reset();
  const lacks = file ? (codes === null ? 'codes' : null) : codes === null ? 'both' : 'file';
  return (
    <Section title={t('imports.new')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate({ dryRun: true });
        }}
      >
        <Stack>
          <FileInput
            label={t('imports.file')}
            description={t('imports.fileHelp')}
            placeholder={t('imports.choose')}
            accept=".csv,text/csv"
            value={file}
            onChange={(chosen) => {
              setFile(chosen);
              again();
            }}
            disabled={run.isPending}
            clearable
            clearButtonProps={{ 'aria-label': t('imports.clear') }}
            maw={520}
          />
          <Columns />
          <Radio.Group
            label={t('imports.codes')}
            description={t('imports.codesHelp')}
            value={codes}
            onChange={(value) => {
              setCodes(value);
              again();
            }}
          >
            <Stack gap="xs" mt="xs">
              {[...CODE_SYSTEMS, NAMES].map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t(`imports.system.${value as 'kemendagri' | 'bps' | 'names'}`)}
                  disabled={run.isPending}
                />
              ))}
            </Stack>
          </Radio.Group>
          {run.isPending && file && (
            <ImportProgress
              sent={sent}
              all={file.size}
              startedAt={startedAt}
              dryRun={run.variables.dryRun}
              onBreak={() => breaker.current?.abort()}
            />
          )}
          {!run.isPending && !tried && (
            <Group gap="sm">
              <Button
                type="submit"
                disabled={lacks !== null}
                {...(lacks === null ? {} : { 'aria-describedby': WHY })}
              >
                {t('imports.try')}
              </Button>
              {lacks !== null && (
                <Text size="sm" c="dimmed" id={WHY}>
                  {t(`imports.lacks.${lacks}`)}
                </Text>
              )}
            </Group>
          )}
        </Stack>
      </form>
      {run.isError &&
        (isBrokenOff(run.error) ? (
          <Alert color="orange" role="status" title={t('imports.brokenOff')} maw={640}>
            {t(run.variables.dryRun ? 'imports.brokenOffTry' : 'imports.brokenOffHelp')}
          </Alert>
        ) : (
          <ErrorNote error={run.error} title={t('imports.failed')} />
        ))}
      {run.data && <ImportOutcome done={run.data} />}
      {tried && (
        <Group>
          <Button
            onClick={() => setAsked(true)}
            disabled={nothing}
            {...(nothing ? { 'aria-describedby': NOTHING } : {})}
          >
            {t('imports.import')}
          </Button>
          {nothing && (
            <Text size="sm" c="dimmed" id={NOTHING}>
              {t('imports.nothingToImport')}
            </Text>
          )}
          <Button variant="default" onClick={again}>
            {t('imports.startAgain')}
          </Button>
        </Group>
      )}
      {asked && tried && (
        <Confirm
          touches={[IMPORTS]}
          title={t('imports.confirmTitle')}
          go={t('imports.import')}
          onGo={() => {
            // The import shows its own progress: the dialog need not stay open for it.
            run.mutate({ dryRun: false });
            return Promise.resolve();
          }}
          onClose={() => setAsked(false)}
        >
          <Text size="sm">
            {t('imports.confirm', { added: number(tried.added), updated: number(tried.updated) })}
          </Text>
          <Text size="sm">
            {t('imports.confirmNot', {
              skipped: number(tried.skipped),
              rejected: number(tried.rejectedRows),
            })}
          </Text>
          <Text size="sm">{t('imports.confirmConsent')}</Text>
        </Confirm>
      )}
      <LeaveGuard dirty={run.isPending} title={t('imports.leaveTitle')} what={t('imports.leaveWhat')} />
    </Section>
  );
}
