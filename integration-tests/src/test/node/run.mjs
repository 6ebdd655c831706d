// run.mjs MODULE HOST-DIRECTORY ARGS... - runs a WASI program with Node's own node:wasi; it sees the
// directory as /work and as the one that relative paths start at.
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [module, directory, ...args] = process.argv.slice(2);
const wasi = new WASI({
  version: 'preview1',
  args: [module, ...args],
  env: {},
  preopens: { '/work': directory, '.': directory },
  returnOnExit: true,
});
const imports = { wasi_snapshot_preview1: wasi.wasiImport };
const { instance } = await WebAssembly.instantiate(await readFile(module), imports);
process.exitCode = wasi.start(instance);
