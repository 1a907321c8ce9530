import fc from 'fast-check';
import { parseTemplate } from './template.rules.js';
import { VARIABLES } from './variables.js';

describe('a template', () => {
  it('consists of text and variables', () => {
    expect(parseTemplate('Halo {{ name }}, {{region}}!')).toEqual({
      segments: ['Halo ', { variable: 'name' }, ', ', { variable: 'region' }, '!'],
      starts: [0, 5, 15, 17, 27],
      faults: [],
    });
  });

  it.each([
    ['Yth.\nBapak {{nmae}}', 2, 7, 'Did you mean {{name}}?'],
    ['{{pollingdate}}', 1, 1, 'Did you mean {{polling_date}}?'],
    ['{{Name}}', 1, 1, 'Did you mean {{name}}?'],
    ['{{zzzzzzzzzz}}', 1, 1, 'There is no variable'],
    ['{{}}', 1, 1, 'There is no variable'],
    ['{{name.length}}', 1, 1, 'There is no variable'],
    ['{{constructor}}', 1, 1, 'There is no variable'],
    ['a {{#name}}x{{/name}}', 1, 3, 'section'],
    ['{{^name}}x{{/name}}', 1, 1, 'section'],
    ['a {{#name}}x', 1, 3, 'Sections'],
    ['x {{/name}}', 1, 3, 'Sections'],
    ['{{> name}}', 1, 1, 'partial'],
    ['a\n\n {{{name}}}', 3, 2, 'unescaped'],
    ['{{&name}}', 1, 1, 'unescaped'],
    ['{{! x }}', 1, 1, 'comment'],
    ['{{=<% %>=}}<%name%>', 1, 1, 'delimiters'],
    ['Halo {{name', 1, 6, 'not closed'],
    ['{{name}} dan {{region', 1, 14, 'not closed'],
    ['Halo {name}', 1, 6, 'lone "{"'],
    ['Halo name}}', 1, 10, 'lone "}"'],
  ])('refuses %j at %i:%i', (template, line, column, message) => {
    const { faults } = parseTemplate(template);
    expect(faults[0]).toMatchObject({ params: { line, column } });
    expect(faults[0]?.message).toContain(message);
    if (!/lone|not closed/.test(message)) expect(faults[0]?.message).toContain('{{unsubscribe_link}}');
  });

  it.each([
    ['a {name} b } c {', ['{', '}', '{']],
    ['Halo {{nmae}}\n{satu} {{name', ['{{nmae}}', '{', '{{name']],
    ['{{name\n dan {region}', ['{{name', '{']],
    ['{{#name}} {x}', ['{{#name}}', '{']],
    ['Halo name}}', ['}']],
  ])('reports each fault of %j', (template, expected) =>
    expect(parseTemplate(template).faults.map(({ start, end }) => template.slice(start, end))).toEqual(
      expected,
    ),
  );

  it('accepts any text or reports where it is wrong, and never throws', () => {
    const piece = fc.oneof(
      fc.constantFrom('{{', '}}', '{', '}', '#', '^', '/', '>', '&', '!', '=', '\n', ' ', ...VARIABLES),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const template = pieces.join('');
        const { segments, faults } = parseTemplate(template);
        if (faults.length === 0) {
          const literals = segments.filter((segment) => typeof segment === 'string').join('');
          expect(literals).toBe(template.replace(/\{\{\s*[a-z_]+\s*\}\}/g, ''));
        }
        const lines = template.split('\n');
        for (const { params } of faults)
          expect(params['column']).toBeLessThanOrEqual((lines[Number(params['line']) - 1] ?? '').length + 1);
      }),
      { numRuns: 1000 },
    );
  });
});
