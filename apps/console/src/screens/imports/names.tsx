import { Alert, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportDone } from '../../api';
import { listed, number } from '../../times';

/** What a file calls people: names that many rows have may be a text, and those that are none are shown by their lines. */
export function ImportNames({ names, dryRun }: { names: ImportDone['names']; dryRun: boolean }) {
  const { t } = useTranslation();
  const { repeated, refused, refusedLines } = names;
  if (repeated.length === 0 && refused === 0) return null;
  return (
    <>
      {refused > 0 && (
        <Alert color="orange" title={t('imports.namesRefused', { rows: number(refused) })} maw={640}>
          <Text size="sm">{t('imports.namesRefusedWhat')}</Text>
          <Text size="sm">
            {t(refused > refusedLines.length ? 'imports.namesFirstLines' : 'imports.namesLines', {
              lines: listed(refusedLines.map((line) => number(line))),
            })}
          </Text>
        </Alert>
      )}
      {repeated.length > 0 && (
        <Table captionSide="top" fz="sm" className="counts" maw={520}>
          <Table.Caption ta="left">
            {t('imports.namesRepeated')} {dryRun && t('imports.namesLook')}
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" className="first">
                {t('imports.name')}
              </Table.Th>
              <Table.Th scope="col" className="numeric">
                {t('imports.nameRows')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {repeated.map(({ name, rows }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500} className="first" style={{ overflowWrap: 'anywhere' }}>
                  {name}
                </Table.Th>
                <Table.Td className="numeric">{number(rows)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}
