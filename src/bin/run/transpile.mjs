import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, join, relative} from 'node:path';

/** @returns writes below `dist` what one source becomes, in milliseconds, since nobody looks at types; takes it away when the source is gone */
export async function transpiler(root) {
  // There are packages only once they are installed.
  const {default: ts} = await import('typescript');
  const {config} = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const {options} = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return path => {
    const output = join(root, 'dist', path.replace(/\.ts$/, '.js'));
    if (!existsSync(join(root, path))) return rmSync(output, {force: true});
    const text = readFileSync(join(root, path), 'utf8');
    const {outputText, sourceMapText} = ts.transpileModule(text, {compilerOptions: options, fileName: path});
    mkdirSync(dirname(output), {recursive: true});
    writeFileSync(output, outputText);
    const sources = [relative(dirname(output), join(root, path))];
    writeFileSync(
      `${output}.map`,
      JSON.stringify({...JSON.parse(sourceMapText), file: basename(output), sources}),
    );
  };
}
