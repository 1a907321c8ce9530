import { Alert, Button, Checkbox, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExactAddress, type FoundAddress, suppressions, undecided } from '../api';
import { AddressForm } from '../parts/forms/address-form';
import { Confirm } from '../parts/forms/confirm';
import { Facts } from '../parts/frame/facts';
import { Asking } from '../parts/frame/asking';
import { Page } from '../parts/frame/page';
import Undecided from '../parts/sending/undecided';
import { Reason } from '../parts/forms/reason';
import { Section } from '../parts/frame/section';
import { instant } from '../times';

/** Suppressed addresses: each is looked up by the whole address only. */
export default function Suppressions() {
  const { t } = useTranslation();
  const [shown, setShown] = useState<{ address: ExactAddress; found: FoundAddress } | null>(null);
  const [done, setDone] = useState<'added' | 'lifted' | null>(null);
  const search = useMutation({
    mutationFn: suppressions.search,
    onMutate: () => setDone(null),
    onSuccess: (found, address) => setShown({ address, found }),
  });
  /** The result is outdated then; a second look-up would be recorded as one more. */
  const finish = (what: 'added' | 'lifted'): void => {
    setShown(null);
    setDone(what);
  };
  return (
    <Page title={t('nav.suppressions')} aside={<Text c="dimmed">{t('suppressions.about')}</Text>}>
      <Section title={t('suppressions.find')} term="suppressed">
        <AddressForm
          channels={['email', 'sms', 'telegram']}
          go={t('suppressions.search')}
          pending={search.isPending}
          error={search.error}
          onAddress={(address) => search.mutate(address)}
          onChange={() => setShown(null)}
        />
      </Section>
      {shown && <Found {...shown} onDone={finish} />}
      {done && (
        <Text role="status" fw={600}>
          {t(`suppressions.${done}`)}
        </Text>
      )}
      <TakenOut />
    </Page>
  );
}

/** The addresses that one broadcast took out, as long as nobody has decided on them. */
function TakenOut() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['undecided'], queryFn: undecided });
  return (
    <Section title={t('undecided.title')}>
      <Asking of={found} />
      {found.data && <Text size="sm">{t(found.data.length > 0 ? 'undecided.about' : 'undecided.none')}</Text>}
      {found.data && found.data.length > 0 && <Undecided of={found.data} />}
    </Section>
  );
}

function Found({
  address,
  found,
  onDone,
}: {
  address: ExactAddress;
  found: FoundAddress;
  onDone: (what: 'added' | 'lifted') => void;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'add' | 'lift' | null>(null);
  const { suppression, state, history } = found;
  return (
    <Section title={t('suppressions.found')}>
      <Text role="status" fw={600}>
        {t(suppression ? 'suppressions.suppressed' : 'suppressions.notSuppressed')}
      </Text>
      <Facts
        facts={[
          [t('suppressions.held'), t(`suppressions.states.${state ?? 'none'}`)],
          [t('suppressions.why'), suppression && t(`suppressions.reasons.${suppression.reason}`)],
          [t('suppressions.detail'), suppression?.detail],
          [t('suppressions.since'), suppression && instant(suppression.since)],
        ]}
      />
      {suppression && (
        <Alert color={suppression.lifting === 'refused' ? 'gray' : 'sea'} maw={640}>
          <Text size="sm">{t(`suppressions.lifting.${suppression.lifting}`)}</Text>
        </Alert>
      )}
      <Group>
        {suppression && suppression.lifting !== 'refused' && (
          <Button variant="default" onClick={() => setAsking('lift')}>
            {t('suppressions.lift')}
          </Button>
        )}
        {(suppression === null || suppression.reason === 'left') && (
          <Button variant="default" onClick={() => setAsking('add')}>
            {t('suppressions.add')}
          </Button>
        )}
      </Group>
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {t('suppressions.history')}
        </Text>
        {history.length === 0 ? (
          <Text size="sm">{t('suppressions.noHistory')}</Text>
        ) : (
          <List size="sm">
            {history.map(({ at, actor, act, reason }) => (
              <List.Item key={`${at} ${act}`}>
                {t(`suppressions.acts.${actKey(act)}`, { who: actor ?? 'Siar', at: instant(at) })}
                {reason !== null && ` ${t('suppressions.because', { reason })}`}
              </List.Item>
            ))}
          </List>
        )}
      </Stack>
      {asking === 'lift' && suppression && (
        <LiftDialog
          address={address}
          suppression={suppression}
          onDone={() => onDone('lifted')}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'add' && (
        <AddDialog address={address} onDone={() => onDone('added')} onClose={() => setAsking(null)} />
      )}
    </Section>
  );
}

/** The word key of an act on an address. */
function actKey(act: string) {
  switch (act) {
    case 'suppression.add':
      return 'add';
    case 'suppression.lift':
      return 'lift';
    case 'helpdesk.leave':
      return 'leave';
    case 'contact.join':
      return 'join';
    case 'contact.return':
      return 'return';
    default:
      return 'other';
  }
}

interface DialogProps {
  address: ExactAddress;
  onDone: () => void;
  onClose: () => void;
}

function LiftDialog({
  address,
  suppression: { lifting, mustHaveAsked },
  onDone,
  onClose,
}: DialogProps & { suppression: NonNullable<FoundAddress['suppression']> }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  return (
    <Confirm
      touches={[]}
      title={t('suppressions.liftTitle')}
      go={t('suppressions.lift')}
      danger={lifting === 'writes-again'}
      ready={reason.trim().length >= 3 && (asked || !mustHaveAsked)}
      onGo={async () => {
        await suppressions.lift(address, reason, asked);
        onDone();
      }}
      told={t('done.lift')}
      onClose={onClose}
    >
      <Text size="sm">{t(`suppressions.lifting.${lifting}`)}</Text>
      <Reason label={t('suppressions.reason')} value={reason} onChange={setReason} required />
      {mustHaveAsked && (
        <Checkbox
          label={t('suppressions.ownerAsked')}
          checked={asked}
          onChange={(event) => setAsked(event.currentTarget.checked)}
        />
      )}
    </Confirm>
  );
}

function AddDialog({ address, onDone, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      touches={[]}
      title={t('suppressions.addTitle')}
      go={t('suppressions.add')}
      danger
      ready={reason.trim().length >= 3}
      onGo={async () => {
        await suppressions.add(address, reason);
        onDone();
      }}
      told={t('done.suppress')}
      onClose={onClose}
    >
      <Text size="sm">{t('suppressions.addWhat')}</Text>
      <Reason label={t('suppressions.reason')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}
