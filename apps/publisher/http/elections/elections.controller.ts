import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  contestantsSchema,
  electionEditSchema,
  Elections,
  type KeptElection,
  newElectionSchema,
} from '#audience';
import { countNaming, type Naming } from '#broadcasts';
import { BodySchema, Problem, says, Validate } from '#platform';
import { mayKeepElections, type SignedIn } from '#staff';
import { AnySignedIn, CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';

const ElectionParam = new Validate(z.string().regex(/^[a-z0-9-]{3,64}$/, says('no-election-id')));

/** An election with what an edit of it would touch. */
interface ElectionView extends KeptElection, Naming {
  mayEdit: boolean;
}

/** The elections that provide the dates of broadcasts: readable by all, maintained by KPU itself. */
@ApiTags('reference')
@Controller('api/v1/elections')
export class ElectionsController {
  constructor(
    private readonly elections: Elections,
    private readonly database: DataSource,
  ) {}

  @Get(':id')
  @AnySignedIn()
  get(@Param('id', ElectionParam) id: string, @CurrentPerson() person: SignedIn): Promise<ElectionView> {
    return this.view(id, person);
  }

  @Post()
  @Roles('reviewer')
  @StepUp()
  @BodySchema(newElectionSchema)
  async create(
    @Body(new Validate(newElectionSchema)) { id, ...fields }: z.output<typeof newElectionSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<ElectionView> {
    mustKeep(person);
    await this.database.transaction((tx) => this.elections.create(tx, person.personId, id, fields));
    return this.view(id, person);
  }

  /** Changes no broadcast: those submitted with other values are flagged. */
  @Put(':id')
  @Roles('reviewer')
  @StepUp()
  @BodySchema(electionEditSchema)
  async edit(
    @Param('id', ElectionParam) id: string,
    @Body(new Validate(electionEditSchema)) { version, ...fields }: z.output<typeof electionEditSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<ElectionView> {
    mustKeep(person);
    await this.database.transaction((tx) => this.elections.edit(tx, person.personId, id, version, fields));
    return this.view(id, person);
  }

  /** The contestants of one contest: a review marks their names in what goes out in the quiet period. */
  @Put(':id/contestants')
  @Roles('reviewer')
  @StepUp()
  @BodySchema(contestantsSchema)
  async putContestants(
    @Param('id', ElectionParam) id: string,
    @Body(new Validate(contestantsSchema)) { version, ...fields }: z.output<typeof contestantsSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<ElectionView> {
    mustKeep(person);
    await this.database.transaction((tx) =>
      this.elections.putContestants(tx, person.personId, id, version, fields),
    );
    return this.view(id, person);
  }

  private async view(id: string, person: SignedIn): Promise<ElectionView> {
    const tx = this.database.manager;
    return {
      ...(await this.elections.get(tx, id)),
      ...(await countNaming(tx, id)),
      mayEdit: mayKeepElections(person),
    };
  }
}

/** @throws Problem forbidden */
function mustKeep(person: SignedIn): void {
  if (!mayKeepElections(person)) throw new Problem('kpu-keeps-elections');
}
