import { z } from 'zod';
import { organisation, role } from './people.js';
import { channelName, instant } from './shared.js';

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

export const unmanned = z
  .union([onCallRole, z.literal('own-reviewer'), z.literal('own-operator'), z.literal('nationwide')])
  .meta({
    id: 'Unmanned',
    description:
      "What the on-call list lacks: nobody at all in a role, nobody of the admin's own offices in it, or no reviewer who covers the whole nation.",
  });
export type Unmanned = z.output<typeof unmanned>;

const place = z.strictObject({
  tier: z.union([z.literal(1), z.literal(2)], 'must be 1 (called at once) or 2 (called when nobody answers)'),
  position: z.int().min(1).max(1000),
});

export const onCallRoutes = {
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
