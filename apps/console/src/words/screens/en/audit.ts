import type { Strings } from '../../id.js';
import type { audit as indonesian } from '../id/audit.js';

export const audit: Strings<typeof indonesian> = {
  audit: {
    about: 'Who did what, the newest first.',
    csv: 'Download (CSV)',
    csvHelp:
      'All entries that match the filters: first in words, by the clock of Jakarta (WIB), then as codes in UTC for programs, with their position and hash in the chain.',
    copyRoot: 'Copy the root',
    toBeforeFrom: 'Earlier than the first day.',
    at: 'Time',
    actor: 'Who',
    act: 'Act',
    subject: 'Subject',
    detail: 'Detail',
    each: 'Show each',
    none: 'No entry matches.',
    from: 'From',
    to: 'To',
    chain: 'Chain of the trail',
    sealed: '{{count, counted(one: entry is; many: entries are)}} sealed.',
    sealedAt: 'Last seal {{at}}.',
    waiting: '{{count, counted(one: waits; many: wait)}} for a seal.',
    rootWhat:
      'The daily root protects the entries up to position {{position}}: if even one of them is changed or deleted, the root computed from them no longer matches. Those sealed later are protected by the next root. Keep a copy outside Siar to compare with later.',
    root: 'Root of {{day}}, position {{position}}:',
    check: 'Check the whole chain',
    whole: 'Whole: verified up to position {{position}}.',
    broken: 'Broken: {{what}}',
  },
};
