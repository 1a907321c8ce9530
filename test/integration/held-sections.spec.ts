import type { Held } from '#audience/rights';
import { heldData } from '#contract/api/data-requests';
import { heldPage } from '../../apps/gateway/self-service/held-page.js';
import { readableCopy } from '../../libs/audience/rights/readable-copy.js';

const NAMES = { sender: 'Siar', ministry: 'Kemenkomdigi', commission: 'KPU' };

/** The fields of `contact` that a reader is not shown, each with the reason. */
const NOT_READ: Record<string, string> = { id: 'a number of ours', provinceCode: 'in the region' };

/** Data of nobody in particular that notes which of its sections, and which fields of the contact, are read. */
function noted(): { held: Held; read: Set<string>; readOfContact: Set<string> } {
  const read = new Set<string>();
  const readOfContact = new Set<string>();
  const fields: Record<string, unknown> = {
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
  const contact = new Proxy(fields, {
    get: (_, field: string) => {
      readOfContact.add(field);
      return fields[field];
    },
  });
  const held = new Proxy({} as Held, {
    get: (_, section: string) => {
      read.add(section);
      return section === 'contact' ? contact : [];
    },
  });
  return { held, read, readOfContact };
}

describe('everything that is held about a person is shown', () => {
  it.each<[string, Record<string, string>, (held: Held) => unknown]>([
    [
      'in the readable copy',
      { regionCode: 'its region is named' },
      (held) => readableCopy(held, NAMES, new Date('2026-11-02T00:00:00Z')),
    ],
    [
      'on the page of a preference link',
      { namedAt: 'in the file beside it' },
      (held) => heldPage({ held, token: 'x', names: NAMES }, 'id'),
    ],
  ])('%s', (_, notRead, show) => {
    const { held, read, readOfContact } = noted();
    show(held);
    const { shape } = heldData;
    expect([...read].toSorted()).toEqual(Object.keys(shape).toSorted());
    expect([...readOfContact, ...Object.keys({ ...NOT_READ, ...notRead })].toSorted()).toEqual(
      Object.keys(shape.contact.shape).toSorted(),
    );
  });
});
