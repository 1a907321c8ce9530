import fc from 'fast-check';
import type { Window } from '../../libs/planning/window.rules.js';

/** Zones of Indonesia. */
export const INDONESIA = ['Asia/Jakarta', 'Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura'];
const clock = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
export const anyWindow = fc
  .tuple(clock, clock)
  .filter(([from, to]) => from < to)
  .map(([from, to]): Window => ({ from, to }));
/** Instants of 2024 to 2030, in ms. */
export const anyInstant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2031, 0, 1) });
