import { defineConfig, globalIgnores } from "eslint/config";
import next from "eslint-config-next/core-web-vitals";
import typescript from "eslint-config-next/typescript";

export default defineConfig([
  ...next,
  ...typescript,
  // The rule warns users of the React Compiler, which is not used here.
  { rules: { "react-hooks/incompatible-library": "off" } },
  globalIgnores([".next/**", "out/**", "calls/**", "src/api/schema.d.ts", "next-env.d.ts"]),
]);
