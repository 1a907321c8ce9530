import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { projectRoot } from '#platform';

/** Everything else at the publisher is a screen of the console, which reads its own address. */
const NOT_THE_CONSOLE = /^\/(api|ops|health|metrics|assets)(\/|$)/;
/** Files in here carry a hash of what they hold in their name. */
const HASHED = '/assets/';
const YEAR_MS = 365 * 24 * 3_600_000;
/** How the build packs scripts and styles, the smallest first. */
const PACKINGS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
];

/**
 * Serves the console to anyone: it holds no data, all it shows it asks the API for. A publisher without a built console
 * works, and says at / how to build one.
 * @param folder where `npm run build:console` has left it
 */
export function mountConsole(app: NestExpressApplication, folder = join(projectRoot, 'dist/console')): void {
  app.use(HASHED, packedIfTaken(join(folder, HASHED)));
  app.use(
    HASHED,
    express.static(join(folder, HASHED), { immutable: true, maxAge: YEAR_MS, setHeaders: unpackable }),
  );
  app.use(express.static(folder, { index: false, cacheControl: false, setHeaders: alwaysChecked }));
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!asksForAScreen(request)) return next();
    const page = join(folder, 'index.html');
    if (!existsSync(page)) {
      response.status(503).type('text/plain').send('The console is not built: npm run build:console\n');
      return;
    }
    response.sendFile(page, { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } });
  });
}

/** Any address a browser opens as a page; a program that names no type it wants is told that there is nothing. */
function asksForAScreen(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (request.path === '/') return true;
  return !NOT_THE_CONSOLE.test(request.path) && request.accepts(['json', 'html']) === 'html';
}

/** What keeps its name when it changes is asked for anew each time. */
function alwaysChecked(response: Response): void {
  response.set('Cache-Control', 'no-cache');
}

/** Leads to the best packed copy that the build has left beside a file and the browser takes. */
function packedIfTaken(folder: string) {
  const files = new Set(existsSync(folder) ? readdirSync(folder) : []);
  return (request: Request, _response: Response, next: NextFunction): void => {
    const name = request.path.slice(1);
    const packing = PACKINGS.find(
      ({ encoding, ending }) => files.has(`${name}${ending}`) && request.acceptsEncodings(encoding),
    );
    if (packing) request.url = `/${name}${packing.ending}`;
    next();
  };
}

/** Says of a packed copy what it is once unpacked. */
function unpackable(response: Response, path: string): void {
  response.vary('Accept-Encoding');
  const packing = PACKINGS.find(({ ending }) => path.endsWith(ending));
  if (!packing) return;
  response.set('Content-Encoding', packing.encoding);
  response.type(extname(path.slice(0, -packing.ending.length)));
}
