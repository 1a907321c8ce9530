import { setFlagsFromString } from 'node:v8';

// How much memory a worker takes, which is to be the same after a thousand messages and after millions. This stands in a module
// of its own, which main.ts imports first: V8 reckons how far a heap may grow whenever it has cleared it out, and it may do so
// for the last time in half a minute while the other modules are evaluated.

// The heap may grow by a quarter of what is in use before it is cleared out. Left to itself, V8 lets it grow to three times that,
// and a worker would come to hold 350 MB, most of it copies long sent.
setFlagsFromString('--heap-growing-percent=25');

// Threads begun after this give young objects at once the room, in MB, that they would come to have under load.
setFlagsFromString('--min-semi-space-size=16');

// No object is taken for one that stays before it has stayed. V8 learns from a thread's first objects, of which many stay, where
// such come from; what is made there later, for each copy, then went straight among the old ones, and these had to be cleared out
// three times a second.
setFlagsFromString('--no-allocation-site-pretenuring');

// Each thread clears out its young objects by itself: there are few that stay, and helpers cost more than they do.
setFlagsFromString('--no-parallel-scavenge');
