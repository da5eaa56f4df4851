import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "coverage/", "test/sample/published/"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      "no-console": "error",
      eqeqeq: "error",
      // Text from data reaches the page by textContent alone.
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text is inserted by textContent only." },
        { property: "outerHTML", message: "Text is inserted by textContent only." },
        { property: "insertAdjacentHTML", message: "Text is inserted by textContent only." },
      ],
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    // Views talk through the state, never to each other.
    files: ["src/views/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [{ group: ["./*"], message: "A view imports no other view." }] }] },
  },
  {
    files: ["test/**/*.mjs"],
    languageOptions: { globals: { process: "readonly", URL: "readonly", Buffer: "readonly" } },
    rules: { "no-console": "off" },
  },
);
