import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BROADCASTS } from '#contract';
import { projectRoot } from '#platform/program';
import { type StateMachine, statesBefore, transition } from '#platform/states';
import { ADDRESSES } from '../../libs/audience/addresses/address.states.js';
import { CONTACT_IMPORTS } from '../../libs/audience/importing/import.states.js';
import { LANGUAGES } from '../../libs/audience/languages/language.states.js';
import { DATA_REQUESTS } from '../../libs/audience/rights/data-request.states.js';
import { TEMPLATES } from '../../libs/broadcasts/templates/template.states.js';
import { TRANSITIONS as BROADCAST } from '../../libs/contract/broadcast.states.js';
import { DELIVERY_TRANSITIONS as DELIVERY } from '../../libs/dispatch/ledger/delivery.states.js';
import { TRANSITIONS as APPOINTMENT } from '../../libs/staff/appointments/appointment.rules.js';
import { WAVES } from '../../libs/dispatch/waves/wave.states.js';
import { NOTICES } from '../../libs/notices/notice.states.js';
import { keptTable } from '../factories/kept-table.js';

/** A state machine: from each state, the states that follow, with the act that leads there where acts have names. */
interface Machine {
  title: string;
  source: string;
  about: string;
  from: Readonly<Record<string, readonly string[] | Partial<Record<string, readonly string[]>>>>;
}

const MACHINES: readonly Machine[] = [
  {
    title: 'A broadcast',
    source: 'libs/contract/broadcast.states.ts',
    about:
      'An author submits a draft, a reviewer of KPU decides, and the publisher releases, completes or expires what was approved. A paused broadcast resumes where it was. A doubt about an ended broadcast changes no state.',
    from: BROADCAST,
  },
  {
    title: 'A wave',
    source: 'libs/dispatch/waves/wave.states.ts',
    about:
      'One channel in one region. The fan-out of a planned wave starts before its due time, and its release lets its batches go. A paused wave keeps its state before the pause in `resume_state`. A completed wave is released again only when an operator resends unknown or rejected copies.',
    from: WAVES.next,
  },
  {
    title: 'A delivery',
    source: 'libs/dispatch/ledger/delivery.states.ts',
    about:
      'One copy to one address. A worker claims a pending copy and hands it to the provider; the answer makes it accepted or failed, a receipt delivered or failed. A copy whose outcome nobody can prove is unknown, and only an operator sends it again; so does one that its provider rejected at the hand-over. No trigger guards these rows: one statement moves thousands of them, and property tests hold the statements to this table.',
    from: DELIVERY,
  },
  {
    title: 'A notice',
    source: 'libs/notices/notice.states.ts',
    about:
      'One message to one address that belongs to no broadcast: a code, a link, an answer, a call to a person on duty. It is tried again until it expires.',
    from: NOTICES.next,
  },
  {
    title: 'A template',
    source: 'libs/broadcasts/templates/template.states.ts',
    about:
      "A correction's template waits for KPU, an ordinary one is ready at once; each edit begins again. A retired one can be taken back for a while.",
    from: TEMPLATES.next,
  },
  {
    title: "A citizen's address",
    source: 'libs/audience/addresses/address.states.ts',
    about: 'Only an active one gets broadcasts. What its owner decided outlasts what a provider says of it.',
    from: ADDRESSES.next,
  },
  {
    title: 'A data request',
    source: 'libs/audience/rights/data-request.states.ts',
    about: "A citizen's request for their data, its correction or erasure (Law 27/2022).",
    from: DATA_REQUESTS.next,
  },
  {
    title: 'An import of contacts',
    source: 'libs/audience/importing/import.states.ts',
    about: 'Its withdrawal takes away whom it alone brought.',
    from: CONTACT_IMPORTS.next,
  },
  {
    title: 'A language',
    source: 'libs/audience/languages/language.states.ts',
    about:
      'A version of a regional language’s words. It is live once KPU has recorded the approval of a native reader, until the next approved version replaces it or KPU withdraws it. Its words then never change.',
    from: LANGUAGES.next,
  },
  {
    title: 'An appointment',
    source: 'libs/staff/appointments/appointment.rules.ts',
    about:
      'The grant of a role that two admins decide. The state follows from its instants and the clock: time alone leads from asked to expired, and from waiting to counting.',
    from: {
      ...APPOINTMENT,
      asked: { ...APPOINTMENT.asked, time: ['expired'] },
      waiting: { ...APPOINTMENT.waiting, time: ['counting'] },
    },
  },
];

const INTRO = `# States

Generated from the state tables in the code, and checked by [test/docs/states.rules.spec.ts](../test/docs/states.rules.spec.ts). To write it again: \`TABLES=write npm run test:unit -- test/docs\`. The words are those of the API; the console says them in the reader's language.
`;

describe('docs/states.md', () => {
  it('shows the state tables of the code', () => {
    const now = [INTRO, ...MACHINES.map(section)].join('\n');
    expect(keptTable('docs/states.md', now)).toBe(now);
  });

  it.each(MACHINES)('$title: leads only to states that exist, and every state is reached', ({ from }) => {
    const states = Object.keys(from);
    const edges = edgesOf(from);
    expect(edges.filter(({ to }) => !states.includes(to))).toEqual([]);
    const [, ...others] = states;
    const reached = new Set(edges.filter((edge) => edge.from !== edge.to).map(({ to }) => to));
    expect(others.filter((state) => !reached.has(state))).toEqual([]);
  });
});

/** The machines that a trigger guards, by the lib that owns their tables. */
const GUARDED: Readonly<Record<string, readonly StateMachine<string>[]>> = {
  audience: [ADDRESSES, CONTACT_IMPORTS, DATA_REQUESTS, LANGUAGES],
  broadcasts: [BROADCASTS, TEMPLATES],
  dispatch: [WAVES],
  notices: [NOTICES],
};

describe('a change of state', () => {
  it.each(Object.entries(GUARDED))(
    'is refused by triggers of %s unless its table has it',
    (lib, machines) => {
      const now = `-- Generated from the tables of states: docs/states.md says how.\n${machines.map(trigger).join('')}`;
      expect(keptTable(`libs/${lib}/sql/states.sql`, now)).toBe(now);
    },
  );

  it('is written by transition() alone, but for the rows of the ledger', () => {
    const written = readdirSync(join(projectRoot, 'libs'), { recursive: true, encoding: 'utf8' })
      .filter(
        (file) => /\.(ts|sql)$/.test(file) && !/\.spec\.ts$|^contract\/|database\/states\.ts$/.test(file),
      )
      .flatMap((file) => tablesWithState(readFileSync(join(projectRoot, 'libs', file), 'utf8')));
    expect([...new Set(written)].toSorted()).toEqual(['batches', 'deliveries']);
    expect(tablesWithState("`UPDATE waves w SET a = CASE WHEN b THEN 1 END,\n state = 'x' WHERE c`")).toEqual(
      ['waves'],
    );
  });

  it('takes only rows in a state that may precede it', () => {
    const lights: StateMachine<'red' | 'green' | 'dark'> = {
      table: 'lights',
      as: 'l',
      next: { red: ['green', 'dark'], green: ['red', 'dark'], dark: [] },
    };
    expect(statesBefore(lights, 'dark')).toEqual(['red', 'green']);
    expect(transition(lights, 'green', { set: 'since = now()', where: 'l.id = $1' })).toBe(
      "UPDATE lights l SET state = 'green', since = now() WHERE l.id = $1 AND l.state IN ('red')",
    );
    expect(
      transition(lights, { oneOf: ['red', 'green'], by: 'm.state' }, { from: 'm', where: 'l.id = m.id' }),
    ).toBe(
      "UPDATE lights l SET state = m.state FROM m WHERE l.id = m.id AND (l.state, m.state) IN (('green', 'red'), ('red', 'green'))",
    );
  });
});

/** The trigger that refuses every change of state but those of the table. */
function trigger({ table, next }: StateMachine<string>): string {
  const pairs = Object.entries(next).flatMap(([from, states]) =>
    states.filter((to) => to !== from).map((to) => `'${from} ${to}'`),
  );
  return `CREATE OR REPLACE TRIGGER refuse_transition BEFORE UPDATE OF state ON ${table}
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_transition(${pairs.join(', ')});
`;
}

/** The tables of the UPDATEs in a source text that set a state. */
const tablesWithState = (source: string): string[] =>
  [
    ...source.matchAll(
      /\bUPDATE (\w+)(?: \w+)? SET (?:(?!\bWHERE\b|\bFROM\b|`)[\s\S])*?\(?\bstate\b(?:,[^)]*\))? = /g,
    ),
  ].map(([, table = '']) => table);

interface Edge {
  from: string;
  to: string;
  act: string | null;
}

function edgesOf(machine: Machine['from']): Edge[] {
  const edges: Edge[] = [];
  for (const [from, next] of Object.entries(machine)) {
    const acts: (readonly [string | null, readonly string[] | undefined])[] = isList(next)
      ? [[null, next]]
      : Object.entries(next);
    for (const [act, targets = []] of acts) edges.push(...targets.map((to) => ({ from, to, act })));
  }
  return edges;
}

const isList = (next: Machine['from'][string]): next is readonly string[] => Array.isArray(next);

/** A Mermaid state diagram: one arrow per pair of states, labelled with its acts. */
function section({ title, source, about, from }: Machine): string {
  const edges = edgesOf(from);
  const arrows = new Map<string, string[]>();
  for (const { from: state, to, act } of edges) {
    const acts = arrows.get(`${state} --> ${to}`) ?? [];
    if (act) acts.push(act);
    arrows.set(`${state} --> ${to}`, acts);
  }
  const [initial] = Object.keys(from);
  const ends = Object.keys(from).filter((state) => edges.every((edge) => edge.from !== state));
  return [
    `## ${title}`,
    '',
    `${about} Source: [${source}](../${source}).`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${initial}`,
    ...[...arrows].map(([arrow, acts]) => `  ${arrow}${acts.length > 0 ? `: ${acts.join(', ')}` : ''}`),
    ...ends.map((state) => `  ${state} --> [*]`),
    '```',
    '',
  ].join('\n');
}
