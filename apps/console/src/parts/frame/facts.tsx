import { DataList } from '@mantine/core';

/** A list of terms with their values; a term without a value is left out. */
export function Facts({
  facts,
}: {
  facts: readonly (readonly [term: string, value: string | null | undefined])[];
}) {
  return (
    <DataList orientation="vertical">
      {facts.map(
        ([term, value]) =>
          value && (
            <DataList.Item key={term}>
              <DataList.ItemLabel>{term}</DataList.ItemLabel>
              <DataList.ItemValue>{value}</DataList.ItemValue>
            </DataList.Item>
          ),
      )}
    </DataList>
  );
}
