import type { ApprovedDocument } from '#broadcasts/review';

/** The rules in the approved document under which it was written and sent. */
export function rulesOf({ no, digest, document }: ApprovedDocument): Record<string, unknown> {
  const { schedule, election } = document;
  return {
    submission: no,
    digest,
    format: document.format,
    renderer: document.renderer,
    kind: document.kind,
    reach: document.reach,
    // Local hours of each region; null: the reviewer agreed that it may leave the window.
    sendWindow: schedule.leaveWindow ? null : schedule.window,
    schedule,
    timeZones: Object.fromEntries(document.regions.map(({ code, timeZone }) => [code, timeZone])),
    linkDomains: document.links.domains,
    linkHosts: document.links.hosts,
    accountKinds: document.accountKinds,
    smsLimit: document.smsOverride,
    quietPeriod: election && { from: election.quietFrom, to: election.quietTo, neutral: document.neutral },
  };
}
