import IconCheck from '@tabler/icons-react/icons/IconCheck';
import { Anchor, Button, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Dialog } from '../../parts/forms/dialog';
import { usePerson } from '../../session';
import { type SavedFilter, saveFilters, savedFilters } from './kept-on-device';

/** The person's saved filters, one press away, and the dialog that saves what is shown now. */
export function Saved({ query }: { query: string }) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const [saved, setSaved] = useState(() => savedFilters(personId));
  const [open, setOpen] = useState(false);
  const put = (next: SavedFilter[]): void => {
    saveFilters(personId, next);
    setSaved(next);
  };
  return (
    <>
      {saved.map((one) => (
        <Button
          key={one.name}
          component={Link}
          to={`/siaran?${one.query}`}
          variant={one.query === query ? 'filled' : 'default'}
          leftSection={one.query === query ? <IconCheck size={14} aria-hidden /> : null}
          size="compact-sm"
          aria-current={one.query === query ? 'true' : undefined}
        >
          {one.name}
        </Button>
      ))}
      {(query !== '' || saved.length > 0) && (
        <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
          {query !== '' && saved.every((one) => one.query !== query) ? t('list.save') : t('list.saved')}
        </Button>
      )}
      {open && <SaveDialog query={query} saved={saved} onPut={put} onClose={() => setOpen(false)} />}
    </>
  );
}

function SaveDialog({
  query,
  saved,
  onPut,
  onClose,
}: {
  query: string;
  saved: readonly SavedFilter[];
  onPut: (next: SavedFilter[]) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const given = name.trim();
  return (
    <Dialog title={t('list.saved')} onClose={onClose}>
      <Stack>
        {query !== '' && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (given === '') return;
              onPut([...saved.filter((one) => one.name !== given), { name: given, query }]);
              onClose();
            }}
          >
            <Group align="flex-end" gap="sm">
              <TextInput
                label={t('list.saveAs')}
                value={name}
                maxLength={60}
                onChange={({ currentTarget: { value } }) => setName(value)}
                style={{ flex: 1 }}
              />
              <Button type="submit" disabled={given === ''}>
                {t('list.saveGo')}
              </Button>
            </Group>
          </form>
        )}
        {saved.length > 0 && (
          <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {saved.map((one) => (
              <Group component="li" key={one.name} justify="space-between" wrap="nowrap">
                <Anchor
                  component={Link}
                  to={`/siaran?${one.query}`}
                  onClick={onClose}
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {one.name}
                </Anchor>
                <CloseButton
                  aria-label={t('list.forgetSaved', { name: one.name })}
                  onClick={() => onPut(saved.filter((other) => other !== one))}
                />
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
