import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Kind } from '../../api';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { CompanionBadge, KindBadge } from '../../parts/broadcasts/badges';

/** A list of broadcasts, one below the other, divided by lines: a box in the box of its section would weigh as much. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600} aria-hidden>
        {label}
      </Text>
      <ul aria-label={label} className="rows">
        {children}
      </ul>
    </Stack>
  );
}

/** One broadcast with the facts that matter here. */
export function Row({
  id,
  to = `/siaran/${id}`,
  title,
  kind,
  companion = false,
  sign,
  facts,
  lines,
  most = 1,
  aside,
  children,
}: {
  id: string;
  /** Where it leads, by default to the page of the broadcast. */
  to?: string;
  title: string;
  kind: Kind;
  companion?: boolean;
  /** Its state, where its list does not say it. */
  sign?: ReactNode;
  /** What every row of its list says at the same places. */
  facts?: ReactNode;
  lines: readonly (string | null)[];
  /** How many lines each of these takes at most beside facts; with more than one, what is beside it goes below it on a phone. */
  most?: number;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Stack component="li" py="sm" gap={6}>
      <Group justify="space-between" gap="sm">
        <Stack gap={2} miw={0} style={{ flex: most > 1 ? '1 1 20rem' : '1 1 16rem' }}>
          <Group gap="xs">
            <Anchor component={Link} to={to} fw={600} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Anchor>
            <ApprovedAt id={id} />
            <KindBadge kind={kind} />
            {companion && <CompanionBadge />}
            {sign}
          </Group>
          {facts}
          {lines.map(
            (line) =>
              line !== null && (
                <Text
                  key={line}
                  size="sm"
                  c="dimmed"
                  style={{ overflowWrap: 'anywhere' }}
                  {...(facts && { lineClamp: most, title: line })}
                >
                  {line}
                </Text>
              ),
          )}
        </Stack>
        {aside}
      </Group>
      {children}
    </Stack>
  );
}
