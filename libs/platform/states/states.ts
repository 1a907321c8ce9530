import { rows, type Tx } from '../database/database.js';

/** The states of a table's rows. A trigger refuses every other change (sql/states.sql of its lib). */
export interface StateMachine<State extends string> {
  /** A table with a column `state`. */
  table: string;
  /** Its alias in the statements. */
  as: string;
  /** From each state, those that may follow. A state that follows itself may be given again. */
  next: Readonly<Record<State, readonly State[]>>;
}

/** The new state of a row, or SQL that says which of these states it is. */
export type Target<State extends string> = State | { oneOf: readonly State[]; by: string };

/** The rest of an UPDATE: further assignments, the tables it reads, and which rows it takes. */
export interface Change {
  set?: string;
  from?: string;
  /** Conditions that all hold, joined by AND. */
  where: string;
  /** Also takes rows that have the state already. */
  again?: true;
}

/** The states that may precede this one. */
export function statesBefore<State extends string>({ next }: StateMachine<State>, to: State): State[] {
  return (Object.keys(next) as State[]).filter((state) => next[state].includes(to));
}

/** A list of states for SQL's IN: literals, so that PostgreSQL can match them with a partial index. */
export function inStates(states: readonly string[]): string {
  return `IN (${states.map((state) => `'${state}'`).join(', ')})`;
}

/**
 * An UPDATE that gives rows a new state, without RETURNING. It takes only rows in a state that may precede it: a row
 * that the trigger would refuse must not stop the others.
 */
export function transition<State extends string>(
  machine: StateMachine<State>,
  to: Target<State>,
  { set, from, where, again }: Change,
): string {
  const { table, as } = machine;
  const before = (state: State): State[] => [
    ...new Set([...statesBefore(machine, state), ...(again ? [state] : [])]),
  ];
  const [value, fits] =
    typeof to === 'string'
      ? [`'${to}'`, `${as}.state ${inStates(before(to))}`]
      : [
          to.by,
          `(${as}.state, ${to.by}) IN (${to.oneOf
            .flatMap((state) => before(state).map((earlier) => `('${earlier}', '${state}')`))
            .join(', ')})`,
        ];
  return (
    `UPDATE ${table} ${as} SET state = ${value}${set ? `, ${set}` : ''}${from ? ` FROM ${from}` : ''} ` +
    `WHERE ${where} AND ${fits}`
  );
}

/**
 * Runs a transition of rows that the caller has locked and judged.
 * @throws Error when no row changes: the caller judged by other rules than the table of states
 */
export async function move<State extends string>(
  tx: Tx,
  machine: StateMachine<State>,
  to: Target<State>,
  change: Change,
  parameters: readonly unknown[],
): Promise<void> {
  const moved = await rows(tx, `${transition(machine, to, change)} RETURNING 1`, [...parameters]);
  if (moved.length > 0) return;
  const wanted = typeof to === 'string' ? to : to.oneOf.join(' or ');
  throw new Error(`no row of ${machine.table} may become ${wanted}`);
}
