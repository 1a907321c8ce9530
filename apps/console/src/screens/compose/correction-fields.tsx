import { Checkbox, Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../api';
import { copiesOf } from '../../parts/sending/account.rules';
import { Section } from '../../parts/frame/section';
import { number } from '../../times';
import { useCounted } from '../broadcast/numbers/counted';
import { useLeftOut } from '../broadcast/numbers/numbers';
import type { FieldsProps } from './compose';
import { faultAt } from './form.rules';

/** The fields of a correction alone: who else gets it, and what happens to the messages already received. */
export function CorrectionFields({ form, change, faults, view }: FieldsProps & { view: Broadcast }) {
  const { t } = useTranslation();
  const { others, unreached, counting } = useCounted(view);
  const leftOut = useLeftOut();
  const { correction } = form;
  if (!correction) return null;
  const { telegram, toThoseWhoLeft } = correction;
  const choose = (part: Partial<typeof correction>): void =>
    change({ correction: { ...correction, ...part } });
  return (
    <Section title={t('correction.title')} term="correction">
      <Text size="sm">{t('correction.what')}</Text>
      {counting && (
        <Text size="sm" role="status">
          {t('numbers.counting')}
        </Text>
      )}
      {leftOut(others).map((sentence) => (
        <Text key={sentence} size="sm" fw={600}>
          {sentence}
        </Text>
      ))}
      {unreached && unreached.people > 0 && (
        <Text size="sm">
          {t('correction.unreached', { addresses: number(copiesOf(unreached)) })}{' '}
          {t('correction.unreachedAsked')}
        </Text>
      )}
      <Checkbox
        label={t('correction.toThoseWhoLeft')}
        description={[
          t('correction.toThoseWhoLeftHelp'),
          ...(others ? [t('correction.left', { people: number(others.left) })] : []),
        ].join(' ')}
        checked={toThoseWhoLeft}
        onChange={(event) => choose({ toThoseWhoLeft: event.currentTarget.checked })}
      />
      {form.channels.includes('telegram') && (
        <Stack gap="sm">
          <Radio.Group
            data-field="correction"
            label={t('correction.telegram')}
            description={t('correction.telegramHelp')}
            value={telegram.original}
            onChange={(value) => {
              const original = value === 'edit' || value === 'delete' ? value : 'leave';
              // When the old message stays unchanged, a new one is required.
              choose({ telegram: { original, message: telegram.message || original === 'leave' } });
            }}
            error={faultAt(faults, 'correction.telegram')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="leave" label={t('correction.leave')} />
              <Radio value="edit" label={t('correction.edit')} description={t('correction.editHelp')} />
              <Radio value="delete" label={t('correction.delete')} description={t('correction.deleteHelp')} />
            </Stack>
          </Radio.Group>
          <Checkbox
            label={t('correction.message')}
            description={t('correction.messageHelp')}
            checked={telegram.message}
            disabled={telegram.original === 'leave'}
            onChange={(event) => choose({ telegram: { ...telegram, message: event.currentTarget.checked } })}
          />
        </Stack>
      )}
    </Section>
  );
}
