/** The forecast of a channel in one zone; instants in ISO 8601. */
interface ZoneForecast {
  timeZone: string;
  startsAt: string;
  finishesAt: string;
  messages: number;
}

export interface ZoneEnd {
  /** Its clock: WIB. */
  zone: string;
  timeZone: string;
  begins: string;
  ends: string;
}

/**
 * Over all channels: when the first message of what is left is due in each zone, and when the last one goes out. Zones on
 * one clock are one. In the order of their end.
 * @param nameOf the clock of a time zone
 */
export function zoneEnds(
  channels: readonly { zones: readonly ZoneForecast[] }[],
  nameOf: (timeZone: string) => string,
): ZoneEnd[] {
  const found = new Map<string, ZoneEnd>();
  for (const { timeZone, startsAt, finishesAt, messages } of channels.flatMap(({ zones }) => zones)) {
    if (messages === 0) continue;
    const zone = nameOf(timeZone);
    const before = found.get(zone);
    found.set(zone, {
      zone,
      timeZone: before?.timeZone ?? timeZone,
      begins: before && Date.parse(before.begins) < Date.parse(startsAt) ? before.begins : startsAt,
      ends: before && Date.parse(before.ends) > Date.parse(finishesAt) ? before.ends : finishesAt,
    });
  }
  return [...found.values()].toSorted((a, b) => Date.parse(a.ends) - Date.parse(b.ends));
}
