import type { INestApplication } from '@nestjs/common';
import type { Express } from 'express';

/** The entries of an app's router, in order: a route, middleware or a mount. */
export interface Layer {
  name: string;
  match(path: string): boolean;
  route?: { path: string; methods: Record<string, boolean> };
}

/** Everything that an app's requests pass. */
export const layersOf = (app: INestApplication): Layer[] =>
  (app.getHttpAdapter().getInstance() as Express).router.stack as unknown as Layer[];

/**
 * Every route of an app, such as `GET /verify/:code`: read from the running app, not from a written list. One that
 * several handlers answer is named once.
 */
export const routesOf = (app: INestApplication): string[] => {
  const named = layersOf(app).flatMap(({ route }) =>
    route
      ? Object.keys(route.methods)
          .filter((method) => method !== 'head')
          .map((method) => `${method.toUpperCase()} ${route.path}`)
      : [],
  );
  return [...new Set(named)];
};
