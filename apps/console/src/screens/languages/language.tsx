import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { dateIn, missingIn } from '../../../../../libs/contract/language.rules.js';
import { type Language, type LanguageFields, languages, type LanguageVersion } from '../../api';
import { ApiError } from '../../http';
import { Confirm } from '../../parts/forms/confirm';
import { LeaveGuard } from '../../parts/forms/leave-guard';
import { Reason } from '../../parts/forms/reason';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { Facts } from '../../parts/frame/facts';
import { NoPermission } from '../../parts/frame/no-permission';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { tell } from '../../parts/frame/toasts';
import { languageName } from '../../parts/texts/language-name';
import { useRoles } from '../../session';
import { dayOf, instant } from '../../times';
import { faultAt } from '../compose/form.rules';
import { LanguageBadge } from '.';
import { WordsFields } from './words-fields';

const NEW: LanguageFields = {
  words: {
    ownName: '',
    name: { id: '', en: '' },
    direction: 'ltr',
    days: Array.from({ length: 7 }, () => ''),
    months: Array.from({ length: 12 }, () => ''),
    nameless: '',
    consent: { data: '', messages: '' },
  },
  source: '',
};
/** A day of each length of name, to see a date. */
const SAMPLE_DAYS = ['2029-02-14', '2029-09-26'];

/** One language: who writes texts proposes its words, KPU records what a native reader has approved. */
export default function LanguageScreen() {
  const { code } = useParams();
  const { t } = useTranslation();
  const writes = useRoles('author', 'reviewer');
  const found = useQuery({
    queryKey: ['languages', code],
    queryFn: () => languages.get(code ?? ''),
    enabled: code !== undefined && code !== 'baru',
    refetchOnWindowFocus: false,
  });
  if (code === 'baru')
    return writes ? <Editor language={null} /> : <NoPermission title={t('languages.new')} />;
  const { data } = found;
  if (data) {
    const version = data.proposed ?? data.live ?? data.withdrawn;
    return <Editor key={`${version?.version} ${version?.edit} ${data.proposed !== null}`} language={data} />;
  }
  return (
    <Page title={t('languages.title')}>
      <Asking of={found} />
    </Page>
  );
}

function Editor({ language }: { language: Language | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const version = language && (language.proposed ?? language.live ?? language.withdrawn);
  const before: LanguageFields = version
    ? { words: version.words, source: version.state === 'proposed' ? version.source : '' }
    : NEW;
  const [code, setCode] = useState(language?.code ?? '');
  const [given, setGiven] = useState(before);
  const [left, setLeft] = useState(false);
  const dirty =
    !left && (JSON.stringify(given) !== JSON.stringify(before) || code !== (language?.code ?? ''));
  const missing = missingIn(given.words);
  const save = useMutation({
    mutationFn: () => languages.propose(code, language?.proposed?.edit ?? 0, given),
    onSuccess: (next) => {
      setLeft(true);
      client.setQueryData(['languages', next.code], next);
      void client.invalidateQueries({ queryKey: ['languages'], exact: true });
      tell(t('done.language'));
    },
  });
  const faults = save.error instanceof ApiError ? save.error.faults : [];
  const readOnly = language !== null && !language.mayEdit;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  // Only after nothing counts as unsaved any more.
  const created = language === null ? (save.data?.code ?? null) : null;
  useEffect(() => {
    if (created !== null) void navigate(`/templat/bahasa/${created}`, { replace: true });
  }, [created, navigate]);
  return (
    <Page
      title={language ? languageName(language.code) : t('languages.new')}
      aside={
        <Group gap="sm">
          {language && <LanguageBadge language={language} />}
          <Anchor component={Link} to="/templat/bahasa" underline="always" size="sm">
            {t('languages.back')}
          </Anchor>
        </Group>
      }
    >
      {language && <Standing language={language} dirty={dirty} />}
      <form onSubmit={submit}>
        <Stack gap="lg">
          {!language && (
            <Section title={t('languages.which')}>
              <TextInput
                label={t('languages.code')}
                description={t('languages.codeHelp')}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value.trim().toLowerCase())}
                error={faultAt(faults, 'code')}
                required
                maxLength={3}
                maw={320}
              />
            </Section>
          )}
          <WordsFields
            code={code}
            words={given.words}
            readOnly={readOnly}
            faults={faults}
            onChange={(words) => setGiven((now) => ({ ...now, words }))}
          />
          <Preview code={code} words={given.words} />
          {!readOnly && (
            <Section title={t('languages.save')}>
              <TextInput
                label={t('languages.source')}
                description={t('languages.sourceHelp')}
                value={given.source}
                onChange={(event) => {
                  const source = event.currentTarget.value;
                  setGiven((now) => ({ ...now, source }));
                }}
                error={faultAt(faults, 'source')}
                required
                maxLength={500}
              />
              {save.error && <ErrorNote error={save.error} />}
              <Group>
                <Button type="submit" disabled={!dirty} loading={save.isPending}>
                  {t('languages.propose')}
                </Button>
                <Text size="sm" role="status">
                  {missing.length > 0
                    ? t('languages.missing', { words: missing.length })
                    : t('languages.complete')}
                  {dirty && ` ${t('compose.unsaved')}`}
                </Text>
              </Group>
            </Section>
          )}
        </Stack>
      </form>
      <LeaveGuard dirty={dirty && !save.isPending} />
    </Page>
  );
}

/** What became of its versions, and the acts of KPU. */
function Standing({ language, dirty }: { language: Language; dirty: boolean }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'approve' | LanguageVersion | null>(null);
  const { live, proposed, withdrawn, mayApprove } = language;
  const gone = live ? null : withdrawn;
  return (
    <Section title={t('languages.standing')} needs={mayApprove && isReady(proposed)}>
      <Text>{t(live ? 'languages.isLive' : 'languages.notLive')}</Text>
      {live && (
        <Facts
          facts={[
            [t('languages.reader'), live.reader],
            [t('languages.how'), live.reason],
            [
              t('languages.recorded'),
              `${live.approvedBy?.name ?? ''}, ${instant(live.approvedAt ?? '')} (${t('languages.version', { version: live.version })})`,
            ],
          ]}
        />
      )}
      {gone && <Text size="sm">{t('languages.goneWhy', { reason: gone.reason ?? '' })}</Text>}
      {proposed && <ProposedNote language={language} proposed={proposed} dirty={dirty} />}
      {mayApprove && (proposed ?? live) && (
        <Group>
          {proposed && (
            <Button disabled={!isReady(proposed) || dirty} onClick={() => setAsking('approve')}>
              {t('languages.approve')}
            </Button>
          )}
          {proposed && (
            <Button variant="default" onClick={() => setAsking(proposed)}>
              {t('languages.discard')}
            </Button>
          )}
          {live && (
            <Button variant="default" color="red.9" onClick={() => setAsking(live)}>
              {t('languages.withdraw')}
            </Button>
          )}
        </Group>
      )}
      {asking === 'approve' && proposed && (
        <Approve language={language} proposed={proposed} onClose={() => setAsking(null)} />
      )}
      {asking !== null && asking !== 'approve' && (
        <Withdraw language={language} version={asking} onClose={() => setAsking(null)} />
      )}
    </Section>
  );
}

const isReady = (proposed: LanguageVersion | null): boolean =>
  proposed !== null && proposed.missing.length === 0 && !proposed.yours;

function ProposedNote({
  language: { live, mayApprove },
  proposed,
  dirty,
}: {
  language: Language;
  proposed: LanguageVersion;
  dirty: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      <Text size="sm">
        {t('languages.proposedWhen', { version: proposed.version, when: instant(proposed.updatedAt) })}{' '}
        {live && t('languages.liveStays')}
      </Text>
      <Text size="sm">{t('languages.from', { source: proposed.source })}</Text>
      <Text size="sm" fw={600}>
        {proposed.missing.length > 0
          ? t('languages.missing', { words: proposed.missing.length })
          : mayApprove && proposed.yours
            ? t('languages.yours')
            : mayApprove && dirty
              ? t('languages.saveFirst')
              : t('languages.waits')}
      </Text>
    </Stack>
  );
}

function Approve({
  language: { code },
  proposed: { version, edit },
  onClose,
}: {
  language: Language;
  proposed: LanguageVersion;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reader, setReader] = useState('');
  const [reason, setReason] = useState('');
  return (
    <Confirm
      touches={[['languages']]}
      title={t('languages.approveTitle', { language: languageName(code) })}
      go={t('languages.approveGo')}
      ready={reader.trim().length >= 3 && reason.trim().length >= 3}
      onGo={() => languages.approve(code, { version, edit, reader, reason })}
      told={t('done.languageLive')}
      onClose={onClose}
    >
      <Text size="sm">{t('languages.approveWhat')}</Text>
      <TextInput
        label={t('languages.reader')}
        description={t('languages.readerHelp')}
        value={reader}
        onChange={(event) => setReader(event.currentTarget.value)}
        required
        maxLength={200}
        data-autofocus
      />
      <TextInput
        label={t('languages.how')}
        description={t('languages.howHelp')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required
        maxLength={500}
      />
    </Confirm>
  );
}

function Withdraw({
  language: { code },
  version: { version, state },
  onClose,
}: {
  language: Language;
  version: LanguageVersion;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const act = state === 'approved' ? 'withdraw' : 'discard';
  return (
    <Confirm
      touches={[['languages']]}
      title={t(`languages.${act}Title`, { language: languageName(code) })}
      go={t(`languages.${act}`)}
      danger
      ready={reason.trim().length >= 3}
      onGo={() => languages.withdraw(code, { version, reason })}
      told={t(`done.language${state === 'approved' ? 'Gone' : 'Discarded'}`)}
      onClose={onClose}
    >
      <Text size="sm">{t(`languages.${act}What`)}</Text>
      <Reason label={t('languages.why')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}

/** A date and a greeting as a copy has them; `…` for what is missing. */
function Preview({ code, words }: { code: string; words: LanguageFields['words'] }) {
  const { t } = useTranslation();
  const known = {
    days: words.days.map((day) => day || '…'),
    months: words.months.map((month) => month || '…'),
  };
  return (
    <Section title={t('languages.preview')}>
      {SAMPLE_DAYS.map((day) => (
        <Stack key={day} gap={0}>
          <Text size="sm" c="dimmed">
            {dayOf(day)}
          </Text>
          <Text lang={code} dir={words.direction}>
            {dateIn(known, day)}
          </Text>
        </Stack>
      ))}
      <Stack gap={0}>
        <Text size="sm" c="dimmed">
          {t('languages.withoutName')}
        </Text>
        <Text lang={code} dir={words.direction}>
          {words.nameless || '…'}
        </Text>
      </Stack>
    </Section>
  );
}
