import type { ComponentProps, MouseEvent } from 'react';

/**
 * The element of every button (theme.ts). While it loads it is not `disabled`, which would take the focus from who works by
 * keyboard; it is called so, and does nothing.
 */
export function BusyButton({
  disabled,
  onClick,
  'data-loading': busy,
  ...props
}: ComponentProps<'button'> & { 'data-loading'?: boolean }) {
  return (
    <button
      {...props}
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
