import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { projectRoot } from '#platform/program';

/** Any other path of the publisher is a screen of the console, which does its own routing. */
const NOT_THE_CONSOLE = /^\/(api|ops|health|metrics|assets)(\/|$)/;
/** Files in here carry a hash of their content in their name. */
const HASHED = '/assets/';
const YEAR_MS = 365 * 24 * 3_600_000;
/** The build's compressed variants of scripts and styles, the smallest first. */
const PACKINGS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
];

/**
 * Serves the console to anyone: it holds no data and reads everything from the API. Without a built console the publisher
 * works, and explains at / how to build one.
 * @param folder the output of `npm run build:console`
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

/** Any path a browser opens as a page; a program that asks for no type gets a 404. */
function asksForAScreen(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (request.path === '/') return true;
  return !NOT_THE_CONSOLE.test(request.path) && request.accepts(['json', 'html']) === 'html';
}

/** Files whose name stays the same when they change are revalidated each time. */
function alwaysChecked(response: Response): void {
  response.set('Cache-Control', 'no-cache');
}

/** Rewrites the request to the smallest compressed variant of a file that exists and the browser accepts. */
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

/** Sets the encoding and the original type of a compressed variant. */
function unpackable(response: Response, path: string): void {
  response.vary('Accept-Encoding');
  const packing = PACKINGS.find(({ ending }) => path.endsWith(ending));
  if (!packing) return;
  response.set('Content-Encoding', packing.encoding);
  response.type(extname(path.slice(0, -packing.ending.length)));
}
