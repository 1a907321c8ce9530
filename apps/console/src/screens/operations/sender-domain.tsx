import {
  Alert,
  Anchor,
  Badge,
  Button,
  Code,
  CopyButton,
  Group,
  Loader,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operations, type SenderCheck, type SenderDomainView, type SenderRecord } from '../../api';
import { ErrorNote } from '../../parts/frame/error-note';
import { Facts } from '../../parts/frame/facts';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { exactInstant } from '../../times';

/** The weightiest first, as they are counted. */
const STATES = ['wrong', 'attention', 'unknown', 'good'] as const;
const COLOUR = { wrong: 'red.8', attention: 'orange.7', unknown: 'gray.7', good: 'green.8' } as const;
/** A string of a TXT record holds no more bytes. */
const STRING_LIMIT = 255;

/** What the DNS has about the domains that e-mail is sent from, what is wrong with it, and what would be right. */
export default function SenderDomain() {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['sender-domain'],
    queryFn: operations.senderDomain,
    // Each look asks servers of others: only a person asks again.
    staleTime: Infinity,
    refetchOnReconnect: false,
    retry: false,
  });
  const { data: view, isFetching } = found;
  return (
    <Page
      title={t('senderDomain.title')}
      aside={
        <>
          <Anchor component={Link} to="/operasi" underline="always" size="sm">
            {t('senderDomain.back')}
          </Anchor>
          <Text c="dimmed" maw={720}>
            {t('senderDomain.about')}
          </Text>
        </>
      }
      actions={
        view?.skipped === null && (
          <Button variant="default" loading={isFetching} onClick={() => void found.refetch()}>
            {t('senderDomain.again')}
          </Button>
        )
      }
    >
      <div role="status">
        {isFetching ? (
          <Group gap="sm" wrap="nowrap">
            <Loader size="sm" aria-hidden />
            <Text size="sm">{t('senderDomain.checking')}</Text>
          </Group>
        ) : (
          view?.skipped === null && <Summary of={view} />
        )}
      </div>
      {found.isError && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      {view && <Found of={view} />}
    </Page>
  );
}

function Summary({ of: { checkedAt, checks } }: { of: SenderDomainView }) {
  const { t } = useTranslation();
  const counts = STATES.map(
    (state) => [state, checks.filter((check) => check.state === state).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([state, count]) => t(`senderDomain.counts.${state}`, { count }))
    .join(', ');
  return (
    <>
      <Text fw={600}>{t('senderDomain.summary', { at: exactInstant(checkedAt), counts })}</Text>
      <Text size="sm" c="dimmed">
        {t('senderDomain.atMost')}
      </Text>
    </>
  );
}

function Found({ of: { skipped, from, bounceDomain, relays, checks } }: { of: SenderDomainView }) {
  const { t } = useTranslation();
  // What needs somebody is on top; beside that, the order of the API.
  const byWeight = STATES.flatMap((state) => checks.filter((check) => check.state === state));
  if (skipped !== null)
    return (
      <Alert color="sea" title={t(`senderDomain.skipped.${skipped}.title`)} maw={720}>
        <Text size="sm">{t(`senderDomain.skipped.${skipped}.what`)}</Text>
      </Alert>
    );
  return (
    <>
      <Facts
        facts={[
          [t('senderDomain.from'), from],
          [t('senderDomain.bounceDomain'), t('senderDomain.bounceHelp', { domain: bounceDomain })],
          [t('senderDomain.relays'), relays.map(({ host }) => host).join(', ')],
        ]}
      />
      {byWeight.map((check) => (
        <Check key={`${check.kind} ${check.of} ${check.name}`} of={check} />
      ))}
    </>
  );
}

function Check({ of: { kind, of, name, state, findings, found, right } }: { of: SenderCheck }) {
  const { t } = useTranslation();
  const what =
    kind === 'spf'
      ? t(`senderDomain.kinds.spf.${of === 'from' ? 'from' : 'bounces'}`)
      : t(`senderDomain.kinds.${kind}.what`);
  return (
    <Section
      title={`${t(`senderDomain.kinds.${kind}.name`)} · ${name}`}
      aside={
        <Badge variant="dot" color={COLOUR[state]} tt="none" fw={600} size="lg">
          {t(`senderDomain.states.${state}`)}
        </Badge>
      }
    >
      <Text size="sm" c="dimmed">
        {what}
      </Text>
      <Stack gap={6} maw={860} style={{ overflowWrap: 'anywhere' }}>
        {findings.map(({ code, level, params }) => (
          <Text key={`${code} ${Object.values(params).join(' ')}`} size="sm">
            {level !== 'remark' && <strong>{t(`senderDomain.levels.${level}`)} </strong>}
            {t(`senderDomain.findings.${code}`, params)}
          </Text>
        ))}
      </Stack>
      {found.length > 0 && <Records title={t('senderDomain.found')} of={found} />}
      {right.length > 0 && <Records title={t('senderDomain.right')} of={right} copied />}
    </Section>
  );
}

/** Records one below the other. @param copied whether name and value have a button that copies them */
function Records({
  title,
  of,
  copied = false,
}: {
  title: string;
  of: readonly SenderRecord[];
  copied?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      {of.map(({ type, name, value }) => (
        <Stack key={`${type} ${name} ${value}`} gap={4}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {type === 'file' ? t('senderDomain.file') : t('senderDomain.record', { type })}{' '}
            <Code>{name}</Code>
          </Text>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {value}
          </Code>
          {copied && (
            <Group gap="xs">
              <Copy value={name} label={t('senderDomain.copyName')} of={`${type} ${name}`} />
              <Copy value={value} label={t('senderDomain.copyValue')} of={`${type} ${name}`} />
            </Group>
          )}
          {copied && type === 'TXT' && value.length > STRING_LIMIT && (
            <Text size="sm" c="dimmed">
              {t('senderDomain.long')}
            </Text>
          )}
        </Stack>
      ))}
    </Stack>
  );
}

function Copy({ value, label, of }: { value: string; label: string; of: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="compact-sm"
          onClick={copy}
          aria-label={`${copied ? t('actions.copied') : label}: ${of}`}
        >
          {copied ? t('actions.copied') : label}
        </Button>
      )}
    </CopyButton>
  );
}
