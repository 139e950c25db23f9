# The production bundle on workerd, for on-premises trials: see docs/containers.md.
FROM node:24-bookworm-slim AS build
WORKDIR /connector
COPY . .
RUN npm ci --no-audit --no-fund && npm run -s build

FROM build AS run
RUN useradd --system --uid 10001 connector && mkdir /data && chown connector /data
USER connector
ENV NODE_ENV=production
VOLUME /data
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8787/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node_modules/.bin/node", "--", "scripts/serve.ts", "--prebuilt", "--host", "0.0.0.0", "--data", "/data"]
CMD ["--env-file", "/run/secrets/connector.env"]
