import { Controller, Header, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Broadcasts } from '#broadcasts';
import type { ChainLink } from '#broadcasts/corrections';
import type { ChannelName } from '#channels';
import type { Outline } from '#contract/api/reports';
import { READERS } from '#contract/roles.rules';
import {
  type ChannelForecast,
  CompletionForecast,
  type Course,
  type Report,
  Reports,
  Throughput,
} from '#dispatch/reports';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, KeyScope, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { AnswersCsv, Route } from '../route.js';

/** The report as one person sees it: the same for everybody, but for what they may know of corrections and earlier ones. */
interface ReportView extends Omit<Report, 'earlier'> {
  earlier: (Outline & { broadcast: { id: string; title: string } | null })[];
  /** Corrections of it, and of those, the oldest first. */
  corrections: ChainLink[];
}

/** The forecast of a broadcast, its failures, and its final report. */
@ApiTags('deliveries')
@Controller('api/v1')
@Roles(...READERS)
export class ReportsController {
  constructor(
    private readonly broadcasts: Broadcasts,
    private readonly reports: Reports,
    private readonly outlook: CompletionForecast,
    private readonly throughput: Throughput,
  ) {}

  /** When each channel will have sent the rest, if this broadcast has it alone. */
  @Route('GET /broadcasts/{id}/forecast')
  async forecast(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ channels: Partial<Record<ChannelName, ChannelForecast>> }> {
    await this.broadcasts.mustSee(person, id);
    return { channels: await this.outlook.of(id) };
  }

  /** How it has gone so far, minute by minute, and the counts by channel and province. */
  @Route('GET /broadcasts/{id}/course')
  async course(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<Course> {
    await this.broadcasts.mustSee(person, id);
    return this.throughput.of(id);
  }

  /** Failures by reason, the most frequent first. */
  @Route('GET /broadcasts/{id}/failures')
  async failures(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<Pick<Report, 'countedAt' | 'failures' | 'unreached'>> {
    await this.broadcasts.mustSee(person, id);
    return this.reports.failures(id);
  }

  @Route('GET /broadcasts/{id}/report')
  @KeyScope('reports')
  async report(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<ReportView> {
    await this.broadcasts.mustSee(person, id);
    const chain = await this.broadcasts.chain(person, id);
    const { earlier, ...report } = await this.reports.of(id);
    const titles = await this.broadcasts.titlesSeen(
      person,
      earlier.flatMap(({ id: of }) => of ?? []),
    );
    return {
      ...report,
      earlier: earlier.map(({ id: of, ...one }) => {
        const title = of === null ? undefined : titles[of];
        return { ...one, broadcast: of !== null && title !== undefined ? { id: of, title } : null };
      }),
      corrections: chain?.corrections ?? [],
    };
  }

  /** A line for each region and channel. */
  @Route('GET /broadcasts/{id}/report.csv')
  @KeyScope('reports')
  @AnswersCsv()
  @Header('content-type', 'text/csv; charset=utf-8')
  async csv(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const { state, chain } = await this.broadcasts.get(person, id);
    response.setHeader('content-disposition', `attachment; filename="report-${id}.csv"`);
    return this.reports.csv(id, state, chain);
  }
}
