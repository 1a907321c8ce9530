import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataRequest, dataRequests } from '../../api';
import { ApiError } from '../../http';
import { Confirm } from '../../parts/forms/confirm';
import { Section } from '../../parts/frame/section';
import { faultAt } from '../compose/form.rules';
import { touched } from './deeds';

type Outcome = DataRequest['outcomes'][number];

/** The outcome to record, and the person in question as they were when the officer was asked. */
export interface AskedClosing {
  outcome: Outcome;
  contactId: string | null;
}

/** Records the outcome. Offers only outcomes that were carried out. */
export function CloseForm({
  request: { outcomes, person, done },
  onAsk,
}: {
  request: DataRequest;
  onAsk: (asked: AskedClosing) => void;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState('');
  const outcome = outcomes.find((one) => one === chosen) ?? outcomes[0];
  return (
    <Section title={t('dataRequests.closing')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (outcome) onAsk({ outcome, contactId: person?.id ?? null });
        }}
      >
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('dataRequests.outcome')}
            description={t('dataRequests.outcomeHelp')}
            data={outcomes.map((value) => ({ value, label: t(`dataRequests.outcomes.${value}`) }))}
            value={outcome ?? ''}
            onChange={(event) => setChosen(event.currentTarget.value)}
            style={{ flex: '0 1 24rem' }}
          />
          <Button type="submit" variant="default">
            {t('dataRequests.close')}
          </Button>
        </Group>
      </form>
      {person && done.length === 0 && <Text size="sm">{t('dataRequests.notNothing')}</Text>}
    </Section>
  );
}

/** Asks before the request is closed for good. Outside the form, which disappears once a colleague closes it. */
export function CloseDialog({
  id,
  asked: { outcome, contactId },
  onClose,
}: {
  id: string;
  asked: AskedClosing;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>(null);
  const refused = outcome === 'refused';
  return (
    <Confirm
      touches={touched(id)}
      title={t('dataRequests.closeTitle', { outcome: t(`dataRequests.outcomes.${outcome}`) })}
      go={t('dataRequests.close')}
      fields={refused ? ['reason'] : []}
      ready={!refused || reason.trim() !== ''}
      onGo={async () => {
        try {
          await dataRequests.close(id, { outcome, contactId, ...(refused && { reason }) });
        } catch (failed) {
          setError(failed);
          throw failed;
        }
      }}
      told={t('done.closeRequest')}
      onClose={onClose}
    >
      <Text size="sm">{t('dataRequests.closeWhat')}</Text>
      {refused && (
        <TextInput
          label={t('dataRequests.ground')}
          description={t('dataRequests.groundHelp')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={error instanceof ApiError ? faultAt(error.faults, 'reason') : null}
          maxLength={500}
          autoComplete="off"
          required
          data-autofocus
        />
      )}
    </Confirm>
  );
}
