import fc from 'fast-check';
import { labelled, roomOf, ticksOf, timeTicksOf } from './ticks.rules.js';

const MINUTE = 60_000;

describe('the labels of an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [3, [0, 1, 2, 3]],
    [100, [0, 25, 50, 75, 100]],
    [981, [0, 250, 500, 750, 1000]],
    [1049, [0, 500, 1000, 1500]],
    [203_056_748, [0, 100_000_000, 200_000_000, 300_000_000]],
  ])('are round up to %s', (highest, ticks) => expect(ticksOf(highest)).toEqual(ticks));

  it('are few in a low chart', () => expect(ticksOf(8, true, 2)).toEqual([0, 5, 10]));

  it('are whole where parts of one make no sense', () => expect(ticksOf(1, true)).toEqual([0, 1]));

  it('reach every value, in few lines', () =>
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), (highest) => {
        const ticks = ticksOf(highest);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-8));
        expect(ticks.at(-2)).toBeLessThan(highest);
        expect(ticks.length).toBeLessThanOrEqual(5);
      }),
    ));

  it('have the room of the longest of them', () => {
    expect(roomOf(['0', '1,05 rb'], 7)).toBe(61);
    expect(roomOf(['0'], 7)).toBe(26);
  });
});

describe('the labels of an axis of time', () => {
  const on = (clock: string): number => Date.parse(`2026-12-01T${clock}:00+07:00`);
  const clocks = (from: string, to: string, most?: number) =>
    timeTicksOf(on(from), on(to), most).map((at) => new Date(at + 7 * 3_600_000).toISOString().slice(11, 16));

  it('are round and equally far apart', () => {
    expect(clocks('16:53', '17:07')).toEqual(['16:55', '17:00', '17:05']);
    expect(clocks('16:53', '16:56')).toEqual(['16:53', '16:54', '16:55', '16:56']);
    expect(clocks('11:10', '17:10')).toEqual(['12:00', '14:00', '16:00']);
  });

  it('are one where none is within', () =>
    expect(timeTicksOf(on('16:53') + 1, on('16:53') + 2)).toHaveLength(1));
});

describe('the numbers above a curve', () => {
  it('share a number where they are close', () => {
    const of = (...minutes: number[]) => minutes.map((one, n) => ({ at: one * MINUTE, no: n + 1 }));
    const names = (annotations: { at: number; no: number }[]) =>
      labelled(annotations, [0, 100 * MINUTE]).map(({ name }) => name);
    expect(names(of(1, 3, 5, 50))).toEqual(['1–3', '', '', '4']);
    expect(names(of(1, 2, 3).filter(({ no }) => no !== 2))).toEqual(['1,3', '']);
    // No chain of close ones runs on and on.
    expect(names(of(1, 5, 9))).toEqual(['1–2', '', '3']);
  });
});
