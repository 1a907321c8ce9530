// The life of a program: its start, its end, its heartbeat.
export { awayFrom } from './away.rules.js';
export { endStrays, forgetSilent, Heartbeat, silentPrograms } from './heartbeat.js';
export { runProgram, runProgramWith, runTask } from './program.js';
export { projectRoot } from './project-root.js';
