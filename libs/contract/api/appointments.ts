import { z } from 'zod';
import { organisation, role } from './people.js';
import { channelName, instant, who } from './shared.js';

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

export const appointmentsRoutes = {
  'GET /appointments': { answer: z.object({ appointments: z.array(appointmentView) }) },
  'POST /appointments/{id}/confirm': {
    answer: z
      .object({ appointment: appointmentView, oneTimePassword: z.string().nullable() })
      .describe('The password is of a reset: told once, to be handed over in person.'),
  },
  'POST /appointments/{id}/lift': { answer: appointmentView },
  'POST /appointments/{id}/cancel': { answer: appointmentView },
} as const;
