import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import IconHandStop from '@tabler/icons-react/icons/IconHandStop';
import type { ReactNode } from 'react';
import type { Tone } from './wall.rules';
import classes from './wall.module.css';

const ICONS = {
  alarm: IconAlertTriangle,
  notice: IconHandStop,
  calm: IconCircleCheck,
  done: IconCircleCheck,
  over: IconCircleX,
} as const;

/** What stands below a band, a line each; what is null is left out. */
export const Below = ({ lines }: { lines: readonly (string | null)[] }) =>
  lines.flatMap((line) => (line === null ? [] : <div key={line}>{line}</div>));

/** @param figure a large figure, if there is one, and what it counts, at the end of the band */
export function Band({
  tone,
  sort,
  words,
  figure = null,
  children,
}: {
  tone: Tone | 'calm' | 'done' | 'over';
  /** What sort of thing it is, in a word. */
  sort?: string;
  words: string;
  figure?: readonly [string | null, string] | null;
  children?: ReactNode;
}) {
  const Icon = ICONS[tone];
  return (
    <div className={classes.band} data-tone={tone}>
      <Icon size="2.4rem" stroke={2} aria-hidden className={classes.sign} />
      {sort && <span className={classes.sort}>{sort}</span>}
      <div className={classes.said}>
        <div className={classes.words}>{words}</div>
        {children && <div className={classes.why}>{children}</div>}
      </div>
      {figure && (
        <div className={classes.heldBack}>
          {figure[0] !== null && <span className={classes.held}>{figure[0]}</span>} <span>{figure[1]}</span>
        </div>
      )}
    </div>
  );
}
