import IconCheck from '@tabler/icons-react/icons/IconCheck';
import { Anchor, Button, Checkbox, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type SavedFilter, savedFilters } from '../../api';
import { Dialog } from '../../parts/forms/dialog';
import { ErrorNote } from '../../parts/frame/error-note';
import { usePerson } from '../../session';
import { takeDeviceFilters } from './kept-on-device';

const KEY = ['saved-filters'];

/** The filters that the person saved, and those that colleagues share. */
function useSaved(): SavedFilter[] {
  const { personId } = usePerson();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: KEY, queryFn: savedFilters.list });
  const known = data !== undefined;
  useEffect(() => {
    if (!known) return;
    void takeDeviceFilters(personId, savedFilters.save).then((taken) =>
      taken > 0 ? client.invalidateQueries({ queryKey: KEY }) : undefined,
    );
  }, [known, personId, client]);
  return data ?? [];
}

/** Saved filters, one press away, and the dialog that saves what is shown now. */
export function Saved({ query }: { query: string }) {
  const { t } = useTranslation();
  const saved = useSaved();
  const [open, setOpen] = useState(false);
  return (
    <>
      {saved.map((one) => (
        <Button
          key={one.id}
          component={Link}
          to={`/siaran?${one.query}`}
          variant={one.query === query ? 'filled' : 'default'}
          leftSection={one.query === query ? <IconCheck size={14} aria-hidden /> : null}
          size="compact-sm"
          aria-current={one.query === query ? 'true' : undefined}
          title={one.by === null ? undefined : t('list.sharedBy', { by: one.by })}
        >
          {one.name}
        </Button>
      ))}
      {(query !== '' || saved.length > 0) && (
        <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
          {query !== '' && saved.every((one) => one.query !== query) ? t('list.save') : t('list.saved')}
        </Button>
      )}
      {open && <SaveDialog query={query} saved={saved} onClose={() => setOpen(false)} />}
    </>
  );
}

function SaveDialog({
  query,
  saved,
  onClose,
}: {
  query: string;
  saved: readonly SavedFilter[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const given = name.trim();
  const replaces = saved.some((one) => one.by === null && one.name === given);
  const again = () => client.invalidateQueries({ queryKey: KEY });
  const save = useMutation({
    mutationFn: () => savedFilters.save({ name: given, query, shared }),
    onSuccess: async () => {
      await again();
      onClose();
    },
  });
  const remove = useMutation({ mutationFn: savedFilters.remove, onSettled: again });
  const failed = save.error ?? remove.error;
  return (
    <Dialog title={t('list.saved')} onClose={onClose}>
      <Stack>
        {query !== '' && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (given !== '') save.mutate();
            }}
          >
            <Stack gap="xs">
              <Group align="flex-end" gap="sm">
                <TextInput
                  label={t('list.saveAs')}
                  value={name}
                  maxLength={60}
                  onChange={({ currentTarget: { value } }) => setName(value)}
                  style={{ flex: 1 }}
                />
                <Button type="submit" disabled={given === ''} loading={save.isPending}>
                  {t(replaces ? 'list.saveOver' : 'list.saveGo')}
                </Button>
              </Group>
              <Checkbox
                label={t('list.share')}
                checked={shared}
                onChange={({ currentTarget: { checked } }) => setShared(checked)}
              />
            </Stack>
          </form>
        )}
        {failed && <ErrorNote error={failed} />}
        {saved.length > 0 && (
          <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {saved.map((one) => (
              <Group component="li" key={one.id} justify="space-between" wrap="nowrap">
                <div>
                  <Anchor
                    component={Link}
                    to={`/siaran?${one.query}`}
                    onClick={onClose}
                    style={{ overflowWrap: 'anywhere' }}
                  >
                    {one.name}
                  </Anchor>
                  {(one.by !== null || one.shared) && (
                    <Text size="xs" c="dimmed">
                      {one.by === null ? t('list.shared') : t('list.sharedBy', { by: one.by })}
                    </Text>
                  )}
                </div>
                {one.by === null && (
                  <CloseButton
                    aria-label={t('list.forgetSaved', { name: one.name })}
                    disabled={remove.isPending}
                    onClick={() => remove.mutate(one.id)}
                  />
                )}
              </Group>
            ))}
          </Stack>
        )}
        <Text size="sm" c="dimmed">
          {t('list.savedHelp')}
        </Text>
      </Stack>
    </Dialog>
  );
}
