import { Group, Paper, Stack, Title } from '@mantine/core';
import { createContext, type ReactNode, Suspense, useContext, useId } from 'react';
import { dispensable, late } from '../../late';
import { screen } from '../../screen';
import classes from './section.module.css';
import type { Term } from './terms';

/** A button that explains a term. */
export const Explain = late(
  dispensable(async () => ({ default: (await screen(import('./explain'))).Component })),
);

const OnSurface = createContext(false);

/** One surface for several sections: rules between them instead of a frame around each. */
export const Surface = ({ children }: { children: ReactNode }) => (
  <Paper withBorder p={{ base: 'md', sm: 'lg' }} className={classes.surface ?? ''}>
    <OnSurface value={true}>{children}</OnSurface>
  </Paper>
);

/** A part of a screen under its own heading. */
export function Section({
  title,
  aside,
  needs = false,
  minor = false,
  lead = false,
  term,
  id,
  children,
}: {
  title: string;
  aside?: ReactNode;
  /** Whether the person has something to do here. */
  needs?: boolean;
  /** Whether the screen's work is done without it: it takes less of the page, and weighs less. */
  minor?: boolean;
  /** Whether the screen's work is done here, more than in the others beside it. */
  lead?: boolean;
  /** A term in the title, which a button beside it explains. */
  term?: Term;
  /** Where a link within the page leads. */
  id?: string;
  children: ReactNode;
}) {
  const heading = useId();
  const plain = useContext(OnSurface);
  const all = (
    <Stack gap={minor ? 'xs' : 'md'}>
      <Group justify="space-between" gap="xs">
        <Group gap={4}>
          <Title order={2} size={minor ? 'h5' : lead ? 'h3' : 'h4'} id={heading}>
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
  );
  const own = id === undefined ? {} : { id };
  if (plain)
    return (
      <section aria-labelledby={heading} {...own}>
        {all}
      </section>
    );
  return (
    <Paper
      component="section"
      aria-labelledby={heading}
      {...own}
      withBorder
      {...(minor ? { px: { base: 'md', sm: 'lg' }, py: 'sm' } : { p: { base: 'md', sm: 'lg' } })}
      {...((needs || minor || lead) && { className: needs ? 'needs' : minor ? 'minor' : 'lead' })}
    >
      {all}
    </Paper>
  );
}
