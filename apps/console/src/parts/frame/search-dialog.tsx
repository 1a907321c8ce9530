import { Combobox, Group, Stack, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { broadcasts } from '../../api';
import { CompanionBadge, KindBadge, StateBadge } from '../broadcasts/badges';
import { ChainLines, CorrectedBadge, DoubtedBadge } from '../broadcasts/chain';
import { Dialog } from '../forms/dialog';
import { ErrorNote } from './error-note';
import { lastWords } from '../broadcasts/last-words';

/** Number of results shown; one more letter narrows them. */
const OFFERED = 8;

/** Finds a broadcast by its title, number or verification code: arrows choose, Enter opens. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [wanted] = useDebouncedValue(typed.trim(), 150);
  // The list is always open: Escape, which would close it, closes the dialog.
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const found = useQuery({
    queryKey: ['broadcasts', 'search', wanted],
    queryFn: () => broadcasts.page({ state: null, q: wanted }, null, OFFERED),
    placeholderData: keepPreviousData,
  });
  const offered = found.data?.broadcasts ?? [];
  const { selectFirstOption } = combobox;
  useEffect(() => {
    if (found.data) selectFirstOption();
  }, [found.data, selectFirstOption]);
  return (
    <Dialog
      title={t('search.title')}
      onClose={onClose}
      size="lg"
      closeOnClickOutside
      yOffset="10vh"
      centered={false}
    >
      <Combobox
        store={combobox}
        onOptionSubmit={(id) => {
          onClose();
          void navigate(`/siaran/${id}`);
        }}
      >
        <Stack gap="sm">
          <Combobox.EventsTarget>
            <TextInput
              type="search"
              label={t('list.search')}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              data-autofocus
              autoComplete="off"
              spellCheck={false}
            />
          </Combobox.EventsTarget>
          {found.error && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
          <Combobox.Options aria-label={t('nav.broadcasts')}>
            {offered.map(
              ({
                id,
                title,
                kind,
                state,
                hindrance,
                begun,
                doubted,
                reads,
                organisation,
                updatedAt,
                approvedAt,
                chain,
              }) => (
                <Combobox.Option value={id} key={id} className="found">
                  <Group justify="space-between" gap="xs" wrap="nowrap">
                    <Stack gap={0} miw={0}>
                      <Group gap="xs">
                        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                          {title}
                        </Text>
                        <KindBadge kind={kind} />
                        {chain?.completes && <CompanionBadge />}
                        <CorrectedBadge chain={chain} />
                        <DoubtedBadge of={{ doubted, reads, chain }} />
                      </Group>
                      <ChainLines chain={chain} plain />
                      <Text size="xs" c="dimmed">
                        {organisation} · {lastWords(t, { state, approvedAt, updatedAt })}
                      </Text>
                    </Stack>
                    <StateBadge state={state} hindrance={hindrance} begun={begun} />
                  </Group>
                </Combobox.Option>
              ),
            )}
          </Combobox.Options>
          <Text size="sm" c="dimmed" role="status">
            {found.isPending
              ? t('loading')
              : offered.length === 0
                ? t('list.nothingFound')
                : t(found.data?.after ? 'search.more' : 'search.found', { count: offered.length })}
          </Text>
        </Stack>
      </Combobox>
    </Dialog>
  );
}
