import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallersAddress, helpdesk, home, type Verified } from '../../api';
import { ApiError } from '../../http';
import { AddressForm } from '../../parts/forms/address-form';
import { Confirm } from '../../parts/forms/confirm';
import { ErrorNote } from '../../parts/frame/error-note';
import { OwnRoles } from '../../parts/frame/own-roles';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { ByText } from './by-text';
import { correctionWords, fallen, headlineOf } from './heard.rules';
import { instant } from '../../times';
import { ReadOut } from './read-out';

/** For callers without a browser: verifies their code and unsubscribes them. */
export default function Helpdesk() {
  const { t } = useTranslation();
  // Another code means another caller: the previous caller's text is not theirs.
  const [caller, setCaller] = useState('');
  // The first screen of the help desk.
  const own = useQuery({ queryKey: ['home'], queryFn: home });
  return (
    <Page title={t('nav.helpdesk')} aside={<Text c="dimmed">{t('helpdesk.about')}</Text>}>
      <OwnRoles appointment={own.data?.appointment} />
      <ByCode onCode={setCaller} />
      <ByText key={`text ${caller}`} />
      <ByAddress key={`address ${caller}`} />
    </Page>
  );
}

function ByCode({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const verify = useMutation({ mutationFn: helpdesk.verify });
  const unknown = verify.error instanceof ApiError && verify.error.status === 404;
  return (
    <Section title={t('helpdesk.verify')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          verify.mutate(code);
          onCode(code);
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('helpdesk.code')}
            description={t('helpdesk.codeHelp')}
            value={code}
            onChange={(event) => {
              setCode(event.currentTarget.value);
              verify.reset();
            }}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            maxLength={200}
            style={{ flex: '1 1 16rem' }}
          />
          <Button type="submit" loading={verify.isPending}>
            {t('helpdesk.check')}
          </Button>
        </Group>
      </form>
      {unknown && (
        <Alert color="orange" role="alert" title={t('helpdesk.unknown')} maw={640}>
          <Text size="sm">{t('helpdesk.unknownHelp')}</Text>
        </Alert>
      )}
      {verify.error && !unknown && <ErrorNote error={verify.error} />}
      {verify.data && <Shown code={code} verified={verify.data} />}
    </Section>
  );
}

function Shown({
  code,
  verified: { record, inForce, inPlace: place, copy },
}: {
  code: string;
  verified: Verified;
}) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState(false);
  const [left, setLeft] = useState(false);
  const { standing, expiredAt, correctedBy, corrects } = record;
  const at = expiredAt === null ? '' : instant(expiredAt);
  const subscribed = copy?.subscribed === true && !left;
  return (
    <Stack>
      <Alert
        color={fallen(standing) ? 'red' : standing === 'unsent' ? 'orange' : 'green'}
        role="status"
        title={t(`helpdesk.standings.${headlineOf(standing, place)}`)}
        maw={640}
      >
        <Text size="sm">
          {place
            ? t(`helpdesk.inPlace.${place}`, { code: inForce?.publicCode ?? '' })
            : t(`helpdesk.tell.${standing}`, { at })}
        </Text>
        {correctedBy !== null && <Text size="sm">{t(correctionWords(standing), { code: correctedBy })}</Text>}
        {corrects !== null && <Text size="sm">{t('helpdesk.corrects', { code: corrects })}</Text>}
      </Alert>
      {copy && <Text size="sm">{t('helpdesk.ofCopy', { code: record.publicCode })}</Text>}
      <ReadOut record={record} inForce={inForce} channel={copy?.channel ?? null} />
      {copy && (
        <Group gap="sm">
          <Text size="sm" role="status">
            {t(subscribed ? 'helpdesk.copy' : 'helpdesk.copyLeft', { to: copy.to })}{' '}
            {subscribed && copy.restricted && t('helpdesk.restricted')}
          </Text>
          {subscribed && (
            <Button variant="default" size="xs" onClick={() => setLeaving(true)}>
              {t('helpdesk.leave')}
            </Button>
          )}
        </Group>
      )}
      {leaving && copy && (
        <LeaveDialog
          what={t('helpdesk.leaveCopy', { to: copy.to })}
          onGo={async () => {
            await helpdesk.leaveByCode(code);
            setLeft(true);
          }}
          onClose={() => setLeaving(false)}
        />
      )}
    </Stack>
  );
}

function ByAddress() {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<CallersAddress | null>(null);
  const [left, setLeft] = useState(false);
  const find = useMutation({ mutationFn: helpdesk.find, onMutate: () => setLeft(false) });
  const reset = (): void => {
    find.reset();
    setLeft(false);
  };
  return (
    <Section title={t('helpdesk.byAddress')}>
      <Text size="sm">{t('helpdesk.byAddressHelp')}</Text>
      <AddressForm
        channels={['sms', 'email']}
        go={t('helpdesk.find')}
        pending={find.isPending}
        error={find.error}
        onAddress={(address) => find.mutate(address)}
        onChange={reset}
      />
      {find.data && (
        <Group gap="sm">
          <Text size="sm" role="status">
            {t(
              left
                ? 'helpdesk.left'
                : find.data.subscribed
                  ? 'helpdesk.subscribed'
                  : 'helpdesk.notSubscribed',
            )}{' '}
            {!left && find.data.subscribed && find.data.restricted && t('helpdesk.restricted')}
          </Text>
          {!left && (
            <Button variant="default" size="xs" onClick={() => setLeaving(find.variables)}>
              {t(find.data.subscribed ? 'helpdesk.leave' : 'helpdesk.keepAway')}
            </Button>
          )}
        </Group>
      )}
      {leaving && (
        <LeaveDialog
          keepAway={find.data?.subscribed === false}
          what={t(find.data?.subscribed === false ? 'helpdesk.keepAwayWhat' : 'helpdesk.leaveAddress', {
            channel: t(`channels.${leaving.channel}`),
          })}
          onGo={async () => {
            await helpdesk.leaveByAddress(leaving);
            setLeft(true);
          }}
          onClose={() => setLeaving(null)}
        />
      )}
    </Section>
  );
}

/** @param keepAway whether the address is not subscribed: it is only kept out of later imports */
function LeaveDialog({
  what,
  keepAway = false,
  onGo,
  onClose,
}: {
  what: string;
  keepAway?: boolean;
  onGo: () => Promise<void>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Confirm
      touches={[]}
      title={t(keepAway ? 'helpdesk.keepAwayTitle' : 'helpdesk.leaveTitle')}
      go={t(keepAway ? 'helpdesk.keepAway' : 'helpdesk.leave')}
      danger
      onGo={onGo}
      onClose={onClose}
    >
      <Text size="sm">{what}</Text>
      {!keepAway && <Text size="sm">{t('helpdesk.leaveWhat')}</Text>}
    </Confirm>
  );
}
