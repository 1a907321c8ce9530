import { z } from 'zod';
import { ROLES } from '../lists.js';
import { says } from '../problems.js';
import { channelName, idText, instant, who } from './shared.js';

export const appointmentAct = z.enum(['roles', 'reset', 'second-factor', 'enable']).meta({
  id: 'AppointmentAct',
  description:
    'Acts that need two admins: granting roles, resetting password and authenticator, resetting the authenticator alone, and enabling a disabled person.',
});
export type AppointmentAct = z.output<typeof appointmentAct>;

export const appointmentState = z
  .enum(['asked', 'waiting', 'counting', 'cancelled', 'expired'])
  .meta({ id: 'AppointmentState' });
export type AppointmentState = z.output<typeof appointmentState>;

export const appointmentStep = z.enum(['confirm', 'lift', 'cancel']).meta({ id: 'AppointmentStep' });
export type AppointmentStep = z.output<typeof appointmentStep>;

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

export const missingStep = z
  .enum(['no-own-password', 'no-authenticator', 'no-first-sign-in', 'no-own-address'])
  .meta({ id: 'MissingStep' });
export type MissingStep = z.output<typeof missingStep>;

export const appointmentView = z
  .object({
    id: z.string(),
    act: appointmentAct,
    roles: z.array(role),
    waits: z
      .boolean()
      .describe(
        "Whether it takes effect after a waiting period, by the present state until it is confirmed; false for an organisation's first set-up.",
      ),
    state: appointmentState,
    person: z.object({ username: z.string(), id: z.string(), name: z.string() }),
    organisation: organisation,
    askedBy: z
      .object({ id: z.string(), name: z.string(), admin: z.boolean() })
      .describe('The requesting admin, who counts as one of two while they are an admin.'),
    askedAt: instant,
    expiresAt: instant.describe("Deadline for the second admin's confirmation."),
    confirmedBy: who.nullable(),
    confirmedAt: instant.nullable(),
    countsFrom: instant.nullable(),
    liftAskedBy: z
      .object({ id: z.string(), name: z.string(), admin: z.boolean() })
      .describe('The requesting admin, who counts as one of two while they are an admin.')
      .nullable(),
    liftedBy: who.nullable(),
    cancelledBy: who.nullable(),
    cancelledAt: instant.nullable(),
    steps: z.array(appointmentStep).describe('The steps that this admin may take.'),
    waitHours: z
      .number()
      .describe('Hours after the confirmation until it takes effect; 0 for a first set-up.'),
    missing: z
      .array(missingStep)
      .describe('Set-up steps of the person that are missing before a second admin can confirm.'),
    confirmable: z
      .boolean()
      .describe(
        'Of one that is asked for: whether an active admin, other than the requester and the person, can confirm it.',
      ),
    reachedAt: z
      .array(z.object({ channel: channelName, to: z.string() }))
      .describe(
        "The person's confirmed addresses, masked: shown while a second admin has to identify the appointee.",
      ),
  })
  .meta({ id: 'AppointmentView', description: 'An appointment as shown to an admin.' });
export type AppointmentView = z.output<typeof appointmentView>;

export const onCallRole = z.enum(['reviewer', 'operator']).meta({ id: 'OnCallRole' });
export type OnCallRole = z.output<typeof onCallRole>;

export const onCallCandidate = z
  .object({
    personId: z.string(),
    username: z.string(),
    name: z.string(),
    organisation: organisation,
    role: onCallRole,
    channels: z
      .array(channelName)
      .describe('Channels with a confirmed address of theirs; without one they cannot be on call.'),
    refused: z
      .array(channelName)
      .describe('Those of them on which the provider refused the last notice to them.'),
  })
  .meta({ id: 'OnCallCandidate', description: 'A person who is, or can be, on call.' });
export type OnCallCandidate = z.output<typeof onCallCandidate>;

export const onCallEntry = z
  .object({
    personId: z.string(),
    username: z.string(),
    name: z.string(),
    organisation: organisation,
    role: onCallRole,
    channels: z
      .array(channelName)
      .describe('Channels with a confirmed address of theirs; without one they cannot be on call.'),
    refused: z
      .array(channelName)
      .describe('Those of them on which the provider refused the last notice to them.'),
    tier: z.literal([1, 2]).describe('1: notified at once. 2: notified when nobody answers.'),
    position: z.number().describe('Order within a tier, from 1.'),
    roles: z.array(role).describe('All their roles.'),
    timeZone: z.string().describe('Time zone of their office.'),
  })
  .meta({ id: 'OnCallEntry', description: 'A person on call.' });
export type OnCallEntry = z.output<typeof onCallEntry>;

export const onCallRota = z
  .object({
    role: onCallRole,
    fits: z.boolean().describe('Whether people of an office that this admin manages can hold the role.'),
    elsewhere: z.number().describe('Number of people on call from offices that this admin does not manage.'),
    awaited: z
      .array(
        z
          .object({
            personId: z.string(),
            name: z.string(),
            from: instant.describe('When their role takes effect.'),
            listed: z
              .boolean()
              .describe('Whether they keep a place on the list, and are called again from then on.'),
          })
          .describe('A person who cannot be called yet because their role is in its wait.'),
      )
      .describe("The admin's people with this role in its wait."),
  })
  .meta({ id: 'OnCallRota', description: 'One role of the list as an admin sees it.' });
export type OnCallRota = z.output<typeof onCallRota>;

export const ownAppointment = z
  .object({
    roles: z.array(role),
    missing: z
      .array(missingStep)
      .describe('Set-up steps of the person that are missing before a second admin can confirm.'),
    confirmable: z
      .boolean()
      .describe(
        'Of one that is asked for: whether an active admin, other than the requester and the person, can confirm it.',
      ),
    expiresAt: instant.describe("Deadline for the second admin's confirmation."),
  })
  .meta({ id: 'OwnAppointment', description: 'A requested appointment as shown to the appointee.' });
export type OwnAppointment = z.output<typeof ownAppointment>;

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

export const unmanned = z
  .union([onCallRole, z.literal('own-reviewer'), z.literal('own-operator'), z.literal('nationwide')])
  .meta({
    id: 'Unmanned',
    description:
      "What the on-call list lacks: nobody at all in a role, nobody of the admin's own offices in it, or no reviewer who covers the whole nation.",
  });
export type Unmanned = z.output<typeof unmanned>;

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

const place = z.strictObject({
  tier: z.union([z.literal(1), z.literal(2)], 'must be 1 (called at once) or 2 (called when nobody answers)'),
  position: z.int().min(1).max(1000),
});

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
  'GET /appointments': { answer: z.object({ appointments: z.array(appointmentView) }) },
  'POST /appointments/{id}/confirm': {
    answer: z
      .object({ appointment: appointmentView, oneTimePassword: z.string().nullable() })
      .describe('The password is of a reset: told once, to be handed over in person.'),
  },
  'POST /appointments/{id}/lift': { answer: appointmentView },
  'POST /appointments/{id}/cancel': { answer: appointmentView },
  'GET /on-call': {
    answer: z.object({
      entries: z.array(onCallEntry),
      candidates: z.array(onCallCandidate),
      rotas: z.array(onCallRota),
    }),
  },
  'PUT /on-call/{id}/{role}': { body: place, answer: onCallEntry },
  'DELETE /on-call/{id}/{role}': {},
} as const;
