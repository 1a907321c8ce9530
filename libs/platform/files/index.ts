// Files that grow by lines, and the space on a disk.
export { diskOf } from './disk.js';
export { allLines, lastLines, LineFile } from './line-file.js';
