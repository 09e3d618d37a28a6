// node purge_css.mjs TARGET STYLE… --content PATTERN…
// Keeps of the design system what our templates name: selectors, keyframes and variables.
import { readFileSync, writeFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";

const [target, ...rest] = process.argv.slice(2);
const split = rest.indexOf("--content");

// The custom properties stand in one style and are used in the other: they are purged as one.
const raw = rest.slice(0, split).map((path) => readFileSync(path, "utf-8")).join("\n");

const [result] = await new PurgeCSS().purge({
  css: [{ raw }],
  content: rest.slice(split + 1),
  variables: true,
  keyframes: true,
  fontFace: true,
  // Names of the design system only: a template's word "table" must not keep Tailwind's `.table`.
  extractors: [
    {
      extensions: ["html", "py", "js"],
      extractor: (text) => ({
        attributes: { names: ["type", "hidden", "role"], values: ["button", "search"] },
        classes: text.match(/govgr-[\w-]+/g) ?? [],
        ids: [],
        tags: ["html", "body", "*", ...(text.match(/(?<=<)[a-z][a-z0-9]*/g) ?? [])],
        undetermined: [],
      }),
    },
  ],
});

writeFileSync(target, result.css.replace(/\/\*(?!!)[\s\S]*?\*\//g, ""));
