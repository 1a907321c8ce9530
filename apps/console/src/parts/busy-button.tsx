import type { ComponentProps, MouseEvent } from 'react';

/**
 * The element of every button (theme.ts). While it loads it is not `disabled`, which would take the focus from who works by
 * keyboard; it is called so, and does nothing.
 */
export function BusyButton({
  // Mantine says so of its own element alone; any other would send the form that it stands in.
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
