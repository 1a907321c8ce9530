import { Stack, Table, Text } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPlace } from './place';
import classes from './place.module.css';

/**
 * A chart with its title, and the same as a table for those who cannot see it. The drawing is fetched after the page: its
 * place is kept for it, and paper has the table until then, since a browser that prints does not wait.
 * @param note what the title does not say; null: nothing
 * @param height of the drawing, in px
 * @param rows of the table, the first cell of each its name
 */
export function ChartFrame({
  title,
  note = null,
  height,
  head,
  rows,
  children,
}: {
  title: string;
  note?: string | null;
  height: number;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const table = (
    <Table fz="xs" verticalSpacing={2}>
      <Table.Thead>
        <Table.Tr>
          {head.map((name, at) => (
            <Table.Th key={name} scope="col" {...(at > 0 ? { className: 'numeric' } : {})}>
              {name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, ...cells]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={500}>
              {name}
            </Table.Th>
            {cells.map((cell, at) => (
              <Table.Td key={head[at + 1]} className="numeric">
                {cell}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
  return (
    <Stack component="figure" gap={4} m={0} miw={0} style={{ breakInside: 'avoid' }}>
      <Text component="figcaption" size="sm" fw={600}>
        {title}
        {note !== null && (
          <Text span size="xs" c="dimmed">
            <span className="between"> · </span>
            {note}
          </Text>
        )}
      </Text>
      <div aria-hidden className={classes.drawing} style={{ height, minWidth: 0 }}>
        <Suspense
          fallback={
            <>
              <ChartPlace height={height} />
              <div className={classes.paper}>{table}</div>
            </>
          }
        >
          {children}
        </Suspense>
      </div>
      {rows.length > 0 && (
        <details className="unprinted">
          <Text component="summary" size="xs">
            {t('charts.asTable')}
          </Text>
          <Table.ScrollContainer
            minWidth={0}
            maxHeight={260}
            scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': title } }}
          >
            {table}
          </Table.ScrollContainer>
        </details>
      )}
    </Stack>
  );
}
