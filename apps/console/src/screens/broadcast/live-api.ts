import type { Channel, Counts, DeliveryState, Forecast } from '../../api';
import { ask } from '../../http';

/** How many copies went wrong for one reason. */
export interface Failure {
  channel: Channel;
  state: DeliveryState;
  reason: string | null;
  copies: number;
}

export interface ReportLine extends Counts {
  channel: Channel;
  region: string;
  dueAt: string;
  firstHandoverAt: string | null;
  lastHandoverAt: string | null;
}

export interface Report {
  people: number;
  lines: ReportLine[];
  regions: {
    region: string;
    name: string;
    timeZone: string;
    registeredVoters: number | null;
    people: number;
  }[];
  failures: Failure[];
  corrections: { id: string; title: string; state: string; approvedAt: string | null }[];
}

const at = (id: string, rest: string): string => `/broadcasts/${encodeURIComponent(id)}${rest}`;

/** How a broadcast goes on and what became of it. */
export const outcomes = {
  forecast: async (id: string) =>
    (await ask<{ channels: Partial<Record<Channel, Forecast>> }>('GET', at(id, '/forecast'))).channels,
  failures: async (id: string) => (await ask<{ failures: Failure[] }>('GET', at(id, '/failures'))).failures,
  report: (id: string) => ask<Report>('GET', at(id, '/report')),
  reportCsv: (id: string) => `/api/v1${at(id, '/report.csv')}`,
  reveal: (id: string, addressId: string, reason: string) =>
    ask<{ address: string }>('POST', at(id, `/deliveries/${addressId}/reveal`), { body: { reason } }),
};
