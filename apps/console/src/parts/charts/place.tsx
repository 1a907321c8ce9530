import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './place.module.css';

/** The place of a drawing that is being fetched: nothing moves when it comes. @param height in px */
export const ChartPlace = ({ height }: { height: number }) => (
  <div className={classes.place} style={{ height }} />
);

/** The same of the map. On paper it says where its numbers stand. */
export function MapPlace() {
  const { t } = useTranslation();
  return (
    <div aria-hidden>
      <div className={`${classes.place} ${classes.map}`} />
      <div className={classes.below} />
      <Text size="sm" className={classes.paper ?? ''}>
        {t('islands.unprinted')}
      </Text>
    </div>
  );
}
