import type { ComponentProps, MouseEvent } from 'react';

/**
 * The element of every button (theme.ts). While it loads it is not `disabled`, which would take the focus away from
 * people who work by keyboard; it has `aria-disabled` instead and ignores clicks.
 */
export function BusyButton({
  // Mantine sets the type only on its own element; without it a button submits the form around it.
  type = 'button',
  disabled,
  onClick,
  'data-loading': busy,
  ...props
}: ComponentProps<'button'> & { 'data-loading'?: boolean }) {
  return (
    <button
      {...props}
      type={type}
      data-loading={busy}
      disabled={disabled && !busy}
      aria-disabled={busy}
      aria-busy={busy}
      onClick={busy ? refuse : onClick}
    />
  );
}

function refuse(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
