import { Button, Group } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';

/**
 * What is only looked at now and then, behind a button that names it. On paper it is unfolded.
 * @param unfold the button's words
 * @param fold the same once it is unfolded
 * @param beside what stands beside the button
 */
export function Fold({
  unfold,
  fold,
  beside,
  children,
}: {
  unfold: string;
  fold: string;
  beside?: ReactNode;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Group gap="sm" className="unprinted">
        <Button
          variant="default"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen((was) => !was)}
        >
          {open ? fold : unfold}
        </Button>
        {beside}
      </Group>
      <div id={id} {...(!open && { className: 'folded' })}>
        {children}
      </div>
    </>
  );
}
