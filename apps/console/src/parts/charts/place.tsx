import classes from './place.module.css';

/** The place of a drawing that is being fetched: nothing moves when it comes. @param height in px */
export const ChartPlace = ({ height }: { height: number }) => (
  <div className={classes.place} style={{ height }} />
);

/** The same of the map. */
export const MapPlace = () => (
  <div aria-hidden>
    <div className={`${classes.place} ${classes.map}`} />
    <div className={classes.below} />
  </div>
);
