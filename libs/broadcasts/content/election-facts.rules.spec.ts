import { factFaults, factsOf, withFacts } from './election-facts.rules.js';

const election = {
  pollingOpens: '07:00',
  pollingCloses: '13:00',
  lookupLink: 'https://cekdptonline.kpu.go.id',
  moveDeadline: '2024-02-07',
};
const links = { domains: ['kpu.go.id'], hosts: ['siar.go.id'] };
const texts = (body: string) => ({ channels: ['sms' as const], contents: { sms: { id: { body } } } });

describe('the facts of an election in a text', () => {
  it('are written as the channel and the language write them', () => {
    const body = 'TPS {{polling_hours}}, {{ lookup_link }}, {{move_deadline}}';
    expect(withFacts(body, 'sms', 'id', election, new Map())).toBe(
      'TPS 07.00-13.00, https://cekdptonline.kpu.go.id, Rabu, 7 Februari 2024',
    );
    expect(withFacts(body, 'email', 'en', election, new Map())).toBe(
      'TPS 07:00–13:00, https://cekdptonline.kpu.go.id, Wednesday, 7 February 2024',
    );
  });

  it('stay tags where nothing states them, and no value is taken for a pattern', () => {
    expect(withFacts('{{polling_hours}} {{name}}', 'sms', 'id', null, new Map())).toBe(
      '{{polling_hours}} {{name}}',
    );
    const lacking = { ...election, moveDeadline: null, lookupLink: 'https://kpu.go.id/$&' };
    expect(withFacts('{{move_deadline}} {{lookup_link}}', 'sms', 'id', lacking, new Map())).toBe(
      '{{move_deadline}} https://kpu.go.id/$&',
    );
  });

  it('are required before the submission, from an election that states them, with a link that texts may have', () => {
    const codes = (body: string, of: typeof election | null): string[] =>
      factFaults(texts(body), of, links).map(({ path, code }) => `${path} ${code}`);
    expect(codes('no tag', null)).toEqual([]);
    expect(codes('{{polling_hours}}', null)).toEqual(['electionId no-election']);
    expect(codes('{{polling_hours}} {{lookup_link}} {{move_deadline}}', election)).toEqual([]);
    expect(codes('{{lookup_link}}', { ...election, lookupLink: 'https://cek-dpt.com' })).toEqual([
      'contents.sms.id.body link',
    ]);
    const silent = { ...election, moveDeadline: null as unknown as string };
    expect(codes('{{move_deadline}}', silent)).toEqual(['contents.sms.id.body no-fact']);
    expect(factFaults({ ...texts('{{move_deadline}}'), channels: [] }, silent, links)).toEqual([]);
  });

  it('are noted with their values where a text names them, and only then', () => {
    expect(factsOf(texts('KPU'), election)).toEqual({});
    expect(factsOf(texts('{{polling_hours}} {{polling_hours}}'), election)).toEqual({
      facts: { polling_hours: '07.00-13.00' },
    });
  });
});
