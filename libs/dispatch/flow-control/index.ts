// How fast each account may send: budgets, circuits, warm-up.
export { BindTable } from './bind-table.js';
export { Budget, useOnly } from './budget.js';
export { Circuit } from './circuit.js';
export { QueueFeeder } from './queue-feeder.js';
export { Spending } from './spending.js';
export { WarmUp } from './warm-up.js';
export { dailyCeiling } from './warm-up.rules.js';
