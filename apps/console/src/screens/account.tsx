import { Anchor, Badge, Button, Checkbox, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { news, type NewsWishes, ownAddresses, type OwnSession, ownSessions, session } from '../api';
import { spoken } from '../i18n';
import { Confirm } from '../parts/forms/confirm';
import { Dialog } from '../parts/forms/dialog';
import { Enrolment } from '../parts/sign-in/enrolment';
import { Asking } from '../parts/frame/asking';
import { ErrorNote } from '../parts/frame/error-note';
import { Page } from '../parts/frame/page';
import { RecoveryCodes } from '../parts/sign-in/recovery-codes';
import { Section } from '../parts/frame/section';
import { usePerson } from '../session';
import { instant, number } from '../times';
import { tell } from '../parts/frame/toasts';
import { PasswordForm } from './password-form';

const SECOND_FACTOR = ['second-factor'];
const SESSIONS = ['sessions'];
const NEWS_MAIL = ['news', 'mail'];
/** With fewer recovery codes than this, the screen advises to create new ones. */
const FEW = 3;

/** The person's own account: password, authenticator with its recovery codes, sessions, news by e-mail. */
export default function Account() {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <Page
      title={t('nav.account')}
      aside={
        <Text c="dimmed">
          {person.name} · {person.username} · {person.organisation.name}
        </Text>
      }
    >
      {person.signedInBy === 'password' ? (
        <>
          <Password />
          <SecondFactor />
        </>
      ) : (
        <Section title={t('issuerAccount.title')}>
          <Text size="sm">{t('issuerAccount.what')}</Text>
        </Section>
      )}
      <Sessions />
      <NewsByMail />
      <Section title={t('nav.addresses')}>
        <Text size="sm">{t('own.about')}</Text>
        <Anchor component={Link} to="/alamat" size="sm">
          {t('account.toAddresses')}
        </Anchor>
      </Section>
    </Page>
  );
}

function Password() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  return (
    <Section title={t('account.password')}>
      <Group>
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('duty.changePassword')}
        </Button>
      </Group>
      {asked && (
        <Dialog title={t('duty.passwordTitle')} onClose={() => setAsked(false)}>
          <PasswordForm
            why={t('account.passwordWhy')}
            onDone={() => {
              setAsked(false);
              tell(t('done.password'));
              void client.invalidateQueries({ queryKey: SESSIONS });
            }}
          />
        </Dialog>
      )}
    </Section>
  );
}

function SecondFactor() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const found = useQuery({ queryKey: SECOND_FACTOR, queryFn: session.secondFactor });
  const [asked, setAsked] = useState<'enrol' | 'renew' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  // Shown once: the dialog then ends only with the button that says that they are kept.
  const [codesShown, setCodesShown] = useState(false);
  const done = (): void => {
    setAsked(null);
    setCodes(null);
    setCodesShown(false);
    void client.invalidateQueries({ queryKey: SECOND_FACTOR });
  };
  return (
    <Section title={t('account.secondFactor')}>
      {found.error && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Text size="sm">{t('loading')}</Text>}
      {found.data && !found.data.enrolled && (
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{t('account.notEnrolled')}</Text>
          <Button onClick={() => setAsked('enrol')}>{t('duty.totpTitle')}</Button>
        </Stack>
      )}
      {found.data?.enrolled && (
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{t('account.enrolled')}</Text>
          <Text size="sm" fw={found.data.codesLeft < FEW ? 600 : undefined}>
            {t('account.codesLeft', { count: found.data.codesLeft, codes: number(found.data.codesLeft) })}
            {found.data.codesLeft < FEW && ` ${t('account.few')}`}
          </Text>
          <Button variant="default" onClick={() => setAsked('renew')}>
            {t('account.renew')}
          </Button>
        </Stack>
      )}
      {asked === 'enrol' && (
        <Dialog
          title={t('duty.totpTitle')}
          onClose={done}
          closeOnEscape={!codesShown}
          withCloseButton={!codesShown}
        >
          <Enrolment why={t('account.notEnrolled')} onCodes={() => setCodesShown(true)} onDone={done} />
        </Dialog>
      )}
      {asked === 'renew' && codes === null && (
        <Confirm
          touches={[SECOND_FACTOR]}
          title={t('account.renewTitle')}
          go={t('account.renew')}
          onGo={async () => setCodes((await session.renewRecoveryCodes()).recoveryCodes)}
          onClose={() => setAsked(null)}
        >
          <Text size="sm">{t('account.renewWhat')}</Text>
        </Confirm>
      )}
      {codes !== null && (
        <Dialog title={t('recovery.codes')} onClose={done} closeOnEscape={false} withCloseButton={false}>
          <RecoveryCodes codes={codes} onDone={done} />
        </Dialog>
      )}
    </Section>
  );
}

/** Selects the news that also comes by e-mail; each choice is saved at once. */
function NewsByMail() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const found = useQuery({ queryKey: NEWS_MAIL, queryFn: news.wishes });
  const addresses = useQuery({ queryKey: ['own-addresses'], queryFn: ownAddresses.list });
  // State of this component: a mutation reports its variables asynchronously, and the box would jump back until then.
  const [wished, setWished] = useState<NewsWishes['topics']>();
  const wish = useMutation({
    scope: { id: 'news-mail' },
    mutationFn: (topics: NewsWishes['topics']) => news.wish({ topics, language: spoken() }),
    onSuccess: () => tell(t('done.newsMail')),
    onError: () => setWished(undefined),
    onSettled: () => client.invalidateQueries({ queryKey: NEWS_MAIL }),
  });
  if (found.data?.offered.length === 0) return null;
  const chosen = wished ?? found.data?.topics ?? [];
  const choose = (topics: NewsWishes['topics']): void => {
    setWished(topics);
    wish.mutate(topics);
  };
  const unreached =
    addresses.data?.every(({ channel, confirmed }) => channel !== 'email' || !confirmed) ?? false;
  return (
    <Section title={t('news.mail.title')}>
      <Text size="sm" c="dimmed">
        {t('news.mail.about')}
      </Text>
      <Asking of={found} />
      {found.data?.offered.map((topic) => (
        <Checkbox
          key={topic}
          label={t(`news.mail.topics.${topic}`)}
          description={t(`news.mail.what.${topic}`)}
          checked={chosen.includes(topic)}
          onChange={({ currentTarget: { checked } }) =>
            choose(checked ? [...chosen, topic] : chosen.filter((one) => one !== topic))
          }
        />
      ))}
      {unreached && (
        <Anchor component={Link} to="/alamat" size="sm">
          {t('news.mail.noAddress')}
        </Anchor>
      )}
      {wish.error && <ErrorNote error={wish.error} />}
    </Section>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: SESSIONS, queryFn: ownSessions.list });
  const [ending, setEnding] = useState(false);
  const others = (found.data?.length ?? 1) - 1;
  return (
    <Section
      title={t('account.sessions')}
      aside={
        others > 0 && (
          <Button variant="default" size="xs" onClick={() => setEnding(true)}>
            {t('account.endOthers')}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed">
        {t('account.sessionsAbout')}
      </Text>
      <Asking of={found} />
      {found.data && (
        <Paper withBorder component="ul" className="rows">
          {found.data.map((one) => (
            <One key={one.id} one={one} />
          ))}
        </Paper>
      )}
      {ending && (
        <Confirm
          touches={[SESSIONS]}
          title={t('account.endOthersTitle')}
          go={t('account.endOthers')}
          danger
          onGo={ownSessions.endOthers}
          told={t('done.endOthers')}
          onClose={() => setEnding(false)}
        >
          <Text size="sm">{t('account.endOthersWhat', { count: others, sessions: number(others) })}</Text>
        </Confirm>
      )}
    </Section>
  );
}

function One({ one: { id, browser, system, since, lastSeen, current } }: { one: OwnSession }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => ownSessions.end(id),
    onSuccess: () => tell(t('done.endSession')),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  });
  const device =
    browser && system
      ? t('account.device', { browser, system })
      : (browser ?? system ?? t('account.unknownDevice'));
  return (
    <Group component="li" px="md" py="sm" justify="space-between" gap="sm">
      <Stack gap={2}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {device}
          </Text>
          {current && (
            <Badge variant="outline" tt="none" fw={500}>
              {t('account.current')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {t('account.since', { at: instant(since) })} · {t('account.lastSeen', { at: instant(lastSeen) })}
        </Text>
        {end.error && <ErrorNote error={end.error} />}
      </Stack>
      {!current && (
        <Button
          variant="default"
          size="xs"
          aria-label={t('account.endOf', { device })}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t('account.end')}
        </Button>
      )}
    </Group>
  );
}
