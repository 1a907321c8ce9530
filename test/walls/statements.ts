// Finds each SQL statement of the programs with the type of its rows, by TypeScript's own compiler. Nothing runs: texts
// are put together from constants, as the program would put them together.
import { join, relative } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '#platform/program';
import { inStates, statesBefore, transition } from '#platform/states';

/** The kinds of values that a program makes of a column. */
export type Kind = 'string' | 'number' | 'boolean' | 'Date' | 'Buffer' | 'array' | 'object' | 'null';

/** A column as its reader declares it. */
export interface Column {
  /** Empty: it admits anything. */
  kinds: ReadonlySet<Kind>;
  optional: boolean;
}

export interface Statement {
  /** File and line, from the project's root. */
  at: string;
  /** The texts, one for each way of its conditions; empty where it depends on what happens at run time. */
  texts: readonly string[];
  /** The declared row, by column; null: the caller declares none. */
  row: ReadonlyMap<string, Column> | null;
}

/** Functions that run SQL, and which argument holds it. `query` is a method of pools, transactions and connections. */
const RUNNERS: Readonly<Record<string, number>> = { rows: 1, row: 1, prepared: 1, move: 1, query: 0 };
/** Functions that make texts and are too long to be read here: they are called. */
const CALLED: Readonly<Record<string, (...given: never[]) => unknown>> = {
  inStates,
  statesBefore,
  transition,
};
const METHODS =
  /^(at|concat|filter|flat|flatMap|includes|indexOf|join|map|replace|replaceAll|slice|split|toSorted|trim)$/;

/** Thrown inside where a value is not known before run time. */
class Unknown extends Error {}
const LATER = Symbol('not known before run time');
type Scope = ReadonlyMap<ts.Symbol, unknown>;
const EVERYWHERE: Scope = new Map();

/** Returns every statement of libs and apps, but of the console, the sandbox and the specs. */
export function findStatements(): Statement[] {
  return new Finder().find();
}

class Finder {
  private readonly sources: readonly ts.SourceFile[];
  private readonly checker: ts.TypeChecker;
  /** Which branch of a condition is taken. */
  private branch = true;

  constructor() {
    const config = ts.getParsedCommandLineOfConfigFile(
      join(projectRoot, 'tsconfig.json'),
      {},
      {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
          throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '));
        },
      },
    );
    const named = (file: string): boolean =>
      /\/(libs|apps)\//.test(file) && !/\/apps\/(console|sandbox)\/|\.spec\.ts$/.test(file);
    const program = ts.createProgram((config?.fileNames ?? []).filter(named), config?.options ?? {});
    this.checker = program.getTypeChecker();
    this.sources = program.getSourceFiles().filter(({ fileName }) => named(fileName));
  }

  find(): Statement[] {
    const found: Statement[] = [];
    for (const source of this.sources) {
      const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node)) {
          const given = node.arguments[RUNNERS[nameOf(node)] ?? -1];
          if (given) {
            const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
            found.push({
              at: `${relative(projectRoot, source.fileName)}:${line}`,
              texts: this.textsOf(() => this.textOf(node, given)),
              row: this.rowOf(node),
            });
          }
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    return found;
  }

  private textOf(node: ts.CallExpression, given: ts.Expression): unknown {
    // Which rows may move is in the table of states: the rest of the arguments say which do.
    if (nameOf(node) === 'move')
      return transition(
        ...(node.arguments.slice(1, 4).map((one) => this.value(one, EVERYWHERE)) as Parameters<
          typeof transition
        >),
      );
    const value = this.value(given, EVERYWHERE);
    return typeof value === 'object' && value !== null && 'sql' in value ? value.sql : value;
  }

  /** The texts that this makes, one for each way of the conditions in it. */
  private textsOf(make: () => unknown): string[] {
    const texts = [true, false].flatMap((branch) => {
      this.branch = branch;
      try {
        const text = make();
        return typeof text === 'string' ? [text] : [];
      } catch (error) {
        if (error instanceof Unknown || error instanceof RangeError) return [];
        throw error;
      }
    });
    return [...new Set(texts)];
  }

  /** The value of an expression. @throws Unknown */
  private value(node: ts.Expression, scope: Scope): unknown {
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node)
    )
      return this.value(node.expression, scope);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isRegularExpressionLiteral(node))
      return new RegExp(...(/^\/(.*)\/(\w*)$/s.exec(node.text)?.slice(1) as [string, string]));
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (node.kind === ts.SyntaxKind.NullKeyword) return null;
    if (ts.isTemplateExpression(node))
      return node.templateSpans.reduce(
        (text, span) => `${text}${String(this.value(span.expression, scope))}${span.literal.text}`,
        node.head.text,
      );
    if (ts.isArrayLiteralExpression(node))
      return node.elements.flatMap((element) =>
        ts.isSpreadElement(element)
          ? [...(this.value(element.expression, scope) as Iterable<unknown>)]
          : [this.value(element, scope)],
      );
    if (ts.isObjectLiteralExpression(node)) return this.object(node, scope);
    if (ts.isArrowFunction(node)) return this.closure(node, scope);
    if (ts.isConditionalExpression(node))
      return this.value(this.branch ? node.whenTrue : node.whenFalse, scope);
    if (ts.isBinaryExpression(node)) return this.binary(node, scope);
    if (ts.isCallExpression(node)) return this.call(node, scope);
    if (ts.isPropertyAccessExpression(node)) return this.property(node, scope);
    if (ts.isElementAccessExpression(node)) {
      const of = this.value(node.expression, scope) as Record<string, unknown>;
      try {
        return of[String(this.value(node.argumentExpression, scope))];
      } catch (error) {
        if (error instanceof Unknown) return Object.values(of)[this.branch ? 0 : Object.keys(of).length - 1];
        throw error;
      }
    }
    if (ts.isIdentifier(node)) return this.named(node, scope);
    if (ts.isNewExpression(node) && node.expression.getText() === 'Set')
      return new Set(node.arguments?.[0] ? (this.value(node.arguments[0], scope) as unknown[]) : []);
    return this.byType(node);
  }

  private object(node: ts.ObjectLiteralExpression, scope: Scope): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const part of node.properties) {
      if (ts.isSpreadAssignment(part)) Object.assign(made, this.value(part.expression, scope));
      else if (ts.isPropertyAssignment(part) && !ts.isComputedPropertyName(part.name))
        made[part.name.text] = this.later(part.initializer, scope);
      else if (ts.isShorthandPropertyAssignment(part))
        made[part.name.text] = this.ofSymbol(
          this.checker.getShorthandAssignmentValueSymbol(part),
          part.name,
          scope,
        );
      else throw new Unknown();
    }
    return made;
  }

  /** A value that may never be read. */
  private later(node: ts.Expression, scope: Scope): unknown {
    try {
      return this.value(node, scope);
    } catch (error) {
      if (error instanceof Unknown) return LATER;
      throw error;
    }
  }

  private closure(
    node: ts.ArrowFunction | ts.FunctionDeclaration,
    scope: Scope,
  ): (...given: unknown[]) => unknown {
    return (...given) => {
      const inner = new Map(scope);
      node.parameters.forEach(({ name, initializer }, index) => {
        this.bind(name, given[index] ?? (initializer ? this.value(initializer, scope) : undefined), inner);
      });
      const { body } = node;
      if (body && !ts.isBlock(body)) return this.value(body, inner);
      const last = body?.statements.at(-1);
      // Constants before it are read where it names them.
      if (!last || !ts.isReturnStatement(last) || !last.expression) throw new Unknown();
      if (!body?.statements.slice(0, -1).every((one) => ts.isVariableStatement(one))) throw new Unknown();
      return this.value(last.expression, inner);
    };
  }

  private bind(name: ts.BindingName, value: unknown, into: Map<ts.Symbol, unknown>): void {
    if (ts.isIdentifier(name)) {
      const symbol = this.checker.getSymbolAtLocation(name);
      if (symbol) into.set(symbol, value);
    } else
      name.elements.forEach((element, index) => {
        if (ts.isOmittedExpression(element)) return;
        const key = ts.isArrayBindingPattern(name) ? index : (element.propertyName ?? element.name).getText();
        this.bind(element.name, (value as Record<string, unknown> | undefined)?.[key], into);
      });
  }

  private binary({ left, operatorToken: { kind }, right }: ts.BinaryExpression, scope: Scope): unknown {
    if (kind === ts.SyntaxKind.QuestionQuestionToken)
      try {
        return this.value(left, scope) ?? this.value(right, scope);
      } catch (error) {
        if (error instanceof Unknown) return this.value(right, scope);
        throw error;
      }
    const [one, other] = [this.value(left, scope), this.value(right, scope)];
    if (kind === ts.SyntaxKind.PlusToken)
      return typeof one === 'number' && typeof other === 'number'
        ? one + other
        : `${String(one)}${String(other)}`;
    if (kind === ts.SyntaxKind.MinusToken) return Number(one) - Number(other);
    if (kind === ts.SyntaxKind.AsteriskToken) return Number(one) * Number(other);
    if (kind === ts.SyntaxKind.SlashToken) return Number(one) / Number(other);
    if (kind === ts.SyntaxKind.EqualsEqualsEqualsToken) return one === other;
    if (kind === ts.SyntaxKind.ExclamationEqualsEqualsToken) return one !== other;
    throw new Unknown();
  }

  private call(node: ts.CallExpression, scope: Scope): unknown {
    const given = (): unknown[] => node.arguments.map((argument) => this.value(argument, scope));
    const name = nameOf(node);
    if (ts.isPropertyAccessExpression(node.expression)) {
      const { expression: of } = node.expression;
      if (of.getText() === 'Object' && /^(entries|keys|values|fromEntries)$/.test(name))
        return (Object as unknown as Record<string, (...all: unknown[]) => unknown>)[name]?.(...given());
      const value = this.value(of, scope);
      if (METHODS.test(name) && (typeof value === 'string' || Array.isArray(value)))
        return (value as unknown as Record<string, (...all: unknown[]) => unknown>)[name]?.(...given());
      const own = (value as Record<string, unknown> | undefined)?.[name];
      if (typeof own === 'function') return own(...given());
      throw new Unknown();
    }
    if (CALLED[name]) return CALLED[name](...(given() as never[]));
    const called = this.value(node.expression, scope);
    if (typeof called === 'function') return called(...given());
    throw new Unknown();
  }

  private property(node: ts.PropertyAccessExpression, scope: Scope): unknown {
    try {
      const of = this.value(node.expression, scope);
      const found = (of as Record<string, unknown> | null | undefined)?.[node.name.text];
      if (found !== undefined && found !== LATER) return found;
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
    }
    // A field of a class with its value beside it.
    const declared = this.checker.getSymbolAtLocation(node.name)?.valueDeclaration;
    if (declared && ts.isPropertyDeclaration(declared) && declared.initializer)
      return this.value(declared.initializer, scope);
    return this.byType(node);
  }

  private named(node: ts.Identifier, scope: Scope): unknown {
    if (node.text === 'undefined') return undefined;
    return this.ofSymbol(this.checker.getSymbolAtLocation(node), node, scope);
  }

  private ofSymbol(found: ts.Symbol | undefined, node: ts.Expression, scope: Scope): unknown {
    if (found && scope.has(found)) return scope.get(found);
    const symbol = found && found.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(found) : found;
    const declared = symbol?.valueDeclaration;
    if (declared && ts.isVariableDeclaration(declared) && declared.initializer)
      return this.value(declared.initializer, scope);
    if (declared && ts.isVariableDeclaration(declared) && ts.isForOfStatement(declared.parent.parent))
      return [...(this.value(declared.parent.parent.expression, scope) as Iterable<unknown>)].at(
        this.branch ? 0 : -1,
      );
    if (declared && ts.isFunctionDeclaration(declared)) return this.closure(declared, scope);
    if (declared && ts.isBindingElement(declared)) {
      const whole = declared.parent.parent;
      if (ts.isVariableDeclaration(whole) && whole.initializer) {
        const value = this.value(whole.initializer, scope) as Record<string, unknown>;
        const key = ts.isArrayBindingPattern(declared.parent)
          ? declared.parent.elements.indexOf(declared)
          : (declared.propertyName ?? declared.name).getText();
        if (value[key] !== undefined && value[key] !== LATER) return value[key];
      }
    }
    try {
      return this.byType(node);
    } catch (error) {
      if (declared && ts.isParameter(declared) && error instanceof Unknown) return this.argument(declared);
      throw error;
    }
  }

  /** What its own file gives a function for this parameter. */
  private argument(parameter: ts.ParameterDeclaration): unknown {
    const { parent } = parameter;
    const index = parent.parameters.indexOf(parameter);
    const name = ts.isArrowFunction(parent) ? (parent.parent as ts.VariableDeclaration).name : parent.name;
    const values: unknown[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && nameOf(node) === name?.getText() && node.arguments[index])
        try {
          values.push(this.value(node.arguments[index], EVERYWHERE));
        } catch (error) {
          if (!(error instanceof Unknown)) throw error;
        }
      ts.forEachChild(node, visit);
    };
    visit(parameter.getSourceFile());
    if (values.length === 0) {
      if (parameter.initializer) return this.value(parameter.initializer, EVERYWHERE);
      throw new Unknown();
    }
    return values.at(this.branch ? 0 : -1);
  }

  /** A value that the type alone determines: one of a few texts, or any number. */
  private byType(node: ts.Expression): unknown {
    const type = this.checker.getTypeAtLocation(node);
    const parts = (type.isUnion() ? type.types : [type]).filter(
      (part) => !(part.flags & ts.TypeFlags.Undefined),
    );
    const texts = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
    if (texts.length > 0 && texts.length === parts.length) return texts.at(this.branch ? 0 : -1);
    if (parts.every(({ flags }) => flags & ts.TypeFlags.NumberLike)) return 1;
    throw new Unknown();
  }

  private rowOf(node: ts.CallExpression): ReadonlyMap<string, Column> | null {
    if (nameOf(node) === 'query' || nameOf(node) === 'move') return null;
    const given = node.typeArguments?.[0];
    const type = given ? this.checker.getTypeFromTypeNode(given) : this.inferred(node);
    if (!type || type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter))
      return null;
    const properties = this.checker.getPropertiesOfType(type);
    if (properties.length === 0) return null;
    return new Map(
      properties.map((property) => [
        property.name,
        {
          kinds: this.kindsOf(this.checker.getTypeOfSymbolAtLocation(property, node)),
          optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
        },
      ]),
    );
  }

  /** The row that the call's surroundings ask for. */
  private inferred(node: ts.CallExpression): ts.Type | null {
    const returned = this.checker.getAwaitedType(this.checker.getTypeAtLocation(node));
    if (!returned) return null;
    if (nameOf(node) === 'row') return this.checker.getNonNullableType(returned);
    return this.checker.getIndexTypeOfType(returned, ts.IndexKind.Number) ?? null;
  }

  private kindsOf(type: ts.Type): Set<Kind> {
    const kinds = new Set<Kind>();
    for (const part of type.isUnion() ? type.types : [type]) {
      const kind = this.kindOf(part);
      if (!kind) return new Set();
      kinds.add(kind);
    }
    return kinds;
  }

  private kindOf(type: ts.Type): Kind | null {
    const { flags } = type;
    if (flags & ts.TypeFlags.StringLike) return 'string';
    if (flags & ts.TypeFlags.NumberLike) return 'number';
    if (flags & ts.TypeFlags.BooleanLike) return 'boolean';
    if (flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) return 'null';
    if (type.isIntersection()) return this.kindOf(type.types[0] as ts.Type);
    if (!(flags & ts.TypeFlags.Object)) return null;
    if (this.checker.isArrayType(type) || this.checker.isTupleType(type)) return 'array';
    const name = type.getSymbol()?.name;
    return name === 'Date' || name === 'Buffer' ? name : 'object';
  }
}

/** The name of the function or method that is called. */
function nameOf({ expression }: ts.CallExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}
