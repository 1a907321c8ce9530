import { Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/**
 * A screen: its name as heading and window title, its actions beside it. The heading takes the focus on arrival; whoever follows a
 * link arrives at the top.
 * @param wide whether it needs more than the width of a text, as a table does
 */
export function Page({
  title,
  aside,
  actions,
  wide = false,
  children,
}: {
  title: string;
  aside?: ReactNode;
  actions?: ReactNode;
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
  return (
    // Narrow or wide, all screens begin at the same edge.
    <Stack gap="lg" {...(!wide && { maw: '70rem' })}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={8} miw={0} style={{ flex: wide ? '1 1 8rem' : '1 1 16rem' }}>
          <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {aside}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
