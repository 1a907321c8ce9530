import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '#platform/program';

/** One object of Kubernetes, as a file or kustomize gives it. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [field: string]: unknown;
}

const nameOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.name}`;

/** The package with the types of a group, made from the published schemas. */
const packageOf = (group: string): string =>
  group.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models';

/**
 * Compares objects with the published schemas of Kubernetes and KEDA. The compiler finds a field that does not exist too,
 * which a JSON schema lets pass, and Kubernetes drops in silence.
 * @returns a line for each fault
 */
export function schemaFaults(objects: readonly KubernetesObject[]): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const files = new Map(
    objects.map((object, index) => [
      join(projectRoot, 'test', `kubernetes-object-${index}.ts`),
      `import type { I${object.kind} } from '${packageOf(object.apiVersion)}/${object.apiVersion}';
export const object: I${object.kind} = ${JSON.stringify(object, null, 2)};\n`,
    ]),
  );
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => files.get(file) ?? disk.readFile(file),
    getSourceFile: (file, version, ...rest) => {
      const text = files.get(file);
      if (text === undefined) return disk.getSourceFile(file, version, ...rest);
      return ts.createSourceFile(file, text, version);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file, index) => {
    const object = objects[index];
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(
      ({ messageText }) =>
        `${object ? nameOf(object) : file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}
