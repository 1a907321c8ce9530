import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleDashed from '@tabler/icons-react/icons/IconCircleDashed';
import IconEye from '@tabler/icons-react/icons/IconEye';
import { useTranslation } from 'react-i18next';
import classes from './outline.module.css';
import type { PartState } from './parts.rules';

const SIGNS = {
  unknown: IconCircleDashed,
  empty: IconCircleDashed,
  unfinished: IconCircleDashed,
  done: IconCircleCheck,
  faults: IconAlertTriangle,
  look: IconEye,
} as const;

/** The sign of a state; its words stand beside it, or are read out. */
export function StateSign({ of: { is } }: { of: PartState }) {
  const Sign = SIGNS[is];
  return <Sign size={18} stroke={1.75} aria-hidden className={classes['sign']} data-is={is} />;
}

/** Puts a state into words. */
export function useStateWords(): (state: PartState) => string {
  const { t } = useTranslation();
  return (state) =>
    'count' in state
      ? t(`outline.states.${state.is}`, { count: state.count })
      : t(`outline.states.${state.is}`);
}
