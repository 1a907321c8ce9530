import { z } from 'zod';
import { ROLES } from '../lists.js';
import { says } from '../problems.js';
import { idText, instant } from './shared.js';

export const role = z.enum(ROLES).meta({ id: 'Role' });
export type Role = z.output<typeof role>;

export const organisation = z
  .object({
    id: z.string(),
    kind: z.enum(['ministry', 'kpu']),
    name: z.string(),
    regionCode: z.string().nullable(),
  })
  .meta({
    id: 'Organisation',
    description: 'The ministry, or KPU at a region. A null region is the whole nation.',
  });
export type Organisation = z.output<typeof organisation>;

export const person = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    organisation: organisation,
    roles: z.array(role).describe('Roles in effect.'),
    awaited: z
      .array(role)
      .describe("Roles that await a second admin's confirmation or the end of their wait."),
    enrolled: z.boolean(),
    byIssuer: z.boolean().describe("Whether they sign in by an account at the ministry's issuer."),
    reachable: z.boolean().describe('Whether they have a confirmed address of their own for notices.'),
    disabledAt: instant.nullable(),
  })
  .meta({ id: 'Person', description: 'A member of staff as shown to admins.' });
export type Person = z.output<typeof person>;

const roles = z.array(role).max(role.options.length);

const invitation = z.strictObject({
  organisationId: idText,
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/, says('username')),
  name: z.string().trim().min(1).max(200),
  roles,
  issuerEmail: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .optional()
    .describe(
      "The address of their account at the ministry's issuer: they sign in there, without a password here.",
    ),
});

const newRoles = z.strictObject({ roles });

const newOffice = z.strictObject({ name: z.string().trim().min(1).max(200), regionCode: z.string().max(12) });

export const peopleRoutes = {
  'GET /organisations': { answer: z.object({ organisations: z.array(organisation) }) },
  'POST /organisations': { body: newOffice, answer: organisation },
  'GET /people': { answer: z.object({ people: z.array(person) }) },
  'POST /people': {
    body: invitation,
    answer: z
      .object({ person: person, oneTimePassword: z.string().nullable() })
      .describe(
        "Told once, to be handed over in person: it must be changed at first sign-in. Null: they sign in by the ministry's issuer.",
      ),
  },
  'PUT /people/{id}/roles': { body: newRoles, answer: person },
  'POST /people/{id}/disable': { answer: person },
  'POST /people/{id}/enable': { answer: person },
  'POST /people/{id}/reset-second-factor': { answer: person },
  'POST /people/{id}/reset': {
    answer: z
      .object({ person: person, oneTimePassword: z.string().nullable() })
      .describe('No password where a second admin has to confirm first.'),
  },
} as const;
