import { Popover } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { asideOf, BELOW_HEADER, type Place } from './selection-bar';

/** Holds the form of a comment under the words that it is about, so that they stay in sight. */
export function CommentCard({
  at: { key, ...box },
  within,
  children,
}: {
  at: Place;
  within: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  return (
    <Popover
      key={key}
      opened
      position="bottom-start"
      width="min(26rem, calc(100vw - 2rem))"
      withinPortal={false}
      withRoles={false}
      zIndex={BELOW_HEADER}
      closeOnClickOutside={false}
      closeOnEscape={false}
      hideDetached={false}
      transitionProps={{ duration: 0 }}
      // Always under the words: above them it would hide what is read before them.
      middlewares={{ flip: false, shift: { padding: { left: asideOf(within.current), right: 8 } } }}
      shadow="lg"
    >
      <Popover.Target>
        <span aria-hidden style={{ position: 'absolute', pointerEvents: 'none', ...box }} />
      </Popover.Target>
      <Popover.Dropdown p={0}>{children}</Popover.Dropdown>
    </Popover>
  );
}
