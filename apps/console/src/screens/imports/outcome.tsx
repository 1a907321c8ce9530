import { Alert, Anchor, Group, List, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Fates, imports, type ImportDone } from '../../api';
import { spoken } from '../../i18n';
import { useRegions } from '../../parts/regions/regions';
import { nameOf } from '../../parts/regions/regions.rules';
import { number } from '../../times';
import { ImportNames } from './names';

const FATES = ['added', 'updated', 'unchanged', 'skipped'] as const;
/** Number of rejected rows shown; the file contains all of them. */
const SHOWN = 10;

/** The result of a file, or of its dry run: in total, by province, and the rejected rows. */
export function ImportOutcome({ done }: { done: ImportDone }) {
  const { t } = useTranslation();
  const { dryRun, rows, rejectedRows, rejected, provinces } = done;
  return (
    <Stack>
      <Alert
        color={rejectedRows > 0 ? 'orange' : 'green'}
        role="status"
        title={t(dryRun ? 'imports.tried' : 'imports.done', { rows: number(rows) })}
      >
        <List size="sm">
          {FATES.map((fate) => (
            <List.Item key={fate}>
              {t(dryRun ? `imports.would.${fate}` : `imports.did.${fate}`, { rows: number(done[fate]) })}
            </List.Item>
          ))}
          <List.Item>{t('imports.rejectedRows', { rows: number(rejectedRows) })}</List.Item>
        </List>
        {dryRun && <Text size="sm">{t('imports.nothingYet')}</Text>}
      </Alert>
      {rejectedRows > 0 && (
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {rejectedRows > SHOWN
              ? t('imports.rejectedFirst', { shown: number(SHOWN), rows: number(rejectedRows) })
              : t('imports.rejectedTitle')}
          </Text>
          <List size="sm">
            {rejected.slice(0, SHOWN).map(({ line, faults }) => (
              <List.Item key={line}>
                {t('imports.line', { line: number(line) })}
                <List size="sm" withPadding>
                  {faults.map(({ column, message, indonesian }) => (
                    <List.Item key={`${column} ${message}`}>
                      {{ id: indonesian, en: message }[spoken()]}
                    </List.Item>
                  ))}
                </List>
              </List.Item>
            ))}
          </List>
          <Group>
            <Anchor href={imports.rejected(done.id, spoken())} download underline="always" size="sm">
              {t('imports.rejectedAll', { rows: number(rejectedRows) })}
            </Anchor>
          </Group>
          <Text size="sm" c="dimmed">
            {t('imports.rejectedHelp')}
          </Text>
        </Stack>
      )}
      <ImportNames names={done.names} dryRun={dryRun} />
      <Provinces provinces={provinces} dryRun={dryRun} />
    </Stack>
  );
}

function Provinces({ provinces, dryRun }: { provinces: Record<string, Fates>; dryRun: boolean }) {
  const { t } = useTranslation();
  const regions = useRegions();
  const codes = Object.keys(provinces).sort();
  if (codes.length === 0) return null;
  const caption = t(dryRun ? 'imports.byProvinceTry' : 'imports.byProvince');
  return (
    <Table.ScrollContainer
      minWidth={560}
      maxHeight={420}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': caption } }}
    >
      <Table captionSide="top" stickyHeader fz="sm" className="counts">
        <Table.Caption ta="left">{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" className="first">
              {t('imports.province')}
            </Table.Th>
            {FATES.map((fate) => (
              <Table.Th key={fate} scope="col" className="numeric">
                {t(`imports.fates.${fate}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {codes.map((code) => (
            <Table.Tr key={code}>
              <Table.Th scope="row" fw={500} className="first">
                {nameOf(regions, code)}
              </Table.Th>
              {FATES.map((fate) => (
                <Table.Td key={fate} className="numeric">
                  {number(provinces[code]?.[fate] ?? 0)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
