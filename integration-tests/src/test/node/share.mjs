// share.mjs RESOURCES DIRECTORY - writes the files that an npm package of YoWASP holds as a JavaScript module.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

async function unpack(tree, directory) {
  await mkdir(directory, { recursive: true });
  for (const [name, entry] of Object.entries(tree)) {
    const path = join(directory, name);
    if (entry instanceof URL) await copyFile(fileURLToPath(entry), path);
    else if (typeof entry === 'string' || entry instanceof Uint8Array) await writeFile(path, entry);
    else await unpack(entry, path);
  }
}

const [resources, directory] = process.argv.slice(2);
await unpack((await import(pathToFileURL(resources))).filesystem, directory);
