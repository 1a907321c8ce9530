import { Group, Paper, Stack, Title } from '@mantine/core';
import { type ReactNode, Suspense, useId } from 'react';
import { dispensable, late } from '../../late';
import { screen } from '../../screen';
import type { Term } from './terms';

/** A button that explains a term. */
export const Explain = late(
  dispensable(async () => ({ default: (await screen(import('./explain'))).Component })),
);

/** A part of a screen under its own heading. */
export function Section({
  title,
  aside,
  needs = false,
  term,
  id,
  children,
}: {
  title: string;
  aside?: ReactNode;
  /** Whether the person has something to do here. */
  needs?: boolean;
  /** A term in the title, which a button beside it explains. */
  term?: Term;
  /** Where a link within the page leads. */
  id?: string;
  children: ReactNode;
}) {
  const heading = useId();
  return (
    <Paper
      component="section"
      aria-labelledby={heading}
      {...(id !== undefined && { id })}
      withBorder
      p={{ base: 'md', sm: 'lg' }}
      {...(needs && { className: 'needs' })}
    >
      <Stack>
        <Group justify="space-between" gap="xs">
          <Group gap={4}>
            <Title order={2} size="h4" id={heading}>
              {title}
            </Title>
            {term && (
              <Suspense>
                <Explain term={term} />
              </Suspense>
            )}
          </Group>
          {aside}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
