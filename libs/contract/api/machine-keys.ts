import { z } from 'zod';
import { instant, who } from './shared.js';
import { organisation } from './people.js';

/** What a machine key may read: reports of broadcasts, or how many copies are in which state while one is sent. */
export const MACHINE_SCOPES = ['reports', 'counts'] as const;

export const machineScope = z.enum(MACHINE_SCOPES).meta({
  id: 'MachineScope',
  description:
    'What a machine key may read: `reports` of broadcasts, or `counts` of copies while one is sent; both list broadcasts. No address and no name of a citizen is in either.',
});
export type MachineScope = z.output<typeof machineScope>;

export const machineKey = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(machineScope),
    organisation: organisation.describe('It reads what people of this office may see.'),
    madeBy: who,
    madeAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable().describe('To the minute.'),
  })
  .meta({ id: 'MachineKey', description: 'A key of a program that reads.' });
export type MachineKey = z.output<typeof machineKey>;

const newMachineKey = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(machineScope).min(1),
  days: z.int().min(1).max(366),
});
export type NewMachineKey = z.output<typeof newMachineKey>;

export const machineKeyRoutes = {
  'GET /machine-keys': { answer: z.object({ machineKeys: z.array(machineKey) }) },
  'POST /machine-keys': {
    body: newMachineKey,
    answer: z
      .object({ machineKey, key: z.string() })
      .describe('The key is shown once: `Authorization: Bearer siar_…`.'),
  },
  'DELETE /machine-keys/{id}': {},
} as const;
