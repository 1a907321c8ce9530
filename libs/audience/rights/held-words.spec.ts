import { readdirSync, readFileSync } from 'node:fs';
import { ACTS } from './held-words.js';

/** Subjects of the trail that a citizen's copy contains (held-about.sql). */
const OF_A_PERSON = /`(?:contact|address|suppression|request):/;
const ACT = /'((?:contact|address|suppression|request|helpdesk|delivery)\.[a-z-]+)'/g;

describe('the words of a citizen’s copy', () => {
  it('name every act that the code records about a person, in both languages', () => {
    const recorded = new Set(
      ['libs', 'apps']
        .flatMap((root) =>
          readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => `${root}/${file}`),
        )
        .filter((file) => file.endsWith('.ts') && !/^apps\/console|\.spec\.ts$|held-words/.test(file))
        .map((file) => readFileSync(file, 'utf8'))
        .filter((text) => OF_A_PERSON.test(text) && /from '#audit'/.test(text))
        .flatMap((text) => [...text.matchAll(ACT)].map(([, act = '']) => act)),
    );
    // The subject of these is a code, which no copy contains.
    for (const act of ['helpdesk.verify', 'helpdesk.compare']) recorded.delete(act);
    expect(recorded).toContain('helpdesk.find');
    expect(recorded).toContain('contact.reconfirm-ask');
    const named = new Set(Object.keys(ACTS));
    expect([...recorded].filter((act) => !named.has(act))).toEqual([]);
  });
});
