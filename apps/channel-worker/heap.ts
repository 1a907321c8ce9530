import { setFlagsFromString } from 'node:v8';

// Bounds a worker's memory, which must be the same after a thousand messages and after millions. This is a module of
// its own, and main.ts imports it first: V8 sets the heap limit at each garbage collection, and the last one for half a
// minute may run while the other modules are evaluated.

// The heap may grow by a quarter of its live size before a collection. By default V8 lets it grow to three times that,
// and a worker reaches 350 MB, most of it garbage of sent copies.
setFlagsFromString('--heap-growing-percent=25');

// Threads started after this use the semi-space size, in MB, that they would reach under load from the start.
setFlagsFromString('--min-semi-space-size=16');

// Never allocates young objects in the old generation. V8 learns from a thread's first objects, many of which survive;
// later per-copy objects from the same sites were then allocated as old, and forced three major collections a second.
setFlagsFromString('--no-allocation-site-pretenuring');

// Each thread collects its young generation alone: few objects survive, and helper threads cost more than they save.
setFlagsFromString('--no-parallel-scavenge');
