import { longWeekday, weekday } from './format';

/** The head of a month's table. @param of its days, whole weeks */
export const Weekdays = ({ of }: { of: readonly string[] }) => (
  <thead>
    <tr>
      {of.slice(0, 7).map((day) => (
        <th key={day} scope="col" abbr={longWeekday(day)}>
          {weekday(day)}
        </th>
      ))}
    </tr>
  </thead>
);
