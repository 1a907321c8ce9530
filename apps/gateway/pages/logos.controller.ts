import { readFileSync } from 'node:fs';
import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { InjectConfig } from '#platform';
import { ConfigError, type GatewaySettings } from '#platform/config';
import { Public } from '#platform/http';
import { MARK_ADDRESSES, type MarkSetting } from './layout.js';
import { logoOf, type LogoType } from './logos.rules.js';

/** Nothing in a mark that is opened by itself may run or load. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

interface Mark {
  bytes: Buffer;
  type: LogoType;
}

/** The marks of the two organisations, read once at the start and the same for every reader. */
@Controller()
@Public()
export class LogosController {
  private readonly marks: ReadonlyMap<string, Mark>;

  /** @throws ConfigError when a file cannot be read or is no mark */
  constructor(@InjectConfig() config: Pick<GatewaySettings, MarkSetting>) {
    this.marks = new Map(
      MARK_ADDRESSES.flatMap(({ setting, name }) => {
        const file = config[setting];
        return file === undefined ? [] : [[name, read(setting, file)] as const];
      }),
    );
  }

  @Get('tanda/:name')
  show(@Param('name') name: string, @Res() response: Response): void {
    const mark = this.marks.get(name);
    if (!mark) throw new NotFoundException();
    response
      .set({ 'Cache-Control': 'public, max-age=3600', 'Content-Security-Policy': POLICY })
      .type(mark.type)
      .send(mark.bytes);
  }
}

function read(setting: MarkSetting, file: string): Mark {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigError(`${setting} names the file ${file}, which cannot be read (${why})`);
  }
  const found = logoOf(bytes);
  if ('fault' in found) throw new ConfigError(`${setting} names the file ${file}, which ${found.fault}`);
  return { bytes, type: found.type };
}
