// The staff API: what each route takes and answers. The console imports the types, the publisher the schemas.
import type { z } from 'zod';
import { appointmentsRoutes } from './appointments.js';
import { auditRoutes } from './audit.js';
import { broadcastsRoutes } from './broadcasts.js';
import { calendarRoutes } from './calendar.js';
import { commentsRoutes } from './comments.js';
import { composingRoutes } from './composing.js';
import { contactsRoutes } from './contacts.js';
import { controlRoutes } from './control.js';
import { dataRequestsRoutes } from './data-requests.js';
import { deliveriesRoutes } from './deliveries.js';
import { electionsRoutes } from './elections.js';
import { emergencyRoutes } from './emergency.js';
import { helpdeskRoutes } from './helpdesk.js';
import { homeRoutes } from './home.js';
import { languagesRoutes } from './languages.js';
import { machineKeyRoutes } from './machine-keys.js';
import { onCallRoutes } from './on-call.js';
import { operationsRoutes } from './operations.js';
import { peopleRoutes } from './people.js';
import { reportsRoutes } from './reports.js';
import { reviewsRoutes } from './reviews.js';
import { savedFiltersRoutes } from './saved-filters.js';
import { seriesRoutes } from './series.js';
import { sessionRoutes } from './session.js';
import { templatesRoutes } from './templates.js';

/** What a route takes and answers. Files, streams and CSV have no schema. */
interface Route {
  query?: z.ZodObject;
  body?: z.ZodType;
  answer?: z.ZodType;
}

/** Every route by method and path below `/api/v1`; those for monitoring stand at the root. */
export const API = {
  ...appointmentsRoutes,
  ...auditRoutes,
  ...broadcastsRoutes,
  ...calendarRoutes,
  ...commentsRoutes,
  ...composingRoutes,
  ...contactsRoutes,
  ...controlRoutes,
  ...dataRequestsRoutes,
  ...deliveriesRoutes,
  ...electionsRoutes,
  ...emergencyRoutes,
  ...helpdeskRoutes,
  ...homeRoutes,
  ...languagesRoutes,
  ...machineKeyRoutes,
  ...onCallRoutes,
  ...operationsRoutes,
  ...peopleRoutes,
  ...reportsRoutes,
  ...reviewsRoutes,
  ...savedFiltersRoutes,
  ...seriesRoutes,
  ...sessionRoutes,
  ...templatesRoutes,
} as const satisfies Record<string, Route>;

export type Api = typeof API;
export type RouteName = keyof Api;

/** The parsed query of a route. */
export type QueryOf<R extends RouteName> = Api[R] extends { query: infer S extends z.ZodType }
  ? z.output<S>
  : never;
/** The parsed body of a route. */
export type BodyOf<R extends RouteName> = Api[R] extends { body: infer S extends z.ZodType }
  ? z.output<S>
  : never;
/** The answer of a route, as the program returns it; void: none, or no JSON. */
export type AnswerOf<R extends RouteName> = Api[R] extends { answer: infer S extends z.ZodType }
  ? z.output<S>
  : void;
