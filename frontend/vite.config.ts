import { copyFileSync, mkdirSync } from "node:fs";
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

// Two files with fixed names, to which Django's manifest storage adds the hash: the page's, and its service worker, which stands by
// itself. `public/` (page.css) is copied as it is.
export default defineConfig({
  plugins: [naturalEarth()],
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
        "offline-worker": resolve(import.meta.dirname, "worker/offline-worker.ts"),
      },
      formats: ["es"],
      fileName: (_, name) => `${name}.js`,
    },
  },
  test: { include: ["test/**/*.test.ts"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
