// Videos in sign language and audio, as citizens fetch them.
export { readStored, RecordingReader } from './reader.js';
export { type Recording, RECORDINGS, type RecordingKind } from './recording.rules.js';
export { Recordings } from './recordings.js';
