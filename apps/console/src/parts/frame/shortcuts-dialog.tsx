import { Kbd, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { GROUPS, isFor } from '../../navigation';
import { usePerson } from '../../session';
import { FOLLOWERS } from '../../../../../libs/contract/roles.rules';
import { Dialog } from '../forms/dialog';

/** The shortcuts of the console that this person can use. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const person = usePerson();
  const places = GROUPS.flatMap((group) => group.places).filter((place) => isFor(place, person));
  const lines: (readonly [keys: readonly string[], act: string])[] = [
    [['Ctrl', 'K'], t('shortcuts.search')],
    [['?'], t('shortcuts.list')],
    [['F8'], t('shortcuts.results')],
    [['Esc'], t('shortcuts.close')],
    ...(person.roles.includes('author') ? [[['g', 't'], t('search.write')] as const] : []),
    ...places.map(({ key, name }) => [['g', key], t(`nav.${name}`)] as const),
    [['g', 'u'], t('nav.account')],
    ...(person.roles.some((role) => FOLLOWERS.includes(role))
      ? ([
          [['j'], t('shortcuts.nextRow')],
          [['k'], t('shortcuts.previousRow')],
          [['x'], t('shortcuts.chooseRow')],
          [['Enter'], t('shortcuts.openRow')],
        ] as const)
      : []),
    ...(person.roles.includes('author')
      ? ([
          [['Ctrl', 'S'], t('shortcuts.save')],
          [['Ctrl', 'Enter'], t('shortcuts.submit')],
        ] as const)
      : []),
    ...(person.roles.includes('reviewer')
      ? ([
          [['n'], t('shortcuts.nextMark')],
          [['Shift', 'n'], t('shortcuts.previousMark')],
        ] as const)
      : []),
  ];
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose} closeOnClickOutside>
      <Stack>
        <Table aria-label={t('shortcuts.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('shortcuts.keys')}</Table.Th>
              <Table.Th>{t('shortcuts.act')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(([keys, act]) => (
              <Table.Tr key={act}>
                <Table.Td>
                  {keys.map((key, at) => (
                    <span key={key}>
                      {at > 0 && ' '}
                      <Kbd>{key}</Kbd>
                    </span>
                  ))}
                </Table.Td>
                <Table.Td>{act}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Text size="sm" c="dimmed">
          {t('shortcuts.off')}
        </Text>
      </Stack>
    </Dialog>
  );
}
