import { TRANSITIONS as BROADCAST } from '../../libs/broadcasts/broadcast.states.js';
import { DELIVERY_TRANSITIONS as DELIVERY } from '../../libs/dispatch/ledger/delivery.states.js';
import { TRANSITIONS as APPOINTMENT } from '../../libs/staff/appointment.rules.js';
import { TRANSITIONS as WAVE } from '../../libs/dispatch/waves/wave.states.js';
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
    source: 'libs/broadcasts/broadcast.states.ts',
    about:
      'An author submits a draft, a reviewer of KPU decides, and the publisher releases, completes or expires what was approved. A paused broadcast resumes where it was. A doubt about an ended broadcast changes no state.',
    from: BROADCAST,
  },
  {
    title: 'A wave',
    source: 'libs/dispatch/waves/wave.states.ts',
    about:
      'One channel in one region. The fan-out of a planned wave starts before its due time, and its release lets its batches go. A paused wave keeps its state before the pause in `resume_state`. A completed wave is released again only when an operator resends unknown copies.',
    from: WAVE,
  },
  {
    title: 'A delivery',
    source: 'libs/dispatch/ledger/delivery.states.ts',
    about:
      'One copy to one address. A worker claims a pending copy and hands it to the provider; the answer makes it accepted or failed, a receipt delivered or failed. A copy whose outcome nobody can prove is unknown, and only an operator sends it again. No trigger guards these rows: one statement moves thousands of them, and property tests hold the statements to this table.',
    from: DELIVERY,
  },
  {
    title: 'An appointment',
    source: 'libs/staff/appointment.rules.ts',
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

Generated from the state tables in the code, and checked by [test/docs/states.rules.spec.ts](../test/docs/states.rules.spec.ts). To write it again: \`TABLES=write npm run jest -- test/docs/states\`. The words are those of the API; the console says them in the reader's language.
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
