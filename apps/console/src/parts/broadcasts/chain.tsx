import { Alert, Anchor, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Broadcast, Chain, ChainLink } from '../../api';
import { useRoles } from '../../session';
import { instant } from '../../times';
import { stateWords } from './badges';
import { bandWords, besides, correctedOf, pendingIn, since, takenBackIn, unsettledBy } from './chain.rules';

export { CorrectedBadge, DoubtedBadge } from './content-badges';

/** The original and the corrections of a broadcast, above its content. Renders nothing outside a chain. */
export function ChainBand({
  broadcast,
}: {
  broadcast: Pick<Broadcast, 'chain' | 'doubt' | 'reads' | 'submission'>;
}) {
  const { chain } = broadcast;
  if (!chain) return null;
  return (
    <>
      <CorrectedBand broadcast={{ ...broadcast, chain }} />
      <CorrectsBand chain={chain} />
    </>
  );
}

function CorrectedBand({
  broadcast,
}: {
  broadcast: Pick<Broadcast, 'doubt' | 'reads' | 'submission'> & { chain: Chain };
}) {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const { chain, reads } = broadcast;
  const corrected = correctedOf(chain);
  const words = bandWords({ ...broadcast, approved: broadcast.submission?.decision === 'approved' });
  if (corrected === 'no' || words === null) return null;
  const { correctedBy } = chain;
  const rest = besides(chain);
  // KPU approved a correction that was taken back: a new one that is pending does not make its text hold again.
  const wrong = takenBackIn(chain) !== undefined;
  const { inCompanion } = chain;
  const colour = { yes: 'red', in_review: 'orange', draft: 'yellow', stopped: 'red', 'taken-back': 'gray' }[
    corrected
  ];
  return (
    <Alert
      color={wrong ? 'red' : colour}
      role="note"
      title={t(`chain.title.${inCompanion ? 'inCompanion' : wrong ? 'stopped' : corrected}`)}
    >
      <Stack gap={6}>
        {correctedBy && (
          <Text size="sm" fw={600}>
            {t('chain.by')} <LinkTo link={correctedBy} />
          </Text>
        )}
        {correctedBy?.doubtedAt && (
          <Text size="sm" fw={600}>
            {t('chain.doubted', { when: instant(correctedBy.doubtedAt) })}
          </Text>
        )}
        <Text size="sm">{t(words)}</Text>
        {/* Where the next one is written: only an author can open a draft of it. */}
        {words === 'chain.next.from' && writes && <Text size="sm">{t('chain.next.open')}</Text>}
        {wrong && reads === 'wrong' && <Text size="sm">{t('citizensRead.wrong')}</Text>}
        {rest.length > 0 && (
          <Links title={correctedBy ? t('chain.besides') : t('chain.corrections')} of={rest} />
        )}
      </Stack>
    </Alert>
  );
}

function CorrectsBand({ chain: { corrects, companions } }: { chain: Chain }) {
  const { t } = useTranslation();
  const [nearest, ...before] = corrects;
  if (!nearest) return null;
  return (
    <Alert color="sea" role="note" title={t('chain.isCorrection')}>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('chain.corrects')} <LinkTo link={nearest} />
        </Text>
        {before.length > 0 && <Links title={t('chain.before')} of={before} />}
        {companions.length > 0 && <Links title={t('chain.companions')} of={companions} />}
      </Stack>
    </Alert>
  );
}

function Links({ title, of }: { title: string; of: readonly ChainLink[] }) {
  return (
    <div>
      <Text size="sm">{title}</Text>
      <ChainLinks of={of} />
    </div>
  );
}

/** Broadcasts of a chain, a line for each. @param plain without links */
export function ChainLinks({ of, plain = false }: { of: readonly ChainLink[]; plain?: boolean }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
      {of.map((link) => (
        <Text component="li" size="sm" key={link.publicCode}>
          <LinkTo link={link} plain={plain} />
        </Text>
      ))}
    </ul>
  );
}

/** A broadcast's title (a link where it may be opened), its state, and since when it is in it. */
export function LinkTo({
  link,
  plain = false,
  brief = false,
}: {
  link: ChainLink;
  plain?: boolean;
  /** Without when it was approved or changed, for a list. */
  brief?: boolean;
}) {
  const { t } = useTranslation();
  const { id, title, publicCode, state, begun, hindrance } = link;
  const name = title ?? t('chain.other', { code: publicCode });
  return (
    <>
      {id === null || plain ? (
        <span style={{ overflowWrap: 'anywhere' }}>{name}</span>
      ) : (
        <Anchor
          component={Link}
          to={`/siaran/${id}`}
          underline="always"
          fz="inherit"
          fw="inherit"
          style={{ overflowWrap: 'anywhere' }}
        >
          {name}
        </Anchor>
      )}
      {' · '}
      {stateWords(t, { state, begun, hindrance })}
      {!brief &&
        ` · ${t(link.approvedAt ? 'chain.approvedAt' : 'chain.changedAt', { when: instant(since(link)) })}`}
    </>
  );
}

/** Above a corrected text: the text that is valid instead. Renders nothing above a text that is valid itself. */
export function CorrectedText({ chain }: { chain: Chain | null }) {
  const { t } = useTranslation();
  if (!chain?.correctedBy) return null;
  return (
    <Text size="sm" fw={600} c="red.9">
      {t(unsettledBy(chain) ? 'chain.wrongUnsettled' : 'chain.wrongText')} <LinkTo link={chain.correctedBy} />
    </Text>
  );
}

/**
 * The same in a list, in a line for each end.
 * @param plain without links, where the whole line is one
 */
export function ChainLines({
  chain,
  plain = false,
  brief = false,
}: {
  chain: Chain | null;
  plain?: boolean;
  brief?: boolean;
}) {
  const { t } = useTranslation();
  if (!chain) return null;
  const [nearest] = chain.corrects;
  const pending = chain.correctedBy ? undefined : pendingIn(chain);
  const takenBack = takenBackIn(chain);
  const line = (key: string, words: string, link: ChainLink): ReactNode => (
    <Text key={key} size={plain || brief ? 'xs' : 'sm'} fw={key === 'by' ? 600 : undefined}>
      {words} <LinkTo link={link} plain={plain} brief={brief} />
    </Text>
  );
  return (
    <>
      {chain.correctedBy && line('by', t('chain.by'), chain.correctedBy)}
      {takenBack && line('by', t(chain.inCompanion ? 'chain.takenBackHeld' : 'chain.takenBack'), takenBack)}
      {pending && line('pending', t('chain.pending'), pending)}
      {nearest && line('corrects', t('chain.corrects'), nearest)}
      {chain.completes && line('completes', t('chain.completes'), chain.completes)}
    </>
  );
}

/** The correction of a companion, which takes its text to people who received nothing. @param plain without a link */
export function CompletesLine({ link, plain = false }: { link: ChainLink; plain?: boolean }) {
  const { t } = useTranslation();
  return (
    <Text size="sm">
      {t('chain.completes')} <LinkTo link={link} plain={plain} />
    </Text>
  );
}
