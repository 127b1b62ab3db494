// Bundles the page's sources into one script and one style sheet, and gathers the licences of what is in them.
// Usage: node build.mjs [OUT]   (default: ../assets)

import { readFileSync, readdirSync, mkdirSync, writeFileSync, copyFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../assets"));
mkdirSync(out, { recursive: true });

const result = await build({
  absWorkingDir: here,
  entryPoints: { app: "src/main.js", page: "style/page.css" },
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome105", "firefox110", "safari16"],
  charset: "utf8",
  legalComments: "none", // gathered below, for all packages alike
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  outdir: out,
  metafile: true,
  logLevel: "warning",
});

copyFileSync(join(here, "icon.svg"), join(out, "icon.svg"));

const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) packages.add(found[1]);
}
const parts = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file`);
  const text = readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim();
  return `${name} ${about.version} (${about.license})\n\n${text}\n`;
});
const head = "The page is part of Dateline (MIT). It holds these packages, each under its own licence.\n";
writeFileSync(join(out, "THIRD_PARTY_LICENSES.txt"), [head, ...parts].join(`\n${"-".repeat(78)}\n\n`));
