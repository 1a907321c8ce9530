import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type CompletedConfig,
  createFormatter,
  createParser,
  DEFAULT_CONFIG,
  type Schema,
  SchemaGenerator,
} from 'ts-json-schema-generator';
import ts from 'typescript';

/** The staff API's answers: a JSON schema for each operation that has one, and the schemas they share. */
export interface Answers {
  schemas: Record<string, Schema>;
  /** By operation id, such as `BroadcastsController_get`. */
  answers: Record<string, Schema>;
}

/**
 * Derives each route's answer from its method's return type, so that no one repeats it by hand. Dates are strings, as
 * in JSON.
 * @param folder the app's, whose `*.controller.ts` are read
 */
export function answersOf(folder: string): Answers {
  const options = compilerOptions();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.controller.ts'))
    // A folder lists its files in no fixed order, and the order of names follows theirs.
    .toSorted()
    .map((file) => resolve(join(folder, file)));
  const routes = new Map(files.map((file) => [file, routesIn(file)]));
  const all = [...routes.values()].flat();
  const written = ts.createProgram(files, options);
  const spelt = spellOut(written);
  const host = ts.createCompilerHost(options);
  const plain = ts.createCompilerHost(options);
  host.getSourceFile = (path, wanted) => {
    const named = routes.get(resolve(path));
    const text = spelt.get(resolve(path));
    const known = written.getSourceFile(path);
    if (!named && text === undefined) return known ?? plain.getSourceFile(path, wanted);
    // The generator finds types by name: each answer gets one, at the end of its controller's own file.
    const all = [text ?? known?.text ?? '', ...(named ?? []).map(declared)].join('\n');
    return ts.createSourceFile(path, all, wanted, true);
  };
  const program = ts.createProgram(files, options, host);
  const config: CompletedConfig = { ...DEFAULT_CONFIG, additionalProperties: true, encodeRefs: false };
  const generator = new SchemaGenerator(
    program,
    createParser(program, config),
    createFormatter(config),
    config,
  );
  const { definitions = {} } = generator.createSchema(all.map(({ operation }) => operation)) as {
    definitions?: Record<string, Schema>;
  };
  const own = new Set(all.map(({ operation }) => operation));
  const pick = (mine: boolean): Record<string, Schema> =>
    Object.fromEntries(
      Object.entries(definitions)
        .filter(([name]) => own.has(name) === mine)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return placed({ schemas: pick(false), answers: pick(true) });
}

interface Route {
  operation: string;
  /** The return type as written, without its promise. */
  answer: string;
}

const declared = ({ operation, answer }: Route): string => `export type ${operation} = ${answer};`;

const ROUTE = /^(Get|Post|Put|Patch|Delete)$/;
/** A streamed answer has no schema. */
const STREAMED = /^(void|Observable<.*|StreamableFile)$/s;

function routesIn(path: string): Route[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isClassDeclaration).flatMap((controller) =>
    controller.members.filter(ts.isMethodDeclaration).flatMap((method) => {
      const routed = ts.getDecorators(method)?.some(({ expression }) => {
        const called = ts.isCallExpression(expression) ? expression.expression : expression;
        return ROUTE.test(called.getText());
      });
      if (!routed) return [];
      const operation = `${controller.name?.text}_${method.name.getText()}`;
      if (!method.type) throw new Error(`${path}: ${operation} does not say what it answers`);
      const answer = withoutPromise(method.type);
      return STREAMED.test(answer) ? [] : [{ operation, answer }];
    }),
  );
}

function withoutPromise(type: ts.TypeNode): string {
  const [inner] = (ts.isTypeReferenceNode(type) && type.typeArguments) || [];
  return inner && type.getText().startsWith('Promise<') ? inner.getText() : type.getText();
}

/** Resolves zod's types, which only the compiler can. @returns the texts of the files that have any */
function spellOut(program: ts.Program): Map<string, string> {
  const checker = program.getTypeChecker();
  const spelt = new Map<string, string>();
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile) continue;
    let text = source.text;
    const found: ts.TypeReferenceNode[] = [];
    const walk = (node: ts.Node): void => {
      if (ts.isTypeReferenceNode(node) && /^z\.(output|infer)$/.test(node.typeName.getText()))
        found.push(node);
      else ts.forEachChild(node, walk);
    };
    walk(source);
    // From the end, so that a replacement does not shift the positions of the others.
    for (const node of found.toReversed()) {
      const type = checker.typeToString(checker.getTypeAtLocation(node), node, SPELT_OUT);
      text = text.slice(0, node.getStart()) + type + text.slice(node.getEnd());
    }
    if (found.length > 0) spelt.set(resolve(source.fileName), text);
  }
  return spelt;
}

const SPELT_OUT = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options, errors } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  if (errors.length > 0)
    throw new Error(
      errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')).join('; '),
    );
  return { ...options, incremental: false, noEmit: true };
}

/** References in OpenAPI's location for schemas, not JSON Schema's; no names that OpenAPI does not allow. */
function placed(answers: Answers): Answers {
  const text = JSON.stringify(answers).replaceAll(/"#\/definitions\/([^"]+)"/g, (_, name: string) =>
    JSON.stringify(`#/components/schemas/${allowed(name)}`),
  );
  const { schemas, answers: own } = JSON.parse(text, tuple) as Answers;
  return {
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [allowed(name), schema])),
    answers: own,
  };
}

/** A tuple in the form of JSON Schema 2020-12, which OpenAPI 3.1 uses: the generator writes draft 7. */
function tuple(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('items' in value) || !Array.isArray(value.items))
    return value;
  const { items, additionalItems, ...rest } = value as { items: unknown[]; additionalItems?: unknown };
  return {
    ...rest,
    prefixItems: items,
    ...(additionalItems === undefined ? {} : { items: additionalItems }),
  };
}

/** Of `Record<Channel,Counts>`: RecordChannelCounts. */
const allowed = (name: string): string => name.replaceAll(/[^A-Za-z0-9_.-]+/g, '');
