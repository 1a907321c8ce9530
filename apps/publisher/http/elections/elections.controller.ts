import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Elections, type KeptElection } from '#audience/elections';
import { countNaming, type Naming } from '#broadcasts';
import { Database } from '#platform/database';
import { Problem, Validate } from '#platform/http';
import { says } from '#contract/problems';
import { mayKeepElections, type SignedIn } from '#staff/roles';
import { AnySignedIn, CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';

const ElectionParam = new Validate(z.string().regex(/^[a-z0-9-]{3,64}$/, says('no-election-id')));

/** An election with what an edit of it would touch. */
interface ElectionView extends KeptElection, Naming {
  mayEdit: boolean;
}

/** The elections that provide the dates of broadcasts: readable by all, maintained by KPU itself. */
@ApiTags('reference')
@Controller('api/v1')
export class ElectionsController {
  constructor(
    private readonly elections: Elections,
    private readonly database: Database,
  ) {}

  @Route('GET /elections/{id}')
  @AnySignedIn()
  get(@Param('id', ElectionParam) id: string, @CurrentPerson() person: SignedIn): Promise<ElectionView> {
    return this.view(id, person);
  }

  @Route('POST /elections')
  @Roles('reviewer')
  @StepUp()
  async create(
    @GivenBody('POST /elections') { id, ...fields }: BodyOf<'POST /elections'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<ElectionView> {
    mustKeep(person);
    await this.database.transaction((tx) => this.elections.create(tx, person.personId, id, fields));
    return this.view(id, person);
  }

  /** Changes no broadcast: those submitted with other values are flagged. */
  @Route('PUT /elections/{id}')
  @Roles('reviewer')
  @StepUp()
  async edit(
    @Param('id', ElectionParam) id: string,
    @GivenBody('PUT /elections/{id}') { version, ...fields }: BodyOf<'PUT /elections/{id}'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<ElectionView> {
    mustKeep(person);
    await this.database.transaction((tx) => this.elections.edit(tx, person.personId, id, version, fields));
    return this.view(id, person);
  }

  /** The contestants of one contest: a review marks their names in what goes out in the quiet period. */
  @Route('PUT /elections/{id}/contestants')
  @Roles('reviewer')
  @StepUp()
  async putContestants(
    @Param('id', ElectionParam) id: string,
    @GivenBody('PUT /elections/{id}/contestants')
    { version, ...fields }: BodyOf<'PUT /elections/{id}/contestants'>,
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
