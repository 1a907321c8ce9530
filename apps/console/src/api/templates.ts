import { type Body, call } from './client';
import type { TemplateKind } from './types';

type Fields = Required<Pick<Body<'post', '/templates'>, 'title' | 'contents'>>;

/** Texts to start from: an office's own for ordinary broadcasts, KPU's prepared ones for corrections. */
export const templates = {
  list: async (kind: TemplateKind) => (await call('get', '/templates', { query: { kind } })).templates,
  get: (id: string) => call('get', '/templates/{id}', { path: { id } }),
  create: (fields: Fields & { kind: TemplateKind }) => call('post', '/templates', { body: fields }),
  edit: (id: string, version: number, fields: Fields) =>
    call('patch', '/templates/{id}', { path: { id }, body: { version, ...fields } }),
  approve: (id: string, digest: string) =>
    call('post', '/templates/{id}/approve', { path: { id }, body: { digest } }),
  retire: (id: string) => call('post', '/templates/{id}/retire', { path: { id } }),
  undo: (id: string, act: Body<'post', '/templates/{id}/undo'>['act']) =>
    call('post', '/templates/{id}/undo', { path: { id }, body: { act } }),
};
