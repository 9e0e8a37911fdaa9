import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, posix} from 'node:path';
import ts from 'typescript';

/** Root of the repository, from the place of the compiled file. */
export const ROOT = join(__dirname, '../../..');

export interface Import {
  /** A file from the root, without its suffix (`src/auth/keys`), or the name of a package. */
  readonly to: string;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** From the root, such as `src/auth/keys.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Source files below a folder of the repository, by path. @param suffixes such as `.ts` */
export function sourceFiles(folder: string, suffixes: readonly string[] = ['.ts']): SourceFile[] {
  return readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'})
    .map(name => posix.join(folder, name))
    .filter(path => suffixes.some(suffix => path.endsWith(suffix)))
    .sort()
    .map(path => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return {path, text, imports: importsOf(path, text)};
    });
}

function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, typeOnly: boolean): void => {
    if (specifier && ts.isStringLiteral(specifier)) found.push({to: resolve(path, specifier.text), typeOnly});
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isCallExpression(node) && /^(import|require|require\.resolve)$/.test(node.expression.getText())) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const {name, namedBindings} = clause;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every(element => element.isTypeOnly);
}

function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(dirname(from), specifier).replace(/\.(ts|js|mjs|cjs)$/, '');
}
