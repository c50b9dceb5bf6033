/**
 * `node src/precompress.mjs FOLDER`: puts a `.br` and a `.gz` beside each file of a bundle's folder that compression
 * makes smaller, so that nothing is compressed while a client waits.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSIBLE = /\.(js|css|svg|json|ttf)$/;
/** Below this an answer is one packet anyway. */
const MIN_BYTES = 1_024;
/** The playground's 6.5 MB become 1.59 MB in 0.3 s; with 10 they would be 1.48 MB, in 1.7 s. */
const BROTLI_QUALITY = 9;

const encoders = {
  ".br": (content) =>
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
  ".gz": (content) => promisify(gzip)(content, { level: 9 }),
};

const [folder = "."] = process.argv.slice(2);
const names = (await readdir(folder)).filter((name) => COMPRESSIBLE.test(name));
await Promise.all(names.map((name) => precompress(join(folder, name))));

async function precompress(file) {
  const content = await readFile(file);
  if (content.length < MIN_BYTES) return;
  await Promise.all(
    Object.entries(encoders).map(async ([suffix, encode]) => {
      const encoded = await encode(content);
      if (encoded.length < content.length) await writeFile(file + suffix, encoded);
    }),
  );
}
