import type { INestApplication } from '@nestjs/common';
import type { Express } from 'express';

/** What stands in an app's router, in order: a route, or something that is passed or mounted. */
export interface Layer {
  name: string;
  match(path: string): boolean;
  route?: { path: string; methods: Record<string, boolean> };
}

/** All that an app's requests meet. */
export const layersOf = (app: INestApplication): Layer[] =>
  (app.getHttpAdapter().getInstance() as Express).router.stack as unknown as Layer[];

/** Every route of an app, such as `GET /verify/:code`: what it really answers, not what somebody wrote down. */
export const routesOf = (app: INestApplication): string[] =>
  layersOf(app).flatMap(({ route }) =>
    route
      ? Object.keys(route.methods)
          .filter((method) => method !== 'head')
          .map((method) => `${method.toUpperCase()} ${route.path}`)
      : [],
  );
