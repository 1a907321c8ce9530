import { Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/**
 * A screen: its name as heading and window title, its actions beside it. The heading takes the focus on arrival; whoever follows a
 * link arrives at the top.
 * @param bar lays out the heading and the actions by itself
 * @param wide whether it needs more than the width of a text, as a table does
 */
export function Page({
  title,
  aside,
  actions,
  bar,
  wide = false,
  children,
}: {
  title: string;
  aside?: ReactNode;
  actions?: ReactNode;
  bar?: (heading: (words: ReactNode) => ReactNode) => ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { hash } = useLocation();
  const entered = useNavigationType() === 'PUSH' && hash === '';
  // Of the arrival: what is chosen on the screen afterwards moves nothing.
  const atTop = useRef(entered);
  useEffect(() => {
    if (atTop.current) window.scrollTo({ top: 0 });
    // A dialog that has opened since then keeps the focus.
    if (!document.querySelector('[role=dialog]')) heading.current?.focus({ preventScroll: atTop.current });
  }, []);
  useEffect(() => {
    document.title = `${title} – Siar`;
  }, [title]);
  const named = (words: ReactNode): ReactNode => (
    <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
      {words}
    </Title>
  );
  return (
    // Narrow or wide, all screens begin at the same edge.
    <Stack gap="lg" {...(!wide && { maw: '70rem' })}>
      {bar ? (
        bar(named)
      ) : (
        <Group justify="space-between" align="flex-start" gap="sm">
          <Stack gap={8} miw={0} style={{ flex: wide ? '1 1 8rem' : '1 1 16rem' }}>
            {named(title)}
            {aside}
          </Stack>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      )}
      {children}
    </Stack>
  );
}
