import { Anchor, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { csvFile } from '../../parts/csv/csv';

/** The columns of a file, in the order of the template, and which of them are required. */
const COLUMNS = {
  region: 'always',
  name: 'free',
  email: 'one',
  phone: 'one',
  telegram: 'one',
  consent_source: 'always',
  consent_date: 'always',
  consent_wording: 'free',
  language: 'free',
  topics: 'free',
  preferred: 'free',
} as const;
const ALL = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

/** The columns that a file may have, and a template file. */
export function Columns() {
  const { t } = useTranslation();
  const example = ALL.map((column) =>
    column === 'region' ? t('imports.exampleRow') : t(`imports.example.${column}`),
  );
  const lines = [ALL.map((column) => t(`imports.heading.${column}`)), example];
  return (
    <>
      <Text size="sm">
        <Anchor href={csvFile(lines)} download={t('imports.templateFile')} underline="always">
          {t('imports.template')}
        </Anchor>{' '}
        {t('imports.templateHelp')}
      </Text>
      <details>
        <Text component="summary" size="sm">
          {t('imports.columns')}
        </Text>
        <Table.ScrollContainer
          minWidth={480}
          scrollAreaProps={{
            viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('imports.columns') },
          }}
        >
          <Table fz="sm" captionSide="bottom">
            <Table.Caption ta="left">{t('imports.columnsNeeded')}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('imports.column')}</Table.Th>
                <Table.Th scope="col">{t('imports.needed')}</Table.Th>
                <Table.Th scope="col">{t('imports.exampleOf')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {ALL.map((column) => (
                <Table.Tr key={column}>
                  <Table.Th scope="row" fw={500}>
                    {t(`imports.heading.${column}`)}
                  </Table.Th>
                  <Table.Td>{t(`imports.need.${COLUMNS[column]}`)}</Table.Td>
                  <Table.Td>{t(`imports.example.${column}`)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
    </>
  );
}
