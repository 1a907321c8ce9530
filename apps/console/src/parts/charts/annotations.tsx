import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './annotations.module.css';

/** What the numbers on curves mean, in as many columns as there is room for. @param title null: the list is named by `label` alone */
export const AnnotationList = ({
  title,
  label,
  children,
}: {
  title: string | null;
  label: string;
  children: ReactNode;
}) => (
  <Stack gap={6}>
    {title !== null && (
      <Text size="sm" fw={600}>
        {title}
      </Text>
    )}
    <ol role="list" aria-label={label} className={classes.annotations}>
      {children}
    </ol>
  </Stack>
);

/** One of them, with its number as it stands above the curve. @param no null: it is a shade on every curve */
export const AnnotationLine = ({ no, children }: { no: number | null; children: ReactNode }) => (
  <li>
    {no === null ? (
      <span className={classes.shade} aria-hidden />
    ) : (
      <span className={`${classes.no} steady`}>{no}</span>
    )}
    <Text span size="sm" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  </li>
);
