import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

/** Put Natural Earth's countries beside the bundle: the server's publish step makes the basemap from it. */
function naturalEarth(): Plugin {
  return {
    name: "natural-earth",
    apply: "build",
    closeBundle() {
      const source = createRequire(import.meta.url).resolve("world-atlas/countries-10m.json");
      const folder = resolve(import.meta.dirname, "dist/natural-earth");
      mkdirSync(folder, { recursive: true });
      copyFileSync(source, resolve(folder, "countries-10m.json"));
    },
  };
}

/** Leaflet's styles without what the page has no use for: markers, popups, tooltips, the choice of layers, comments and spaces. */
function leafletStyles(): Plugin {
  const unused = /popup|tooltip|control-layers|control-scale|control-attribution|div-icon|marker|image-layer|vml/;
  return {
    name: "leaflet-styles",
    enforce: "pre",
    load(id) {
      if (!id.endsWith("leaflet.css?raw")) return null;
      const text = readFileSync(id.replace("?raw", ""), "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s+/g, " ");
      const kept = text.replace(/([^{}]+)\{([^{}]*)\}/g, (_, selectors: string, body: string) => {
        const used = selectors.split(",").filter((selector) => !unused.test(selector));
        return used.length === 0 ? "" : `${used.map((selector) => selector.trim()).join(",")}{${body.trim().replace(/\s*([:;])\s*/g, "$1")}}`;
      });
      return `export default ${JSON.stringify(kept)}`;
    },
  };
}

// Files with fixed names, to which Django's manifest storage adds the hash: the page's; its service worker, which stands by itself; and
// the review desk's, which readers never load. `public/` (page.css) is copied as it is.
export default defineConfig({
  plugins: [leafletStyles(), naturalEarth()],
  resolve: { alias: [{ find: /^leaflet$/, replacement: resolve(import.meta.dirname, "src/leaflet-parts.js") }] },
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    cssCodeSplit: false,
    rolldownOptions: { output: { minify: true, chunkFileNames: "[name]-[hash].js" } },
    lib: {
      entry: {
        "conflict-map": resolve(import.meta.dirname, "src/index.ts"),
        "review-desk": resolve(import.meta.dirname, "src/desk/index.ts"),
        "offline-worker": resolve(import.meta.dirname, "worker/offline-worker.ts"),
      },
      formats: ["es"],
      fileName: (_, name) => `${name}.js`,
    },
  },
  test: { include: ["test/**/*.test.ts"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
