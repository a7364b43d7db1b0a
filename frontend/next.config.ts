import type { NextConfig } from "next";

/** The service that `npm run dev` passes calls on to; an export is served by the service itself. */
const service = process.env.PRIORAUTH_SERVICE ?? "http://127.0.0.1:8000";

const exported: NextConfig = { output: "export", trailingSlash: true, images: { unoptimized: true } };

const config: NextConfig =
  process.env.NODE_ENV === "development"
    ? {
        rewrites: async () => [{ source: "/api/:path*", destination: `${service}/api/:path*` }],
        skipTrailingSlashRedirect: true,
      }
    : exported;

export default config;
