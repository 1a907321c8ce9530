import fc from 'fast-check';
import { blocksOf } from './network-blocks.rules.js';

const group = fc.nat(0xffff).map((value) => value.toString(16));
const subjects = (network: string): string[] => blocksOf(network).map(({ subject }) => subject);

describe('the blocks a network is counted with', () => {
  it('are the same /56 and /48 for all networks in them, and differ for others', () => {
    fc.assert(
      fc.property(group, group, group, fc.nat(0xffff), fc.nat(0xffff), (a, b, c, one, other) => {
        const of = (last: number): string[] => subjects([a, b, c, last.toString(16)].join(':'));
        const [own56, own48] = of(one);
        const [other56, other48] = of(other);
        expect(own48).toBe(other48);
        expect(own56 === other56).toBe(one >> 8 === other >> 8);
      }),
    );
    expect(subjects('2001:db8:1:2')[1]).not.toBe(subjects('2001:db8:2:2')[1]);
    expect(subjects('2001:0db8:1:2')).toEqual(subjects('2001:db8:1:2'));
  });

  it.each(['192.0.2.1', '7312345', '', 'sms +62812', 'a:b:c'])('are empty for %j', (subject) => {
    expect(blocksOf(subject)).toEqual([]);
  });
});
