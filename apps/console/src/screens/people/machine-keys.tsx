import {
  Alert,
  Button,
  Checkbox,
  Code,
  CopyButton,
  Group,
  Paper,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MachineKey, machineKeys, type MachineScope } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { Asking } from '../../parts/frame/asking';
import { Section } from '../../parts/frame/section';
import { instant, listed } from '../../times';

const KEYS = ['machine-keys'];
const SCOPES: readonly MachineScope[] = ['reports', 'counts'];

/** The keys of programs that read the reports of the offices that this admin manages. */
export function MachineKeys() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: KEYS, queryFn: machineKeys.list });
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<MachineKey | null>(null);
  return (
    <Section
      title={t('machineKeys.title')}
      aside={
        <Button variant="default" size="xs" onClick={() => setMaking(true)}>
          {t('machineKeys.make')}
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        {t('machineKeys.about')}
      </Text>
      <Asking of={found} />
      {found.data?.length === 0 && <Text size="sm">{t('machineKeys.none')}</Text>}
      {found.data && found.data.length > 0 && (
        <Paper withBorder component="ul" className="rows">
          {found.data.map((one) => (
            <One key={one.id} one={one} onRevoke={() => setRevoking(one)} />
          ))}
        </Paper>
      )}
      {making && <MakeDialog onClose={() => setMaking(false)} />}
      {revoking && (
        <Confirm
          touches={[KEYS]}
          title={t('machineKeys.revokeTitle', { name: revoking.name })}
          go={t('machineKeys.revoke')}
          danger
          onGo={() => machineKeys.revoke(revoking.id)}
          told={t('machineKeys.revoked')}
          onClose={() => setRevoking(null)}
        >
          <Text size="sm">{t('machineKeys.revokeWhat')}</Text>
        </Confirm>
      )}
    </Section>
  );
}

function One({ one, onRevoke }: { one: MachineKey; onRevoke: () => void }) {
  const { t } = useTranslation();
  const { name, scopes, organisation, madeBy, madeAt, expiresAt, revokedAt, lastUsedAt } = one;
  const isOver = new Date(expiresAt) <= new Date();
  const standing = revokedAt
    ? t('machineKeys.revokedAt', { at: instant(revokedAt) })
    : t(isOver ? 'machineKeys.expired' : 'machineKeys.until', { at: instant(expiresAt) });
  const used = lastUsedAt ? t('machineKeys.used', { at: instant(lastUsedAt) }) : t('machineKeys.unused');
  return (
    <Group component="li" px="md" py="sm" justify="space-between" gap="sm" wrap="nowrap">
      <Stack gap={0} style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm">
          {organisation.name} · {listed(scopes.map((scope) => t(`machineKeys.scopeNames.${scope}`)))}
        </Text>
        <Text size="xs" c="dimmed">
          {standing} · {used} · {t('machineKeys.madeBy', { name: madeBy.name, at: instant(madeAt) })}
        </Text>
      </Stack>
      {!revokedAt && !isOver && (
        <Button
          variant="default"
          size="xs"
          aria-label={t('machineKeys.revokeNamed', { name })}
          onClick={onRevoke}
          style={{ flexShrink: 0 }}
        >
          {t('machineKeys.revoke')}
        </Button>
      )}
    </Group>
  );
}

/** Makes a key, which is shown here and never again. */
function MakeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState('90');
  const [pressed, setPressed] = useState(false);
  const lacks = (value: boolean): string | null => (pressed && value ? t('machineKeys.missing') : null);
  return (
    <Confirm
      touches={[KEYS]}
      title={t('machineKeys.make')}
      go={t('machineKeys.makeGo')}
      check={() => {
        setPressed(true);
        return name.trim() !== '' && scopes.length > 0;
      }}
      onGo={() =>
        machineKeys.make({
          name: name.trim(),
          scopes: SCOPES.filter((scope) => scopes.includes(scope)),
          days: Number(days),
        })
      }
      onClose={onClose}
      expressly
      account={({ key }) => (
        <Stack>
          <Text size="sm" fw={500}>
            {t('machineKeys.key')}
          </Text>
          <Code block className="digest">
            {key}
          </Code>
          <Group>
            <CopyButton value={key}>
              {({ copied, copy }) => (
                <Button variant="default" size="xs" onClick={copy}>
                  {copied ? t('actions.copied') : t('machineKeys.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
          <Alert color="yellow" variant="light">
            {t('machineKeys.once')}
          </Alert>
        </Stack>
      )}
    >
      <TextInput
        label={t('machineKeys.name')}
        description={t('machineKeys.nameHelp')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={lacks(name.trim() === '')}
        maxLength={100}
        required
        data-autofocus
      />
      <Checkbox.Group
        label={t('machineKeys.scopes')}
        value={scopes}
        onChange={setScopes}
        error={lacks(scopes.length === 0)}
      >
        <Stack gap="xs" mt={4}>
          {SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope} label={t(`machineKeys.scopeNames.${scope}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Select
        label={t('machineKeys.days')}
        data={[
          { value: '30', label: t('machineKeys.oneMonth') },
          { value: '90', label: t('machineKeys.quarter') },
          { value: '365', label: t('machineKeys.year') },
        ]}
        value={days}
        onChange={(next) => next !== null && setDays(next)}
        allowDeselect={false}
      />
    </Confirm>
  );
}
