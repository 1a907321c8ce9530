import type { Held } from '#audience/rights';
import { heldData } from '#contract/api/data-requests';
import { heldPage } from '../../apps/gateway/self-service/held-page.js';
import { readableCopy } from '../../libs/audience/rights/readable-copy.js';

const NAMES = { sender: 'Siar', ministry: 'Kemenkomdigi', commission: 'KPU' };

/** Data of nobody in particular that notes which of its sections are read. */
function noted(): { held: Held; read: Set<string> } {
  const read = new Set<string>();
  const contact = {
    name: '',
    region: '',
    regionCode: '11',
    timeZone: 'Asia/Jakarta',
    language: 'id',
    topics: [],
    preferredChannel: 'email',
    createdAt: '2026-11-01T00:00:00Z',
    namedAt: '2026-11-01T00:00:00Z',
    restrictedAt: null,
  };
  const held = new Proxy({} as Held, {
    get: (_, section: string) => {
      read.add(section);
      return section === 'contact' ? contact : [];
    },
  });
  return { held, read };
}

describe('every section of what is held about a person is shown', () => {
  it.each<[string, (held: Held) => unknown]>([
    ['in the readable copy', (held) => readableCopy(held, NAMES, new Date('2026-11-02T00:00:00Z'))],
    ['on the page of a preference link', (held) => heldPage({ held, token: 'x', names: NAMES }, 'id')],
  ])('%s', (_, show) => {
    const { held, read } = noted();
    show(held);
    expect([...read].toSorted()).toEqual(Object.keys(heldData.shape).toSorted());
  });
});
