import { DataList } from '@mantine/core';

/** A term and what is said of it; several values stand below one another. */
export type Fact = readonly [term: string, value: string | readonly string[] | null | undefined];

/**
 * A list of terms with their values; a term without a value is left out.
 * @param beside whether each value stands beside its term: for short ones
 */
export function Facts({ facts, beside = false }: { facts: readonly Fact[]; beside?: boolean }) {
  return (
    <DataList
      orientation={beside ? 'horizontal' : 'vertical'}
      {...(beside && { className: 'facts' })}
      gap={beside ? 6 : 'sm'}
    >
      {facts.map(([term, value]) => {
        const values = [value ?? []].flat();
        return (
          values.length > 0 && (
            <DataList.Item key={term}>
              <DataList.ItemLabel>{term}</DataList.ItemLabel>
              {values.map((one) => (
                <DataList.ItemValue key={one}>{one}</DataList.ItemValue>
              ))}
            </DataList.Item>
          )
        );
      })}
    </DataList>
  );
}
