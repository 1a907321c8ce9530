import { Alert, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportDone } from '../../api';
import { listed, number } from '../../times';

/**
 * The names in a file. A name given to many people may be a text; rows with an invalid name, or with a name other than
 * the stored one, are listed by their lines.
 */
export function ImportNames({ names, dryRun }: { names: ImportDone['names']; dryRun: boolean }) {
  const { t } = useTranslation();
  const { repeated, refused, refusedLines, kept, keptLines } = names;
  if (repeated.length === 0 && refused === 0 && kept === 0) return null;
  const linesOf = (rows: number, lines: readonly number[]): string =>
    t(rows > lines.length ? 'imports.namesFirstLines' : 'imports.namesLines', {
      lines: listed(lines.map((line) => number(line))),
    });
  return (
    <>
      {refused > 0 && (
        <Alert color="orange" title={t('imports.namesRefused', { rows: number(refused) })} maw={640}>
          <Text size="sm">{t('imports.namesRefusedWhat')}</Text>
          <Text size="sm">{linesOf(refused, refusedLines)}</Text>
        </Alert>
      )}
      {kept > 0 && (
        <Alert color="orange" title={t('imports.namesKept', { rows: number(kept) })} maw={640}>
          <Text size="sm">{t('imports.namesKeptWhat')}</Text>
          <Text size="sm">{linesOf(kept, keptLines)}</Text>
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
                {t('imports.namePeople')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {repeated.map(({ name, people }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500} className="first" style={{ overflowWrap: 'anywhere' }}>
                  {name}
                </Table.Th>
                <Table.Td className="numeric">{number(people)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}
