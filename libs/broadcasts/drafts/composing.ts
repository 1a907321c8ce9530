import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { Estimates, withoutRegions } from '#audience/counting';
import type { ChannelName } from '#channels';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, now } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import type { Schedule } from '#planning';
import { Assessor } from './assess.js';
import type { Draft } from './draft.js';
import { marksIn } from '../checks/marks.js';
import { unsaidCorrection } from '../checks/unsaid.rules.js';
import { type Sample, sampleCopy } from '../content/sample.js';
import { copiedInDoubtBy, correctedBy, see } from '../store.js';
import type { Checks, Outlook, TextLook } from '#contract/api/composing';

export type { Checks, Outlook, TextLook } from '#contract/api/composing';

/** A text that is not saved. */
export interface UnsavedText {
  channel: ChannelName;
  language: string;
  content: { subject?: string | undefined; body: string };
  electionId?: string | undefined;
  /** Region codes of its audience; empty: all. */
  regions: string[];
  smsOverride?: Draft['smsOverride'] | undefined;
  sample: Pick<Sample, 'name' | 'regionCode'>;
}

/** An audience and a schedule that are not saved. */
export type UnsavedPlan = Pick<Draft, 'kind' | 'reach' | 'channels' | 'audience' | 'neutral'> & {
  schedule?: Schedule | undefined;
  electionId?: string | undefined;
};

/** A broadcast that is not saved, with the fields that can be judged. */
export type UnsavedDraft = Pick<
  Draft,
  'title' | 'kind' | 'channels' | 'contents' | 'audience' | 'neutral' | 'smsOverride'
> & {
  alternatives?: Draft['alternatives'] | undefined;
  schedule?: Schedule | undefined;
  electionId?: string | undefined;
  /** Of a correction: the id of its original. */
  originalId?: string | undefined;
  /** The id it is saved under: it identifies a copy of a broadcast in doubt. */
  id?: string | undefined;
};

/** As long as a real code, so that an SMS link has its real length. */
const SAMPLE_CODE = 'CONTOH2026';

/** Feedback for an author about texts and plans that are not saved yet. Stores nothing. */
@Injectable()
export class Composing {
  private readonly assessor: Assessor;

  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
    private readonly estimates: Estimates,
    @InjectConfig() private readonly config: Config,
  ) {
    this.assessor = new Assessor(audience, config);
  }

  /** Judges one text by the rules for saving, and renders it with the renderer of the real copies. */
  async look(person: SignedIn, given: UnsavedText): Promise<TextLook> {
    const { channel, language, content, regions, electionId, smsOverride, sample } = given;
    const { subject, body } = content;
    const prepared = await this.assessor.prepare({
      title: '',
      kind: 'ordinary',
      reach: 'preferred',
      channels: [channel],
      contents: { [channel]: { [language]: { ...(subject === undefined ? {} : { subject }), body } } },
      audience: { regions },
      ...(electionId === undefined ? {} : { electionId }),
      ...(smsOverride === undefined ? {} : { smsOverride }),
    });
    const stem = `contents.${channel}.${language}.`;
    const own = <T extends { path: string }>(found: readonly T[]): T[] =>
      found.flatMap((one) =>
        one.path.startsWith(stem) ? [{ ...one, path: one.path.slice(stem.length) }] : [],
      );
    return {
      ...(await this.copy(prepared, person, { channel, language, ...sample })),
      faults: own(prepared.faults),
      warnings: own(prepared.warnings),
      lengths: own(prepared.lengths),
      sender: { name: this.config.SENDER_NAME, from: this.config.EMAIL_FROM },
    };
  }

  /**
   * The number of people it would reach, and the forecast of each channel, with the faults and what would correct them.
   */
  async outlook(person: SignedIn, given: UnsavedPlan): Promise<Outlook> {
    const { schedule, electionId, ...rest } = given;
    const prepared = await this.assessor.prepare({
      ...rest,
      title: '',
      contents: {},
      ...(schedule ? { schedule } : {}),
      ...(electionId === undefined ? {} : { electionId }),
    });
    const { audience, channels, reach } = prepared.draft;
    const estimate =
      audience.regions.length > 0 && channels.length > 0
        ? await this.estimates.estimate(audience, channels, reach)
        : null;
    const { obstacles, warnings, plan } = this.assessor.assess(prepared, identity(person), {
      now: await now(this.database.manager),
      estimate: estimate ?? undefined,
    });
    return {
      estimate: estimate && withoutRegions(estimate),
      obstacles: obstacles.filter(({ path }) => !path.startsWith('contents.')),
      warnings,
      forecast: plan?.forecast ?? {},
      nextOpenings: plan?.nextOpenings ?? [],
      rates: this.assessor.rates(prepared.draft.smsOverride?.segments ?? 1),
      smsCostPerSegment: this.config.SMS_COST_PER_SEGMENT,
    };
  }

  /**
   * Judges the whole broadcast by the rules for submitting and for the review. The outlook counts the audience.
   * @throws Problem not-found: the original of a correction
   */
  async checks(person: SignedIn, given: UnsavedDraft): Promise<Checks> {
    const { schedule, electionId, alternatives, originalId, id, ...rest } = given;
    const prepared = await this.assessor.prepare({
      ...rest,
      reach: 'preferred',
      ...(schedule ? { schedule } : {}),
      ...(alternatives ? { alternatives } : {}),
      ...(electionId === undefined ? {} : { electionId }),
    });
    const { manager } = this.database;
    const at = await now(manager);
    const { obstacles, warnings, plan } = this.assessor.assess(prepared, identity(person), { now: at });
    const original =
      originalId === undefined
        ? null
        : await correctedBy(manager, { originalId: (await see(manager, person, originalId)).id });
    const doubted =
      id === undefined ? null : await copiedInDoubtBy(manager, (await see(manager, person, id)).id);
    const document = this.assessor.freeze(prepared, identity(person), schedule ?? { at: 'now' });
    const quiet = (plan?.needsNeutralTick ?? false) || (plan?.missed.length ?? 0) > 0;
    const findings = marksIn(document, prepared.election, {
      languages: prepared.languages,
      now: schedule ? at : null,
      quiet,
      original,
      doubted,
    });
    // What is not saved has no original of its own yet: the assessment cannot know that it corrects one.
    const unsaid = originalId === undefined ? [] : unsaidCorrection(prepared.draft);
    return { obstacles, warnings: [...warnings, ...unsaid], findings };
  }

  private async copy(
    prepared: Awaited<ReturnType<Assessor['prepare']>>,
    person: SignedIn,
    sample: Sample,
  ): Promise<Pick<TextLook, 'copy' | 'why'>> {
    const region = (await this.audience.regions()).get(sample.regionCode ?? '');
    const document = this.assessor.freeze(prepared, identity(person), { at: 'now' });
    try {
      const named = region ? { ...sample, regionName: region.name } : sample;
      return { copy: sampleCopy(document, named, SAMPLE_CODE, this.config, true), why: null };
    } catch (error) {
      if (error instanceof Problem) return { copy: null, why: error.message };
      throw error;
    }
  }
}

/** Placeholder identity of a document that is shown and discarded. */
const identity = ({ organisation: { id, name } }: SignedIn) => ({
  broadcastId: '0',
  originalId: null,
  originalCode: null,
  remainderOfId: null,
  organisation: { id, name },
});
